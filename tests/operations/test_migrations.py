"""A migration that the running version would not survive is refused."""

from importlib import import_module
from typing import Any

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management.base import CommandError
from django.db import OperationalError, connection, models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from regiodeal.covenant.management.commands import check_migrations
from regiodeal.covenant.operations.migration_check import RELEASED, findings, since_release, to_come
from tests.plugins.deal import run

FIELDS: list[tuple[str, Any]] = [
    ("id", models.BigAutoField(primary_key=True)),
    ("name", models.CharField(max_length=200)),
    ("seats", models.CharField(max_length=20, null=True)),
    ("votes", models.IntegerField(db_default=0)),
    ("amount", models.DecimalField(max_digits=9, decimal_places=2)),
    ("code", models.SlugField(unique=True)),
]
ANY = models.Q()


def found(*operations: ops.base.Operation) -> list[str]:
    state = ProjectState({("covenant", "party"): ModelState("covenant", "Party", FIELDS)})
    return list(findings("covenant", operations, state, set()))


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (ops.RemoveField("party", "name"), "party.name haalt een kolom weg"),
        (ops.RenameField("party", "name", "title"), "party.name hernoemt een kolom"),
        (ops.DeleteModel("Party"), "Party haalt een tabel weg"),
        (ops.RenameModel("Party", "Partner"), "Party hernoemt een tabel"),
        (ops.AlterModelTable("Party", "partner"), "hernoemt een tabel"),
        (ops.AddField("party", "motto", models.CharField(max_length=10)), "kent geen standaardwaarde"),
        (ops.AddField("party", "motto", models.CharField(max_length=10, default="x")), "kent geen standaardwaarde"),
        (ops.AlterField("party", "name", models.IntegerField()), "een ander soort kolom"),
        (ops.AlterField("party", "name", models.CharField(max_length=100)), "een ander soort kolom"),
        (ops.AlterField("party", "votes", models.BigIntegerField(db_default=0)), "een ander soort kolom"),
        (ops.AlterField("party", "amount", models.DecimalField(max_digits=9, decimal_places=3)), "ander soort kolom"),
        (ops.AlterField("party", "name", models.CharField(max_length=200, db_column="x")), "hernoemt een kolom"),
        (ops.AlterField("party", "seats", models.CharField(max_length=20)), "wordt verplicht"),
        (ops.AlterField("party", "votes", models.IntegerField()), "kent geen standaardwaarde"),
        (ops.AlterField("party", "name", models.CharField(max_length=200, unique=True)), "moet uniek worden"),
        (ops.AlterField("party", "name", models.CharField(max_length=200, db_index=True)), "maakt een index"),
        (ops.AddConstraint("party", models.UniqueConstraint(fields=["name"], name="u")), "voegt een regel toe"),
        (ops.AddConstraint("party", models.CheckConstraint(condition=ANY, name="c")), "voegt een regel toe"),
        (ops.AlterUniqueTogether("party", {("name", "seats")}), "moet uniek worden"),
        (ops.AddIndex("party", models.Index(fields=["name"], name="i")), "maakt een index"),
        (ops.RunSQL("DELETE FROM x"), "zonder weg terug"),
        (ops.RunPython(ops.RunPython.noop), "zonder weg terug"),
        (ops.RunSQL("ALTER TABLE x\nDROP COLUMN y", "SELECT 1"), "een RunSQL met ALTER"),
        (ops.RunSQL([("drop table x", None)], "SELECT 1"), "een RunSQL met DROP"),
        (ops.RunSQL("CREATE INDEX i ON x (y)", "SELECT 1"), "een RunSQL met CREATE INDEX"),
        (ops.SeparateDatabaseAndState([ops.RemoveField("party", "name")]), "haalt een kolom weg"),
    ],
)
def test_what_the_running_version_would_not_survive_is_refused(operation: ops.base.Operation, words: str) -> None:
    (finding,) = found(operation)
    assert words in finding


