"""What goes wrong with a backup or on the way back: it is told in words, and leaves all as it was."""

import hashlib
import io
import json
import shutil
from collections import namedtuple
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.models import QuerySet

from regiodeal.covenant.documents.models import Document
from regiodeal.deals.models import Deal, Party, User
from regiodeal.files import storage
from regiodeal.operations import backups, restores
from regiodeal.operations.backups import (
    BACKUP,
    FORMAT,
    RESTORE,
    BackupError,
    back_up,
    migrations,
    run_client,
    working_folder,
    writing,
)
from regiodeal.operations.checksums import checksum
from regiodeal.operations.restores import checksums, unpack
from tests.operations.archives import archived
from tests.plugins.deal import at, run
from tests.portal import Portal

Usage = namedtuple("Usage", "total used free")
GONE = "al weg uit het portaal"


def told(*command: str) -> str:
    """What a command says beside its answer."""
    errors = io.StringIO()
    call_command(*command, stdout=io.StringIO(), stderr=errors)
    return errors.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_copy")
def test_a_backup_during_which_a_document_is_removed_is_made_anew(
    filled: Deal, bureau: User, tmp_path: Path, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    stored, read = Document.objects.get().file.name, storage.streamed

    def while_it_is_read(name: str) -> Any:
        if kept := Document.objects.filter(removed_at=None).first():
            with django_capture_on_commit_callbacks(execute=True):
                kept.remove(by=bureau, at=at("2026-06-01"), reason="Er stonden namen in.")
        return read(name)

    monkeypatch.setattr(backups, "streamed", while_it_is_read)
    manifest = back_up(tmp_path / "one.tar", at=at("2026-06-01"))
    assert manifest.deals == checksums()
    assert (manifest.missing, list(manifest.deals)) == ([], [filled.slug])
    kept = unpack(tmp_path / "one.tar", tmp_path / "unpacked")
    assert kept.deals == checksums()
    assert f"files/{stored}" not in kept.sha256


@pytest.mark.django_db
@pytest.mark.usefixtures("filled", "quick_copy")
def test_a_backup_during_which_files_keep_going_fails_and_leaves_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    named: Iterator[set[str]] = iter(
        [{"documents/weg.pdf"}, set()] * 3
    )  # for the database of that moment, and for that of now
    monkeypatch.setattr(backups, "file_names", lambda: next(named))
    (tmp_path / "out").mkdir()
    with pytest.raises(BackupError, match=r"3 keer verdwenen er bestanden .*weg\.pdf"):
        back_up(tmp_path / "out" / "one.tar", at=at("2026-06-01"))
    assert list((tmp_path / "out").iterdir()) == []
    assert list(named) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("filled", "quick_copy")
def test_what_is_counted_is_what_is_kept_and_read_once(tmp_path: Path, monkeypatch: Any) -> None:
    document, read = Document.objects.get(), storage.streamed
    name, content = str(document.file.name), Path(document.file.path).read_bytes()
    asked: list[str] = []

    def counted(name: str) -> Any:
        asked.append(name)
        return read(name)

    def after_the_snapshot() -> set[str]:
        Path(document.file.path).write_text("anders")
        return {name}

    monkeypatch.setattr(backups, "streamed", counted)
    monkeypatch.setattr(backups, "_stored_names", after_the_snapshot)
    back_up(tmp_path / "one.tar", at=at("2026-06-01"))
    unpack(tmp_path / "one.tar", tmp_path / "unpacked")
    assert (tmp_path / "unpacked" / "files" / name).read_bytes() == content
    assert asked == [name]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_was_gone_already_is_named_and_known_when_it_comes_back(filled: Deal, tmp_path: Path) -> None:
    name = str(Document.objects.get().file.name)
    assert told("backup", str(tmp_path)) == ""
    Path(Document.objects.get().file.path).unlink()
    (out := tmp_path / "later").mkdir()
    words = told("backup", str(out))
    assert GONE in words
    assert name in words
    (archive,) = out.iterdir()
    words = told("restore", str(archive), "--force")
    assert GONE in words
    assert name in words


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_fails_leaves_database_and_files_as_they_were(
    filled: Deal, tmp_path: Path, monkeypatch: Any
) -> None:
    archive, path = archived(tmp_path), Path(Document.objects.get().file.path)
    Party.objects.filter(deal=filled, code="BZK").update(name="Later")
    path.write_bytes(b"later")
    before = checksum(filled)

    def refused(reason: str) -> None:
        with pytest.raises(CommandError, match=f"(?s){reason}.*Er is niets veranderd"):
            run("restore", str(archive), "--force")
        assert checksum(filled) == before
        assert sorted(each.name for each in tmp_path.iterdir()) == ["files", "last-backup.json", "out"]

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _path: Usage(10, 9, 1))
        refused(r"Te weinig ruimte op de schijf van .*: nodig is \d+ MB, en vrij 0 MB")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_mount", lambda _path: True)
        refused("kan niet opzij")
    load = restores.load_database
    with monkeypatch.context() as patch:
        patch.setattr(restores, "load_database", lambda source: load(half(source)))
        refused("pg_restore is niet gelukt")
    with working_folder(tmp_path, RESTORE):
        with pytest.raises(CommandError, match="al een reservekopie gemaakt of teruggezet"):
            run("restore", str(archive), "--force")
        assert len(list(tmp_path.glob(f"{RESTORE}*"))) == 1
    run("restore", str(archive), "--force")
    assert path.read_bytes() != b"later"


