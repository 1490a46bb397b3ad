"""How a list of the deal file and a model belong together: declared once, read by the loader and the export."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models

from regiodeal.base.values import FileRow
from regiodeal.deals.contributions import contributed
from regiodeal.deals.models import AgreedRow, Deal

if TYPE_CHECKING:
    from regiodeal.deal_file.document import DealFile
    from regiodeal.deal_file.faults import Fault

type RowsOf = Callable[[str], Sequence[FileRow]]  # the rows of a list of the same file, by its key


@dataclass(frozen=True)
class Children:
    """Rows inside a row, such as the office holders of a Party, known within it by the fields in `key`.

    `owned` tells which stored rows are the file's: it neither exports nor removes the others. `derived` are those that
    only follow from other rows of the file, and go with the row that they stand in.
    """

    name: str
    model: type[models.Model]
    parent: str
    key: tuple[str, ...]
    plain: tuple[str, ...]
    owned: models.Q = field(default_factory=models.Q)
    derived: models.Q = field(default_factory=lambda: models.Q(pk__in=()))


@dataclass(frozen=True)
class Rows:
    """One list of the deal file: its key, its model, and which fields are plain, one reference or many.

    `refs` and `many` name the model whose `code` the file gives. `renamed` maps a key of the file to a field that is
    named otherwise in the model. A field that the file leaves out gets what `defaults` says: a value, or what a
    function of the row and the other lists makes of it (`FollowsFrom`). A field without a default has to be there.
    `owned` as in Children. `amendable` are the fields that an amendment (art. 12) can change, and `can_lapse` tells
    whether it can end the whole row. `can_come` tells whether it can bring a new one, and `comes_along` that such a row
    comes only with another that refers to it. `needed` names many-references that may not be empty.
    """

    name: str
    model: type[AgreedRow]
    plain: tuple[str, ...] = ()
    refs: Mapping[str, type[AgreedRow]] = field(default_factory=dict)
    many: Mapping[str, type[AgreedRow]] = field(default_factory=dict)
    children: Sequence[Children] = ()
    defaults: Mapping[str, object] = field(default_factory=dict)
    owned: models.Q = field(default_factory=models.Q)
    amendable: tuple[str, ...] = ()
    can_lapse: bool = False
    can_come: bool = False
    comes_along: bool = False
    needed: frozenset[str] = frozenset()

    def optional(self) -> set[str]:
        """The fields that a file may leave out; what is not in it, it has to give."""
        model_fields = {name: self.model._meta.get_field(name) for name in self.refs}
        no_ref = {name for name, each in model_fields.items() if getattr(each, "null", False)}
        return {"article", *no_ref, *self.many, *(child.name for child in self.children), *self.defaults} - self.needed

    def complete(self, row: FileRow, rows_of: RowsOf) -> FileRow:
        """The row with every field that it leaves out, or leaves empty (null)."""
        full: FileRow = {"code": row.get("code"), "article": "", **dict.fromkeys(self.refs)}
        full |= {name: [] for name in (*self.many, *(child.name for child in self.children))}
        full |= {name: value for name, value in row.items() if value is not None}
        for name, default in self.defaults.items():
            if row.get(name) is None:
                full[name] = default.of(full, rows_of) if isinstance(default, FollowsFrom) else default
        return full

    def short(self, full: FileRow, rows_of: RowsOf) -> FileRow:
        """The row without what `complete` gives it back."""
        row = {name: value for name, value in full.items() if name not in self.optional() or value not in _EMPTY}
        for name in reversed(list(self.defaults)):
            if name in row:
                rest = {key: value for key, value in row.items() if key != name}
                if self.complete(rest, rows_of).get(name) == full[name]:
                    row = rest
            elif self.complete(row, rows_of).get(name) != full.get(name):
                row[name] = full.get(name)
        return row


_EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True)
class FollowsFrom:
    """A default that follows from the row itself, filled in so far, and from the other lists of the file."""

    of: Callable[[FileRow, RowsOf], object]


@dataclass(frozen=True)
class ListChange:
    """One difference between the file and what is stored: created, changed (field, old, new) or removed."""

    list_name: str
    code: str
    verb: str
    field: str = ""
    old: object = None
    new: object = None


@dataclass(frozen=True)
class DealFileSection:
    """The lists of one app, in the order in which they refer to each other, and what follows from them (`after`).

    `measured` gives (list, code) of each row on which something was measured: changing it asks for a rationale, and it
    cannot go. `named` gives (list, code) of each row that something names by its code alone (a decision, an
    amendment): it cannot go either. `checks` tell what is wrong in the meaning of a file: each is one rule, reads the
    file only, and passes over fields that are missing, since those are told elsewhere.
    """

    lists: tuple[Rows, ...]
    after: Callable[[Deal], None] | None = None
    measured: Callable[[Deal], set[tuple[str, str]]] | None = None
    named: Callable[[Deal], set[tuple[str, str]]] | None = None
    checks: tuple[Callable[["DealFile"], Iterable["Fault"]], ...] = ()


def sections() -> list[DealFileSection]:
    """The lists of every app, from the bottom up."""
    return contributed(lambda app: app.deal_file)


def all_rows() -> list[Rows]:
    """Every list of a deal file, in the order in which they refer to each other."""
    return [rows for section in sections() for rows in section.lists]
