"""How a list of the deal file and a model belong together: declared once, read by the loader and the export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from regiodeal.covenant.models import AgreedRow


@dataclass(frozen=True)
class Children:
    """Rows inside a row, such as the office holders of a Party, known within it by the fields in `key`."""

    name: str
    model: type[models.Model]
    parent: str
    key: tuple[str, ...]
    plain: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """One list of the deal file: its key, its model, and which fields are plain, one reference or many.

    `refs` and `many` name the model whose `code` the file gives. `renamed` maps a key of the file to a field that is
    named otherwise in the model. A field that the file leaves out keeps the default in `defaults`.
    """

    name: str
    model: type[AgreedRow]
    plain: tuple[str, ...] = ()
    refs: Mapping[str, type[AgreedRow]] = field(default_factory=dict)
    many: Mapping[str, type[AgreedRow]] = field(default_factory=dict)
    children: Sequence[Children] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """The lists of one app, in the order in which they refer to each other."""

    lists: tuple[Rows, ...]
