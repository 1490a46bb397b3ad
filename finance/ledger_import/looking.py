"""A first look at a file of the administration: its headings, and the values of the columns that have few."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from regiodeal.sheets.cells import BadCell, Cell, text_of
from regiodeal.sheets.formats import Row, SheetRows, UnreadableError
from regiodeal.sheets.reading import HEADING_WITHIN, opened, safe_rows, title_of

ROWS = 20_000  # that are looked at
MOST_VALUES = 150  # in a column whose values can be given a meaning; a column of dates or amounts has more
LONGEST_VALUE = 60
FEWEST_HEADINGS = 3


def look(path: Path) -> dict[str, list[str]]:
    """The headings of a file, each with its values where they are few. Raises UnreadableError."""
    with opened(path) as sheets:
        count, number, sheet = max(map(_heading, sheets), key=lambda found: found[0])
        if count < FEWEST_HEADINGS:
            raise UnreadableError(
                "In dit bestand staat geen rij met kopjes. Bewaar de export met kopjes boven de kolommen."
            )
        rows = islice((row for row in safe_rows(sheet) if row[0] >= number), ROWS + 1)
        _number, heading = next(rows)
        return _values(heading, rows)


def _heading(sheet: SheetRows) -> tuple[int, int, SheetRows]:
    """The row near the top with most texts: how many, its number, and the sheet."""
    best = (0, 0, sheet)
    for number, cells in safe_rows(sheet):
        if number > HEADING_WITHIN:
            break
        titles = [title_of(cell) for cell in cells if isinstance(cell, str)]
        best = max(best, (len({title for title in titles if title}), -number, sheet), key=lambda found: found[:2])
    return best[0], -best[1], sheet


def _values(heading: list[Cell], rows: Iterable[Row]) -> dict[str, list[str]]:
    titles = [title_of(text_of(cell)) for cell in heading]
    found: dict[int, dict[str, None] | None] = {place: {} for place, title in enumerate(titles) if title}
    for _number, cells in rows:
        for place, values in found.items():
            if values is None or place >= len(cells) or isinstance(cells[place], BadCell):
                continue
            if value := text_of(cells[place]).strip()[:LONGEST_VALUE]:
                values.setdefault(value)
            if len(values) > MOST_VALUES:
                found[place] = None
    return {titles[place]: sorted(values or {}) for place, values in found.items()}
