"""Whether the tables are those of this version, where no migration can tell: before a release they are made anew."""

import os
import sys
from collections.abc import Iterator

from django.apps import apps
from django.db import connection


def unlike_models() -> list[str]:
    """Name each table and column that this version has and the database lacks, or the other way round.

    Kinds, lengths and constraints of columns are not looked at. Asks twice for each table.
    """
    return list(_unlike_models())


def _unlike_models() -> Iterator[str]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.proxy or not model._meta.managed:
                continue
            if table not in tables:
                yield table
                continue
            found = {str(column.name) for column in connection.introspection.get_table_description(cursor, table)}
            for name in sorted(found ^ {str(field.column) for field in model._meta.local_concrete_fields}):
                yield f"{table}.{name}"


def refuse_unlike_tables() -> None:
    """End the process when the tables are of code that was never released."""
    if found := unlike_models():
        names = ", ".join(found[:10]) + (" en meer" if len(found) > 10 else "")
        print(  # noqa: T201 (whoever starts it reads this)
            f"De database is gemaakt door een versie die nooit is uitgegeven. Anders is: {names}."
            " Er is niets veranderd. Zie docs/handbook/beheer.md, 'Een nieuwe versie'.",
            file=sys.stderr,
        )
        raise SystemExit(os.EX_CONFIG)
