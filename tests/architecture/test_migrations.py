"""The migrations make the tables that the models ask for: all other tests run on tables made from the models."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests import services
from tests.portal import ROOT, Portal

# Two tables of Django's own: what was migrated, which is not kept without migrations, and a table whose key is an
# integer by the model and a bigint by the migration, which does not know what its app asks for.
OF_DJANGO = ("django_migrations", "auth_group_permissions")

type Schema = dict[str, list[str]]


@pytest.fixture
def migrated_url(db: None) -> Iterator[str]:
    """Give the address of a PostgreSQL database that was migrated."""
    server, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    name = f"{connection.settings_dict['NAME']}_migrated"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
        administration.execute(f'CREATE DATABASE "{name}"')
        try:
            command = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
            subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": f"{server}/{name}"}, check=True)
            yield f"{server}/{name}"
        finally:
            administration.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def schema_of_postgresql(url: str) -> Schema:
    """Return each table, constraint, index, function and trigger with its lines in order of the alphabet."""
    command = [str(services.postgresql_programs() / "pg_dump"), "--schema-only", "--no-owner", url]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: Schema = {}
    for part in re.split(r"^-- Name: ", dump, flags=re.MULTILINE)[1:]:
        name, _, statement = part.partition("\n")
        found[name] = sorted(
            line.rstrip(",") for line in statement.splitlines() if line.strip("- ") and not line.startswith("\\")
        )
    return {name: lines for name, lines in found.items() if not any(table in name for table in OF_DJANGO)}


def schema_of_sqlite(path: Path) -> Schema:
    """Return each table, index and trigger with its parts; those of a table in order of the alphabet."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {f"{sort} {name}": sorted(outer_parts(sql)) for sort, name, sql in rows if name not in OF_DJANGO}


def outer_parts(sql: str) -> list[str]:
    """Split what stands between the outer brackets at the commas that stand in no other bracket."""
    parts, depth = [""], 0
    for sign in sql:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += sign
    head, _, first = parts[0].partition("(")
    return [head, *(part.strip() for part in (first, *parts[1:-1], parts[-1].removesuffix(")")))]


def difference(migrated: Schema, modelled: Schema) -> dict[str, tuple[set[str], set[str]]]:
    """Return the lines that only one of them has, by name: as migrated, and as the models ask."""
    found = {}
    for name in migrated.keys() | modelled.keys():
        one, other = migrated.get(name, []), modelled.get(name, [])
        if one != other:
            found[name] = (set(one) - set(other), set(other) - set(one))
    return found


def test_on_postgresql(migrated_url: str) -> None:
    server, _, _name = migrated_url.rpartition("/")
    migrated = schema_of_postgresql(migrated_url)
    kinds = {re.search(r"Type: ([A-Z ]+);", name)[1] for name in migrated}  # type: ignore[index]
    assert {"TABLE", "SEQUENCE", "CONSTRAINT", "FK CONSTRAINT", "INDEX", "FUNCTION", "TRIGGER"} <= kinds
    assert difference(migrated, schema_of_postgresql(f"{server}/{connection.settings_dict['NAME']}")) == {}


def test_on_sqlite(sqlite_portal: Portal, tmp_path: Path) -> None:
    modelled = Portal(tmp_path / "modelled")
    command = [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity=0", "--skip-checks"]
    environment = modelled.environment | {"DJANGO_SETTINGS_MODULE": "tests.architecture.without_migrations"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    migrated = schema_of_sqlite(sqlite_portal.data_dir / "portal.sqlite3")
    assert {name.partition(" ")[0] for name in migrated} == {"table", "index", "trigger"}
    assert difference(migrated, schema_of_sqlite(modelled.data_dir / "portal.sqlite3")) == {}
