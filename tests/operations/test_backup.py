"""A backup comes back as it was, on SQLite and on PostgreSQL, and nothing else is put back."""

import os
import shutil
import subprocess
import sys
import tarfile
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection
from psycopg import sql

from regiodeal.audit.models import AuditEntry
from regiodeal.caching.models import DataMark
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.meetings.models import Meeting, MeetingState
from regiodeal.deals.deal_models import deal_models
from regiodeal.deals.models import Deal, Party, User
from regiodeal.operations import backups
from regiodeal.operations.backups import BackupError
from regiodeal.operations.checksums import checksum, faults
from regiodeal.operations.restores import checksums, unpack
from tests.faults.test_lost_connections import address
from tests.operations.archives import archived, arriving, moving
from tests.plugins.deal import at, person, run
from tests.portal import ROOT, Portal


@pytest.mark.django_db
def test_the_checksum_hears_of_every_row_and_every_file(filled: Deal, reviewer: User) -> None:
    first = checksum(filled)
    assert checksum(filled) == first
    names = set(first.parts)
    assert {"Deal", "MeasurementEvent", "Expenditure", "Document", "Result_measures"} <= names
    assert len(names) == len(deal_models())  # none has the name of another
    assert not {"User", "Session"} & names
    kept = Document.objects.get()
    Party.objects.filter(deal=filled, code="BZK").update(name="Een andere naam")
    second = checksum(filled)
    assert {name for name in names if first.parts[name] != second.parts[name]} == {"Party"}
    Path(kept.file.path).write_bytes(b"veranderd")
    third = checksum(filled)
    assert {name for name in names if third.parts[name] != second.parts[name]} == {"Document"}
    assert list(faults(filled)) == [f"Document {kept.pk}: het bestand is anders"]
    Path(kept.file.path).unlink()
    assert list(faults(filled)) == [f"Document {kept.pk}: het bestand is weg"]
    assert len({first.total, second.total, third.total}) == 3


@pytest.mark.django_db
def test_every_table_with_something_of_a_deal_is_counted() -> None:
    outside = set(apps.get_models(include_auto_created=True)) - {model for model, _ in deal_models()}
    of_several_deals = {"Bundle"}
    assert {
        model.__name__ for model in outside if model._meta.app_label in {"pillars", "finance", "reporting"}
    } == of_several_deals


@pytest.mark.django_db
def test_a_state_that_its_trail_does_not_know_is_noticed(filled: Deal) -> None:
    assert run("checksum", filled.slug, "--check", "--parts").split()[0] == checksum(filled).total
    filled.expenditure_set.update(state="returned", return_reason="Zomaar", version=9)
    with pytest.raises(CommandError, match=r"Expenditure .*: de stand is niet die van de laatste stap"):
        run("checksum", filled.slug, "--check")
    with pytest.raises(CommandError, match="geen deal"):
        run("checksum", "nergens")


@pytest.mark.django_db
def test_a_meeting_that_is_planned_or_moved_to_another_day_is_as_its_trail_says(deal: Deal, bureau: User) -> None:
    meeting = Meeting(deal=deal)
    meeting.enter(by=bureau, at=at("2026-05-01"), values={"title": "Voorjaar", "held_on": date(2026, 6, 1)})
    assert list(faults(deal)) == []
    meeting.invite(by=bureau, at=at("2026-05-02"))
    values = {"held_on": date(2026, 6, 2)}
    meeting.revise(by=bureau, at=at("2026-05-03"), values=values, version=meeting.version)
    assert list(faults(deal)) == []
    Meeting.objects.update(state=MeetingState.HELD)
    assert list(faults(deal)) == [f"Meeting {meeting.pk}: de stand is niet die van de laatste stap"]


