"""Migrations that would break the version that still runs while they are applied.

Zero downtime asks two releases for what is taken away: first no code uses it, then it goes. A migration that must be
otherwise says why in `unsafe_because`, and the portal stops while it runs.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

TAKES_AWAY = {
    ops.RemoveField: "haalt een kolom weg die de draaiende versie nog leest",
    ops.RenameField: "hernoemt een kolom die de draaiende versie nog leest",
    ops.DeleteModel: "haalt een tabel weg die de draaiende versie nog leest",
    ops.RenameModel: "hernoemt een tabel die de draaiende versie nog leest",
    ops.AlterModelTable: "hernoemt een tabel die de draaiende versie nog leest",
}


# The last migration of each app in the newest release. Nothing is released yet, so that nothing runs and all may be
# made anew; from the first release on, add them here.
RELEASED: dict[str, str] = {}


def unsafe_migrations(released: dict[str, str]) -> list[str]:
    """What is unsafe in the migrations after those of the release, with where it stands."""
    loader = MigrationLoader(None)
    return [
        f"{app}.{name}: {finding}"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in released and name > released[app] and not getattr(migration, "unsafe_because", "")
        for finding in findings(migration)
    ]


def findings(migration: Migration) -> Iterator[str]:
    """What each operation breaks in the version that still runs; a table made in the migration itself is nobody's."""
    own = {op.name_lower for op in migration.operations if isinstance(op, ops.CreateModel)}
    for op in migration.operations:
        where = f"{getattr(op, 'model_name', getattr(op, 'name', '?'))}.{getattr(op, 'name', '')}"
        if str(getattr(op, "model_name", "")).lower() in own:
            continue
        for kind, why in TAKES_AWAY.items():
            if isinstance(op, kind):
                yield f"{where} {why}"
        if isinstance(op, ops.AddField) and _asks_a_value(op.field):
            yield f"{where} is verplicht en de database kent geen standaardwaarde: de draaiende versie kan niet opslaan"
        if isinstance(op, ops.RunSQL) and not op.reversible:
            yield "een RunSQL zonder weg terug"


def _asks_a_value(field: Any) -> bool:
    """Whether a row without a value for this column is refused: Django drops its own default afterwards."""
    if isinstance(field, models.ManyToManyField) or field.null or getattr(field, "generated", False):
        return False
    return field.db_default is NOT_PROVIDED
