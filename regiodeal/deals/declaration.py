"""How a list of the deal file and a model belong together: declared once, read by the loader and the export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models

from regiodeal.deals.contributions import contributed
from regiodeal.deals.models import AgreedRow, Deal


@dataclass(frozen=True)
class Children:
    """Rows inside a row, such as the office holders of a Party, known within it by the fields in `key`.

    `owned` tells which stored rows are the file's: it neither exports nor removes the others.
    """

    name: str
    model: type[models.Model]
    parent: str
    key: tuple[str, ...]
    plain: tuple[str, ...]
    owned: models.Q = field(default_factory=models.Q)


@dataclass(frozen=True)
class Rows:
    """One list of the deal file: its key, its model, and which fields are plain, one reference or many.

    `refs` and `many` name the model whose `code` the file gives. `renamed` maps a key of the file to a field that is
    named otherwise in the model. A field that the file leaves out keeps the default in `defaults`.
    `owned` as in Children. `amendable` are the fields that an amendment (art. 12) can change, and `can_lapse` tells
    whether it can end the whole row. `can_come` tells whether it can bring a new one, and `comes_along` that such a row
    comes only with another that refers to it.
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

    `measured` gives (list, code) of each row on which something was measured: changing it asks for a rationale.
    """

    lists: tuple[Rows, ...]
    after: Callable[[Deal], None] | None = None
    measured: Callable[[Deal], set[tuple[str, str]]] | None = None


def sections() -> list[DealFileSection]:
    """The lists of every app, from the bottom up."""
    return contributed(lambda app: app.deal_file)


def all_rows() -> list[Rows]:
    """Every list of a deal file, in the order in which they refer to each other."""
    return [rows for section in sections() for rows in section.lists]