@pytest.mark.django_db(transaction=True)
def test_what_was_backed_up_comes_back_on_postgresql(filled: Deal, tmp_path: Path) -> None:
    archive, total, mail = archived(tmp_path), checksum(filled).total, str(User.objects.first())
    with pytest.raises(CommandError, match="niet leeg"):
        run("restore", str(archive))
    Party.objects.filter(deal=filled).update(name="Verkeerd")
    filled.expenditure_set.update(description="Verkeerd")
    Path(Document.objects.get().file.path).write_bytes(b"weg")
    told = run("restore", str(archive), "--force")
    assert f"{total}  {filled.slug}: gelijk aan de reservekopie" in told
    assert checksum(Deal.objects.get(pk=filled.pk)).total == total
    assert list(faults(filled)) == []
    assert str(User.objects.first()) == mail
    assert person(filled, "Nieuw", None).pk > 0  # the counters go on where they were
    (aside,) = tmp_path.glob("files.before-*")
    assert [path.read_bytes() for path in aside.rglob("*") if path.is_file()] == [b"weg"]


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_copy")
def test_an_archive_holds_what_its_manifest_says(filled: Deal, tmp_path: Path) -> None:
    archive = archived(tmp_path)
    assert archive.stat().st_mode & 0o077 == 0
    manifest = unpack(archive, tmp_path / "unpacked")
    assert manifest.deals == checksums()
    assert manifest.sha256.keys() == {"database", f"files/{Document.objects.get().file.name}"}
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_copy")
def test_a_damaged_or_strange_archive_is_refused_before_anything_changes(filled: Deal, tmp_path: Path) -> None:
    archive, before = archived(tmp_path), checksum(filled)
    content = archive.read_bytes()
    spot = len(content) // 2  # in the database, which is most of it
    damaged = {
        "changed": content[:spot] + bytes([content[spot] ^ 1]) + content[spot + 1 :],
        "cut": content[: len(content) // 2],
        "none": b"niets",
    }
    for name, bad in damaged.items():
        path = tmp_path / f"{name}.tar"
        path.write_bytes(bad)
        with pytest.raises(CommandError, match=r"Beschadigd|geen hele reservekopie"):
            run("restore", str(path), "--force")
    assert checksum(filled) == before


def test_nothing_is_unpacked_outside_its_folder(tmp_path: Path) -> None:
    evil = tmp_path / "evil.tar"
    (tmp_path / "x").write_text("kwaad")
    with tarfile.open(evil, "w") as tar:
        tar.add(tmp_path / "x", arcname="../../buiten")
    with pytest.raises(BackupError):
        unpack(evil, tmp_path / "in")
    assert not (tmp_path.parent / "buiten").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_copy")
def test_a_backup_of_another_version_is_refused(filled: Deal, tmp_path: Path, monkeypatch: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(backups, "migrations", lambda: ["covenant.9999_later"])
        later = archived(tmp_path)
    with pytest.raises(CommandError, match="andere versie"):
        run("restore", str(later), "--force")


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_copy")
def test_a_backup_of_another_database_is_refused(filled: Deal, sqlite_portal: Portal, tmp_path: Path) -> None:
    refusal = sqlite_portal.manage("restore", str(archived(tmp_path)), check=False).stderr
    assert "is van PostgreSQL, en dit portaal gebruikt SQLite" in refusal
    assert "beheer.md" in refusal
    assert "Er is niets veranderd" in refusal


def test_a_portal_on_sqlite_comes_back_in_an_empty_one(sqlite_portal: Portal, tmp_path: Path) -> None:
    first, second = sqlite_portal, Portal(tmp_path / "second")
    shutil.copytree(first.data_dir, second.data_dir)
    out = tmp_path / "out"
    out.mkdir()
    first.manage("load_deal", "tests/deals/veenland.yaml")
    total = first.manage("checksum", "veenland", "--check").stdout.strip()
    archive = first.manage("backup", str(out)).stdout.split()[0]
    assert total in second.manage("restore", archive).stdout
    assert second.manage("checksum", "veenland", "--check").stdout.strip() == total
    assert "niet leeg" in second.manage("restore", archive, check=False).stderr


@pytest.mark.django_db(transaction=True)
def test_a_portal_moves_to_another_database_as_the_handbook_says(
    filled: Deal, sqlite_portal: Portal, settings: Any, tmp_path: Path
) -> None:
    total, rows = checksum(filled).total, tmp_path / "rows.json"
    run(*moving(), "--output", str(rows))
    sqlite_portal.manage("loaddata", str(rows))
    shutil.copytree(settings.MEDIA_ROOT, sqlite_portal.data_dir / "files")
    assert sqlite_portal.manage("checksum", filled.slug, "--check").stdout.strip() == total
    sqlite_portal.manage(*moving(), "--output", str(rows))
    run("flush", "--no-input")
    run("loaddata", str(rows))
    connection.check_constraints()
    assert checksum(Deal.objects.get(pk=filled.pk)).total == total
    assert list(faults(filled)) == []
    assert person(filled, "Nieuw", None).pk > 0  # the counters go on where they were


@pytest.mark.django_db(transaction=True)
def test_a_trial_comes_to_an_empty_database_with_a_role_as_the_handbook_says(
    filled: Deal, settings: Any, tmp_path: Path
) -> None:
    """`bin/prepare` first gave the trail a line of its own, and the lines of the trial could not come in.

    Nor could rows whose triggers count on in a table that came along with its own keys.
    """
    DataMark.objects.all().delete()
    DataMark.objects.bulk_create(DataMark(pk=number, deal_key=filled.pk, mark=number) for number in range(1, 500))
    run("database_role", role := f"proef_{os.getpid()}")  # a command that the trail of the trial knows
    total, rows = checksum(filled).total, tmp_path / "rows.json"
    run(*moving(), "--output", str(rows))
    name = f"proef_{os.getpid()}"
    owner = f"{address().rpartition('/')[0]}/{name}"
    told = {"DATABASE_URL": owner, "DATA_DIR": str(settings.DATA_DIR), "DATABASE_ROLE": role, "EXAMPLE": "no"}
    with psycopg.connect(address(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            for step in arriving(str(rows)):
                subprocess.run([sys.executable, *step], cwd=ROOT, env=os.environ | told, check=True)
            with psycopg.connect(owner) as arrived:
                assert arrived.execute("SELECT count(*) FROM audit_auditentry").fetchone() == (
                    AuditEntry.objects.count() + 1,  # of the role there
                )
            counted = [sys.executable, "manage.py", "checksum", filled.slug, "--check"]
            done = subprocess.run(counted, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=True)
            assert done.stdout.strip() == total
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            server.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(role)))


@pytest.mark.usefixtures("example")
def test_two_databases_give_the_same_report_to_the_byte(
    deal: Deal, sqlite_portal: Portal, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA_DIR = tmp_path
    run(*moving(), "--output", str(tmp_path / "rows.json"))
    sqlite_portal.manage("loaddata", str(tmp_path / "rows.json"))
    asked = ("build_report", deal.slug, "2026", "--on", "2026-06-14", "--kind")
    for kind in ("json", "csv"):  # test_report_pdf.py: the rest is made from the JSON alone
        here, there = (tmp_path / f"{name}.{kind}" for name in ("here", "there"))
        run(*asked, kind, "--out", str(here))
        sqlite_portal.manage(*asked, kind, "--out", str(there))
        assert here.stat().st_size > 1_000, kind
        assert here.read_bytes() == there.read_bytes(), kind
