"""A migration that the running version would not survive is refused."""

import pytest
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops

from regiodeal.covenant.operations import migration_check
from regiodeal.covenant.operations.migration_check import findings
from tests.plugins.deal import run

TEXT = models.CharField(max_length=10)


def found(*operations: ops.base.Operation) -> list[str]:
    migration = Migration("0009_test", "covenant")
    setattr(migration, "operations", list(operations))  # noqa: B010 (the stubs call it a class variable)
    return list(findings(migration))


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (ops.RemoveField("party", "name"), "haalt een kolom weg"),
        (ops.RenameField("party", "name", "title"), "hernoemt een kolom"),
        (ops.DeleteModel("Party"), "haalt een tabel weg"),
        (ops.RenameModel("Party", "Partner"), "hernoemt een tabel"),
        (ops.AddField("party", "motto", models.CharField(max_length=10)), "kent geen standaardwaarde"),
        (ops.AddField("party", "motto", models.CharField(max_length=10, default="x")), "kent geen standaardwaarde"),
        (ops.RunSQL("DELETE FROM x"), "zonder weg terug"),
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
        ops.RunSQL("UPDATE x SET y = 1", "UPDATE x SET y = 0"),
    ],
)
def test_what_it_survives_is_let_through(operation: ops.base.Operation) -> None:
    assert found(operation) == []


def test_a_table_that_the_migration_makes_itself_is_nobodys() -> None:
    made = ops.CreateModel("Motto", [("id", models.BigAutoField(primary_key=True))])
    assert found(made, ops.AddField("motto", "text", models.TextField())) == []


def test_no_migration_since_the_release_is_refused() -> None:
    assert "Geen migratie" in run("check_migrations")


def test_a_migration_after_the_release_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration_check, "findings", lambda migration: iter([migration.name]))
    assert migration_check.unsafe_migrations({"finance": "0000"}) == ["finance.0001_initial: 0001_initial"]
    assert migration_check.unsafe_migrations({"finance": "0001_initial"}) == []
