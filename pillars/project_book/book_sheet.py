"""What the sheets of a workbook of projects share."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pillars.exchange.matching import Entry, Refusal, RowChange, refuse_stale
from pillars.exchange.resources import ExchangeResource
from pillars.project_book.book_rows import BETWEEN, ProjectBook
from pillars.projects.models import ProjectState
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.cells import Cell, text_of
from regiodeal.sheets.folder import Packed
from regiodeal.sheets.form_rules import plain

SETTLED = "Dit project is vastgesteld en verandert niet meer."
MOST_NAMED = 12  # choices that a fault names


class ProjectBookSheet(ExchangeResource):
    """The base of the three sheets: one book, and rows that show what stands in it."""

    export_fields = ()

    def __init__(self, deal: Deal, *, book: ProjectBook, by: User | None = None, today: date | None = None) -> None:
        super().__init__(deal, by=by, today=today)
        self.book = book

    def before(self, change: RowChange) -> Any:
        """The row as it stands in the portal; None for a new one."""
        raise NotImplementedError

    def name_of(self, entry: Any) -> str:
        """Return what a row is about."""
        raise NotImplementedError

    def author_of(self, entry: Any) -> str:
        """Nobody: the page of the row tells who changed what."""
        return ""

    def values_from(self, packed: Packed | Values) -> Values:
        """The values, with the days from what was kept."""
        values = dict(packed)
        for name in ("starts_on", "ends_on"):
            if values.get(name):
                values[name] = date.fromisoformat(values[name])
        return values

    def refuse(self, change: RowChange) -> None:
        """Refuse what a colleague changed since the file was made."""
        assert self.by is not None
        entry = self.current.get(change.key)
        if entry is not None:
            refuse_stale(entry, change.mark, by=self.by.pk)

    def refuse_settled(self, code: str) -> None:
        """Raise Refusal for a project whose money was settled."""
        project = self.book.projects.get(code)
        if project is not None and project.state == ProjectState.SETTLED:
            raise Refusal(SETTLED)


def names_in(cell: Cell) -> list[str]:
    """The names in one cell, each once; a line end counts as the sign between two."""
    found = (name.strip() for name in text_of(cell).replace("\n", BETWEEN[0]).split(BETWEEN[0]))
    return list(dict.fromkeys(name for name in found if name))


def keys_in(cell: Cell, known: Mapping[str, int], *, what: str, choices: Iterable[str]) -> tuple[list[int], list[str]]:
    """The keys of the rows that a cell names, and in Dutch what is wrong: a name that is no row, with what would be."""
    names = names_in(cell)
    wrong = [f"'{name[:60]}'" for name in names if plain(name) not in known]
    if not wrong:
        return list(dict.fromkeys(known[plain(name)] for name in names)), []
    return [], [f"Deze deal heeft geen {what} {', '.join(wrong[:3])}. {choose(choices)}"]


def choose(choices: Iterable[str]) -> str:
    """A sentence that says what one can choose from, as far as it fits."""
    told = list(choices)
    more = f" en {len(told) - MOST_NAMED} andere" if len(told) > MOST_NAMED else ""
    return f"Kies: {', '.join(told[:MOST_NAMED])}{more}."


def entry_of(row: Any, content: str) -> Entry:
    """The entry of a row that is in the portal."""
    return Entry(row.pk, row.version, row.changed_by, content)