@pytest.mark.parametrize(
    "operation",
    [
        ops.AddField("party", "motto", models.CharField(max_length=10, null=True)),
        ops.AddField("party", "motto", models.CharField(max_length=10, db_default="")),
        ops.AddField("party", "friends", models.ManyToManyField("covenant.Party")),
        ops.AlterField("party", "name", models.CharField(max_length=300)),
        ops.AlterField("party", "name", models.TextField(verbose_name="naam")),
        ops.AlterField("party", "name", models.CharField(max_length=200, null=True)),
        ops.AlterField("party", "votes", models.IntegerField(db_default=0, choices=[(1, "1")])),
        ops.AlterField("party", "code", models.SlugField(unique=True, db_index=True)),
        ops.AlterUniqueTogether("party", set()),
        AddIndexConcurrently("party", models.Index(fields=["name"], name="i")),
        ops.RunSQL("CREATE INDEX CONCURRENTLY i ON x (y)", "SELECT 1"),
        ops.RunPython(ops.RunPython.noop, ops.RunPython.noop),
        ops.SeparateDatabaseAndState([], [ops.RemoveField("party", "name")]),
        ops.RunSQL("UPDATE x SET y = 1", "UPDATE x SET y = 0"),
    ],
)
def test_what_it_survives_is_let_through(operation: ops.base.Operation) -> None:
    assert found(operation) == []


def test_a_table_that_the_migration_makes_itself_is_nobodys() -> None:
    made = ops.CreateModel("Motto", [("id", models.BigAutoField(primary_key=True))])
    assert found(made, ops.AddField("motto", "text", models.TextField())) == []


def test_a_change_is_held_against_what_was_just_before_it() -> None:
    longer = ops.AlterField("party", "name", models.TextField())
    assert found(longer, ops.AlterField("party", "name", models.TextField(db_comment="naam"))) == []
    (finding,) = found(longer, ops.AlterField("party", "name", models.CharField(max_length=300)))
    assert "een ander soort kolom" in finding


def test_no_migration_since_the_release_is_refused() -> None:
    assert "Nog uit te voeren: 0. Geen migratie" in run("check_migrations", "--since-release")


@pytest.mark.django_db
def test_a_database_that_has_all_has_nothing_to_come() -> None:
    assert "Nog uit te voeren: 0. Geen migratie" in run("check_migrations")


@pytest.fixture
def one_to_come(db: None) -> type[Migration]:
    """A migration of another app that did not run in this database yet, and breaks what runs."""
    MigrationRecorder(connection).record_unapplied("mfa", "0003_authenticator_type_uniq")
    found: type[Migration] = import_module("allauth.mfa.migrations.0003_authenticator_type_uniq").Migration
    return found


def test_what_this_database_does_not_have_yet_is_looked_at(one_to_come: type[Migration]) -> None:
    assert to_come(connection).count == 1
    with pytest.raises(
        CommandError, match=r"Stop web, worker en beat[^\n]*\nmfa\.0003\S* authenticator voegt een regel"
    ):
        run("check_migrations")


def test_a_migration_may_say_why_the_portal_stops(
    one_to_come: type[Migration], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_to_come, "unsafe_because", "het moet in een keer", raising=False)
    told = run("check_migrations")
    assert (
        told
        == "Stop web, worker en beat voordat u deze uitvoert:\nmfa.0003_authenticator_type_uniq: het moet in een keer\n"
    )


@pytest.mark.django_db
def test_without_a_database_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_connection: object) -> None:
        raise OperationalError("weg")

    monkeypatch.setattr(check_migrations, "to_come", gone)
    with pytest.raises(CommandError, match="De database antwoordt niet: weg"):
        run("check_migrations")


def test_tables_that_are_made_on_the_way_are_nobodys() -> None:
    everything = since_release(dict.fromkeys(RELEASED, ""))
    assert everything.count > len(RELEASED)
    assert everything.findings == []
    assert since_release(RELEASED | {"covenant": "0002_data_marks"}).count == 1
