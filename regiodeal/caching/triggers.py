"""The triggers that mark each change of a deal, whoever makes it: a page, a worker, a command, or a query by hand.

On PostgreSQL a statement costs one row more and nobody waits for another; on SQLite, where only one writes
at a time, each change draws a new mark. Why the database does this: docs/decisions/0027-pages-that-are-still-true.md.
"""

import hashlib
import secrets
from functools import cache
from typing import Any

from django.db import connections, models
from django.db.backends.utils import CursorWrapper

from regiodeal.caching.models import EVERY_DEAL, DataMark
from regiodeal.deals.deal_models import Ways, deal_models
from regiodeal.deals.models import User

# Who asked what, which no page but its own shows; and figures that follow from the marks and are no page of the deal.
UNMARKED = {"audit.AuditEntry", "reporting.DealFigures"}
SHOWN_OF_USER = ("name", "email", "is_active")
PREFIX = "mark_"
_TABLE = DataMark._meta.db_table

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO {marks} (deal_key, mark)
SELECT deal, (random() * 9007199254740991)::bigint
FROM (SELECT DISTINCT {deal} AS deal{source}) AS touched WHERE deal IS NOT NULL;
RETURN NULL; END $$
"""
_POSTGRESQL_TRIGGER = (
    "CREATE TRIGGER {name}_{verb} AFTER {event} ON {table}{rows} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
)
_SQLITE_TRIGGER = """
CREATE TRIGGER {name}_{verb} AFTER {event} ON {table} BEGIN
DELETE FROM {marks} WHERE deal_key = {deal};
INSERT INTO {marks} (deal_key, mark)
SELECT deal, abs(random() % 9007199254740991) FROM (SELECT {deal} AS deal) WHERE deal IS NOT NULL;
END
"""
_FOLD = f"""
WITH many AS (SELECT deal_key FROM {_TABLE} GROUP BY deal_key HAVING count(*) > %s),
gone AS (DELETE FROM {_TABLE} WHERE deal_key IN (SELECT deal_key FROM many))
INSERT INTO {_TABLE} (deal_key, mark)
SELECT deal_key, (random() * 9007199254740991)::bigint FROM many
RETURNING deal_key
"""  # noqa: S608 (the name of our own table)
MANY = 100  # marks of one deal that are still quickly added up
VERBS = (("insert", "INSERT", "NEW"), ("update", "UPDATE", "NEW"), ("delete", "DELETE", "OLD"))


def marked_models() -> list[tuple[type[models.Model], Ways]]:
    """The models whose changes are marked, each with the lookups that lead to its deal."""
    return [(model, ways) for model, ways in deal_models() if model._meta.label not in UNMARKED]


def install(using: str) -> int:
    """Make the triggers that are not there yet and remove those that are no longer right; how many tables got theirs.

    It is asked after every migration, and mostly finds everything in place.
    """
    connection = connections[using]
    wanted = _wanted(connection.vendor)
    with connection.cursor() as cursor:
        there = _there(cursor, connection.vendor)
        if there == wanted.keys():
            return 0
        for name in there - wanted.keys():
            _remove(cursor, connection.vendor, name)
        tables = set(connection.introspection.table_names(cursor))
        missing = [] if _TABLE not in tables else [wanted[name] for name in wanted.keys() - there]
        for statements in (statements for table, statements in missing if table in tables):
            for statement in statements:
                cursor.execute(statement)
    return len(missing)


def mark_everything() -> None:
    """Let no page that anybody has be true any more: a backup was put back, which may hold marks of its own."""
    DataMark.objects.create(deal_key=EVERY_DEAL, mark=secrets.randbelow(2**53))


def fold(using: str) -> int:
    """Bring the marks of a deal together in one where there are many; how many deals. It only makes the sum quicker."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return 0  # there is one for each deal
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, [MANY])
        return len(cursor.fetchall())


@cache
def _wanted(vendor: str) -> dict[str, tuple[str, list[str]]]:
    """Return what has to be there: by its name, which says by a hash what it does, its table and statements."""
    found = [_named(model._meta.db_table, _of_model(model, ways, vendor)) for model, ways in marked_models()]
    return dict([*found, _named(User._meta.db_table, _of_everybody(", ".join(SHOWN_OF_USER), vendor))])


def _named(table: str, templates: list[str]) -> tuple[str, tuple[str, list[str]]]:
    digest = hashlib.sha256("".join(templates).encode()).hexdigest()[:8]
    name = f"{PREFIX}{table[:40]}_{digest}"
    return name, (table, [template.replace("{name}", name) for template in templates])


def _of_model(model: type[models.Model], ways: Ways, vendor: str) -> list[str]:
    known = {"name": "{name}", "marks": _TABLE, "table": model._meta.db_table}
    if vendor == "postgresql":
        function = _POSTGRESQL.format(deal=_deal(model, ways, "changed"), source=" FROM changed", **known)
        rows = " REFERENCING {} TABLE AS changed"
        return [function] + [
            _POSTGRESQL_TRIGGER.format(verb=verb, event=event, rows=rows.format(row), **known)
            for verb, event, row in VERBS
        ]
    return [
        _SQLITE_TRIGGER.format(verb=verb, event=event, deal=_deal(model, ways, row), **known)
        for verb, event, row in VERBS
    ]


def _of_everybody(columns: str, vendor: str) -> list[str]:
    known: dict[str, object] = {"name": "{name}", "marks": _TABLE, "table": User._meta.db_table, "deal": EVERY_DEAL}
    event = {"verb": "update", "event": f"UPDATE OF {columns}"}
    if vendor == "postgresql":
        return [_POSTGRESQL.format(source="", **known), _POSTGRESQL_TRIGGER.format(rows="", **event, **known)]
    return [_SQLITE_TRIGGER.format(**event, **known)]


def _deal(model: type[models.Model], ways: Ways, row: str) -> str:
    """The key of the deal of a row, in SQL: the first that one of its ways leads to."""
    found = [_at_end(model, way, row) for way in ways]
    return found[0] if len(found) == 1 else f"COALESCE({', '.join(found)})"


def _at_end(model: type[models.Model], path: str, row: str) -> str:
    """The key of the deal at the end of one way, in SQL: by its foreign keys, each asked of the table it leads to."""
    if path == "pk":
        return f"{row}.id"
    first, _, rest = path.partition("__")
    field: Any = model._meta.get_field(first)
    found = f"{row}.{field.column}"
    model = field.related_model
    for part in filter(None, rest.split("__")):
        field = model._meta.get_field(part)
        table, key = model._meta.db_table, model._meta.pk.column
        found = f"(SELECT {field.column} FROM {table} WHERE {key} = {found})"  # noqa: S608 (our own names)
        model = field.related_model
    return found


def _there(cursor: CursorWrapper, vendor: str) -> set[str]:
    if vendor == "postgresql":
        cursor.execute("SELECT DISTINCT p.proname FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid")
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    names = {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}
    return names if vendor == "postgresql" else {name.rpartition("_")[0] for name in names}


def _remove(cursor: CursorWrapper, vendor: str, name: str) -> None:
    if vendor == "postgresql":
        cursor.execute(f"DROP FUNCTION {name}() CASCADE")
        return
    for verb, _event, _row in VERBS:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}")
