"""The database in and out of a backup, in one of three forms.

`sqlite`: a copy of the file. `pg_dump`: PostgreSQL's own, where its programs are on the PATH. `rows`: every row as a
line of JSON, which any database can read back.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, time
from itertools import batched
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from regiodeal.covenant.models import DataMark

FORMS = ("sqlite", "pg_dump", "rows")
ROWS_AT_ONCE = 1_000
LEFT_OUT = {"sessions", "contenttypes", "auth"}  # made again by signing in and by migrate


class WholeMoments(DjangoJSONEncoder):
    """Moments with their microseconds: Django's own encoder cuts them off at milliseconds, as JavaScript has them."""

    def default(self, o: Any) -> Any:
        """As DjangoJSONEncoder, but for moments."""
        return o.isoformat() if isinstance(o, (datetime, time)) else super().default(o)


def usual_form() -> str:
    """The form that fits this database and machine."""
    if connection.vendor == "sqlite":
        return "sqlite"
    return "pg_dump" if shutil.which("pg_dump") and shutil.which("pg_restore") else "rows"


def dump(form: str, target: Path) -> None:
    """Write the database to a file, within the transaction that the caller holds (see `standing_still`)."""
    {"sqlite": _copy_sqlite, "pg_dump": _pg_dump, "rows": _dump_rows}[form](target)


def load(form: str, source: Path) -> None:
    """Fill the database from a file, in one transaction: all of it, or the database stays as it was.

    Raises ValueError for a form that does not fit this database, or a file that is not of that form.
    """
    if form == "sqlite" and connection.vendor != "sqlite":
        raise ValueError("Deze reservekopie is van SQLite. Maak haar met --as rows om haar elders terug te zetten.")
    if form == "pg_dump" and connection.vendor != "postgresql":
        raise ValueError("Deze reservekopie is van PostgreSQL. Maak haar met --as rows om haar elders terug te zetten.")
    {"sqlite": _load_sqlite, "pg_dump": _pg_restore, "rows": _load_rows}[form](source)


def standing_still(work: Callable[[], Any]) -> Any:
    """Do the work while the database stands still for it: one snapshot on PostgreSQL, no writer on SQLite."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return work()


def migrations() -> list[str]:
    """The migrations that made the tables, by name: a backup fits only the version that made it."""
    recorder = MigrationRecorder(connection)
    return sorted(f"{app}.{name}" for app, name in recorder.applied_migrations())


def _copy_sqlite(target: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    try:
        with (
            closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
    except sqlite3.Error as error:
        raise ValueError(f"SQLite zegt: {error}") from error


def _load_sqlite(source: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    connection.close()
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
            copy.execute("SELECT count(*) FROM django_migrations")  # an empty file is a database too, of nothing
            with closing(sqlite3.connect(name, timeout=20)) as target:
                copy.backup(target)
    except sqlite3.Error as error:
        raise ValueError(f"SQLite zegt: {error}") from error


def _pg_dump(target: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"])


def _pg_restore(source: Path) -> None:
    connection.close()
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run(["pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source)])


def _run(command: list[str]) -> None:
    """Run a program of PostgreSQL; the password goes by the environment, where no list of processes shows it."""
    known = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    told = {variable: str(known[name]) for variable, name in names.items() if known.get(name)}
    done = subprocess.run(command, env=os.environ | told, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ValueError(f"{command[0]} is niet gelukt: {done.stderr.strip()[-500:]}")


def _kept() -> list[type[models.Model]]:
    everything = apps.get_models(include_auto_created=True)
    kept = [model for model in everything if model._meta.app_label not in LEFT_OUT and model._meta.managed]
    return [model for model in kept if model is not DataMark]  # the database writes them itself


def _dump_rows(target: Path) -> None:
    def rows() -> Iterator[models.Model]:
        for model in _kept():
            yield from model._base_manager.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)

    with target.open("w", encoding="utf-8") as stream:
        serializers.serialize("jsonl", rows(), stream=stream, cls=WholeMoments)


def _empty() -> None:
    """Empty the tables at once: row by row, what is final would refuse to go (models/frozen.py)."""
    if not any(model._base_manager.exists() for model in _kept()):
        return
    if connection.vendor == "sqlite":
        raise ValueError("Zet rijen terug in een leeg portaal: verplaats eerst het bestand van de database.")
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), [model._meta.db_table for model in _kept()]):
            cursor.execute(statement)


def _load_rows(source: Path) -> None:
    with transaction.atomic(), connection.constraint_checks_disabled():
        _empty()
        with source.open(encoding="utf-8") as stream:
            for some in batched(serializers.deserialize("jsonl", stream), ROWS_AT_ONCE):
                for row in some:
                    models.Model.save_base(row.object, raw=True, force_insert=True)
        connection.check_constraints()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), _kept()):
                cursor.execute(statement)
