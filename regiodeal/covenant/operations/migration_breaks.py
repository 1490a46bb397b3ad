"""What one operation of a migration breaks in the version that still runs, and how to do it in two steps instead."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.migrations import operations as ops
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

FIRST_UNUSED = "Eerst een versie die het niet meer gebruikt, dan pas deze migratie."
FIRST_BESIDE = "Eerst het nieuwe ernaast en beide invullen, dan alleen het nieuwe lezen, dan pas het oude weg."
FIRST_OBEYED = "Eerst een versie die zich eraan houdt en wat er staat herstelt, dan pas deze migratie."
CONCURRENTLY = "Maak de index met AddIndexConcurrently in een eigen migratie met atomic = False."
TAKES_AWAY: dict[type[Operation], str] = {
    ops.RemoveField: f"haalt een kolom weg die de draaiende versie nog leest. {FIRST_UNUSED}",
    ops.DeleteModel: f"haalt een tabel weg die de draaiende versie nog leest. {FIRST_UNUSED}",
    ops.RenameField: f"hernoemt een kolom die de draaiende versie nog leest. {FIRST_BESIDE}",
    ops.RenameModel: f"hernoemt een tabel die de draaiende versie nog leest. {FIRST_BESIDE}",
    ops.AlterModelTable: f"hernoemt een tabel die de draaiende versie nog leest. {FIRST_BESIDE}",
    ops.AddConstraint: f"voegt een regel toe waar de draaiende versie zich niet aan houdt. {FIRST_OBEYED}",
    ops.AddIndex: f"maakt een index: zolang dat duurt, kan niemand in deze tabel opslaan. {CONCURRENTLY}",
}
UNIQUE = f"moet uniek worden, en daar houdt de draaiende versie zich niet aan. {FIRST_OBEYED}"
ASKED = "is verplicht en de database kent geen standaardwaarde: de draaiende versie kan niet opslaan."
WITH_DEFAULT = "Geef db_default of null=True, en maak het veld in een volgende versie verplicht."
# Texts that a column may become without being written anew; a number that grows is written anew, and locks the table.
TEXTS = {"CharField", "SlugField", "TextField"}
RISKY_SQL = re.compile(
    r"\b(DROP|RENAME|TRUNCATE|ALTER|CREATE\s+(?:UNIQUE\s+)?INDEX(?!\s+CONCURRENTLY))\b", re.IGNORECASE
)


def breaks(operation: Operation, app: str, state: ProjectState) -> Iterator[str]:
    """What the operation breaks, in Dutch, in a database that stands as in the state before it."""
    named = (getattr(operation, "model_name", ""), getattr(operation, "name", "") or getattr(operation, "old_name", ""))
    where = ".".join(name for name in named if name)
    for kind, words in TAKES_AWAY.items():
        if isinstance(operation, kind) and not isinstance(operation, AddIndexConcurrently):
            yield f"{where} {words}"
    for kind, check in CHECKS.items():
        if isinstance(operation, kind):
            yield from (f"{where} {words}".strip() for words in check(operation, app, state))


def _added(operation: Any, _app: str, _state: ProjectState) -> Iterator[str]:
    field = operation.field
    if isinstance(field, models.ManyToManyField) or field.null or getattr(field, "generated", False):
        return
    if not _has_default(field):
        yield f"{ASKED} {WITH_DEFAULT}"


def _altered(operation: Any, app: str, state: ProjectState) -> Iterator[str]:
    old, new = state.models[app, operation.model_name_lower].get_field(operation.name), operation.field
    if isinstance(new, models.ManyToManyField):
        return
    if not _holds_all_of(new, old):
        yield f"krijgt een ander soort kolom dan de draaiende versie kent. {FIRST_BESIDE}"
    if old.db_column != new.db_column:
        yield TAKES_AWAY[ops.RenameField]
    if old.null and not new.null:
        yield f"wordt verplicht, en de draaiende versie laat het nog leeg. {FIRST_OBEYED}"
    elif not new.null and _has_default(old) and not _has_default(new):
        yield f"{ASKED} {FIRST_UNUSED}"
    yield from _indexed(new, old)


def _indexed(new: Any, old: Any) -> Iterator[str]:
    if new.unique and not old.unique:
        yield UNIQUE
    elif new.db_index and not (old.db_index or old.unique):
        yield TAKES_AWAY[ops.AddIndex]


def _has_default(field: Any) -> bool:
    """Whether the database itself gives a value: what Django gives is dropped after the migration."""
    return field.db_default is not NOT_PROVIDED


def _holds_all_of(new: Any, old: Any) -> bool:
    """Whether the column takes every value that it took, without being written anew."""
    kinds = {old.get_internal_type(), new.get_internal_type()}
    if len(kinds) > 1 and not kinds <= TEXTS:
        return False
    if new.max_length is not None and (old.max_length is None or new.max_length < old.max_length):
        return False
    asked = ("decimal_places", "max_digits", "to")
    return all(old.deconstruct()[3].get(name) == new.deconstruct()[3].get(name) for name in asked)


def _together(operation: Any, app: str, state: ProjectState) -> Iterator[str]:
    old = state.models[app, operation.name_lower].options.get(operation.option_name) or set()
    if {tuple(names) for names in operation.option_value or ()} - {tuple(names) for names in old}:
        yield UNIQUE if isinstance(operation, ops.AlterUniqueTogether) else TAKES_AWAY[ops.AddIndex]


def _by_hand(operation: Any, _app: str, _state: ProjectState) -> Iterator[str]:
    name = type(operation).__name__
    if not operation.reversible:
        yield f"een {name} zonder weg terug. Geef ook de weg terug."
    said = RISKY_SQL.search(str(getattr(operation, "sql", "")))
    if said:
        yield f"een {name} met {said[1].upper()}: kijk zelf wat de draaiende versie daarvan merkt. {FIRST_UNUSED}"


CHECKS: dict[type[Operation], Callable[[Any, str, ProjectState], Iterator[str]]] = {
    ops.AddField: _added,
    ops.AlterField: _altered,
    ops.AlterUniqueTogether: _together,
    ops.AlterIndexTogether: _together,
    ops.RunSQL: _by_hand,
    ops.RunPython: _by_hand,
}