def half(source: Path) -> Path:
    """The same file, cut off: a load that stops on its way."""
    content = source.read_bytes()
    source.write_bytes(content[: len(content) * 9 // 10])
    return source


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_copy")
def test_what_a_killed_run_left_goes_and_what_goes_on_stays(filled: Deal, tmp_path: Path) -> None:
    out = tmp_path / "out"
    left = [out / f"{BACKUP}killed" / "database", tmp_path / f"{RESTORE}killed" / "files" / "x"]
    with working_folder(tmp_path, RESTORE) as busy:
        for path in left:
            path.parent.mkdir(parents=True)
            path.write_text("kwijt")
        back_up(out / "one.tar", at=at("2026-06-01"))
        assert busy.exists()
        assert [path.exists() for path in left] == [False, True]
    back_up(out / "two.tar", at=at("2026-06-01"))
    assert [path.exists() for path in left] == [False, False]
    with working_folder(out, BACKUP) as busy, pytest.raises(CommandError, match="Wacht tot dat klaar is"):
        run("backup", str(out))
    assert sorted(path.name for path in out.iterdir()) == ["one.tar", "two.tar"]


ODD: dict[str, Any] = {
    "a list": [],
    "a number": 7,
    "no files": {"sha256": None},
    "deals": {"deals": ["x"]},
    "vendor": {"vendor": ["postgresql"]},
    "version": {"format": "1"},
    "migrations": {"migrations": 3},
    "missing": {"missing": 3},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ODD)
def test_an_odd_manifest_is_refused_in_words(tmp_path: Path, settings: Any, name: str) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    content, path = b"", tmp_path / "odd.tar"
    good = {"format": FORMAT, "vendor": "postgresql", "migrations": migrations(), "deals": {}, "made_at": ""}
    with writing(path, at=at("2026-06-01")) as archive:
        archive.add(BytesIO(content), "database")
        digests = {"database": hashlib.sha256(content).hexdigest()}
        odd = good | {"sha256": digests} | ODD[name] if isinstance(ODD[name], dict) else ODD[name]
        archive.add(BytesIO(json.dumps(odd).encode()), "manifest.json")
    with pytest.raises(CommandError, match=r"(geen hele reservekopie|andere versie).*Er is niets veranderd"):
        run("restore", str(path), "--force")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_not_an_empty_one(tmp_path: Path, settings: Any, monkeypatch: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"

    def lost(_rows: Any) -> bool:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(QuerySet, "exists", lost)
    with pytest.raises(CommandError, match=r"antwoordt niet .*closed the connection.*Er is niets veranderd"):
        run("restore", str(tmp_path / "any.tar"))


def test_an_empty_file_is_no_database_of_a_portal(sqlite_portal: Portal, tmp_path: Path) -> None:
    sqlite_portal.manage("load_deal", "tests/deals/veenland.yaml")
    (out := tmp_path / "out").mkdir()
    archive = Path(sqlite_portal.manage("backup", str(out)).stdout.split()[0])
    manifest = unpack(archive, tmp_path / "in")
    with writing(tmp_path / "empty.tar", at=at("2026-06-01")) as empty:
        empty.add(BytesIO(), "database")
        empty.close(manifest.model_copy(update={"sha256": empty.digests}).model_dump_json())
    done = sqlite_portal.manage("restore", str(tmp_path / "empty.tar"), "--force", check=False)
    assert "no such table: django_migrations. Er is niets veranderd." in done.stderr
    assert "niet leeg" in sqlite_portal.manage("restore", str(archive), check=False).stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("", r"Het programma pg_dump van PostgreSQL is er niet\. Installeer het pakket postgresql-client-\d\d\."),
        ("echo 'pg_dump (PostgreSQL) 9.6.24'", r"pg_dump is van PostgreSQL 9 en de database van \d\d\. Installeer"),
        ("exit 1", r"Het programma pg_dump van PostgreSQL is er niet"),  # Debian's own, without any version behind it
    ],
)
def test_a_client_that_is_not_there_or_too_old_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    if program:
        (tmp_path / "pg_dump").write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=words):
        run_client("pg_dump")
