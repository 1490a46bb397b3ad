"""A first look at a file of the administration: its headings, and the values of the columns that have few."""

import re
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from regiodeal.sheets.cells import BadCell, Cell, is_blank, text_of
from regiodeal.sheets.formats import Row, SheetRows, UnreadableError
from regiodeal.sheets.formats.read_csv import CsvSheet, CutError
from regiodeal.sheets.reading import HEADING_WITHIN, numbered, opened, safe_rows, title_of

ROWS = 20_000  # that are looked at
FIRST_ROWS = 6  # that are shown
MOST_VALUES = 150  # in a column whose values can be given a meaning; a column of dates or amounts has more
LONGEST_VALUE = 300  # in a column whose values can be given a meaning; longer texts are no codes
LONGEST_SHOWN = 60
FEWEST_HEADINGS = 3
_NUMBER_OR_DAY = re.compile(r"[-+(€ ]*[0-9][0-9.,:/\- ]*[-)%]*( ?(CR|DB|EUR))?")


class Heading(NamedTuple):
    """A row that may be the heading: how sure that is, its number, and its sheet."""

    sureness: int
    row: int
    sheet: SheetRows


class Looked(NamedTuple):
    """What was seen in a file: per heading its values where they are few, and its cells in the first rows."""

    values: dict[str, list[str]]
    sample: dict[str, list[str]]


def look(path: Path, *, heading_row: int | None = None, sheet_number: int | None = None) -> Looked:
    """The headings of a file with what stands under them; in the row and sheet that are named, from 1.

    Raises UnreadableError.
    """
    misfits: list[CutError] = []
    with opened(path) as sheets:
        chosen = [
            sheet
            for place, sheet in enumerate(sheets, start=1)
            if sheet_number is None or isinstance(sheet, CsvSheet) or place == sheet_number
        ]
        if not chosen:
            raise UnreadableError(f"Dit bestand heeft geen werkblad {sheet_number}.")
        found = [each for sheet in chosen for each in _headings(sheet, heading_row, misfits)]
        if not found:
            if misfits:
                raise misfits[0]
            where = f"rij {heading_row} geen kopjes" if heading_row else "dit bestand geen rij met kopjes"
            raise UnreadableError(f"Er staan in {where}. Bewaar de export met kopjes boven de kolommen.")
        best = max(found, key=lambda each: each.sureness)
        rows = islice((row for row in safe_rows(best.sheet) if row[0] >= best.row), ROWS + 1)
        _number, heading = next(rows)
        first = list(islice(rows, FIRST_ROWS))
        return Looked(_values(heading, chain(first, rows)), _sample(heading, first))


def _headings(sheet: SheetRows, wanted: int | None, misfits: list[CutError]) -> list[Heading]:
    """The row near the top with most texts that are neither amount nor day, if there are enough; none at a misfit.

    The surest heading of all sheets has many texts and many rows under it: an explanation has few.
    """
    best = (0, 0)
    filled = 0
    try:
        for number, cells in islice(safe_rows(sheet), ROWS):
            count = sum(map(_is_title, cells))
            if (number == wanted or wanted is None) and number <= (wanted or HEADING_WITHIN) and count > best[0]:
                best, filled = (count, number), 0
            filled += sum(not is_blank(cell) for cell in cells) * 2 >= best[0]
    except CutError as error:
        misfits.append(error)
        return []
    return [Heading(best[0] * filled, best[1], sheet)] if best[0] >= FEWEST_HEADINGS else []


def _is_title(cell: Cell) -> bool:
    """Tell whether a cell can be a heading: a text that says something, and is no number or day."""
    if not isinstance(cell, str) or not title_of(cell):
        return False
    return not _NUMBER_OR_DAY.fullmatch(cell.strip())


def _values(heading: list[Cell], rows: Iterable[Row]) -> dict[str, list[str]]:
    titles = numbered(title_of(text_of(cell)) for cell in heading)
    found: dict[int, dict[str, None] | None] = {place: {} for place, title in enumerate(titles) if title}
    for _number, cells in rows:
        for place, values in found.items():
            if values is None or place >= len(cells) or isinstance(cells[place], BadCell):
                continue
            if value := text_of(cells[place]).strip():
                values.setdefault(value)
            if len(values) > MOST_VALUES or len(value) > LONGEST_VALUE:
                found[place] = None
    return {titles[place]: sorted(values or {}) for place, values in found.items()}


def _sample(heading: list[Cell], rows: Iterable[Row]) -> dict[str, list[str]]:
    titles = numbered(title_of(text_of(cell)) for cell in heading)
    cells = [row for _number, row in rows]
    return {
        title: [text_of(row[place]).strip()[:LONGEST_SHOWN] if place < len(row) else "" for row in cells]
        for place, title in enumerate(titles)
        if title
    }
