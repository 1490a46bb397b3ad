"""A full disk: a clear page, nothing half, and the next try works. The system itself refuses to write further."""

import os
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from regiodeal.audit.models import AuditEntry
from regiodeal.covenant.documents.models import Document
from regiodeal.deals.models import Deal, User
from reporting import tasks
from reporting.building.running import FAILED
from reporting.reports.build import BuiltFile
from reporting.reports.models import AnnualReport, ReportFile
from tests.faults.sound import assert_sound, stored
from tests.plugins.reports import print_of
from tests.portal import ROOT

pytestmark = pytest.mark.django_db
ROOM = 4096  # bytes


@contextmanager
def little_room() -> Iterator[None]:
    """Let no file grow beyond a few kilobytes (RLIMIT_FSIZE): what is written then fails with EFBIG half-way."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def upload(client: Client, deal: Deal) -> Any:
    content = b"%PDF-1.7\n1 0 obj\nendobj\n" + b"% rest\n" * 2_000 + b"trailer\n%%EOF\n"
    data = {"file": SimpleUploadedFile("plan.pdf", content), "title": "Plan", "sort": "plan"}
    return client.post(f"/deals/{deal.slug}/documenten/nieuw/", data | {"dated_on": "2026-01-15", "openness": "public"})


def test_an_upload_that_does_not_fit_leaves_nothing_and_is_told(deal: Deal, bureau: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(bureau)
    before = assert_sound(deal)
    with little_room():
        answer = upload(client, deal)
    assert answer.status_code == 507
    assert "De schijf is vol" in answer.content.decode()
    assert not Document.objects.exists()
    assert stored() == set()
    assert assert_sound(deal) == before
    tried = AuditEntry.objects.get(status=507)
    assert (tried.actor, tried.result) == (bureau, "failed")
    assert upload(client, deal).status_code == 302
    assert stored() == {Document.objects.get().file.name}
    assert_sound(deal)


def test_a_report_that_does_not_fit_is_told_and_can_be_retried(
    deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = print_of(deal, by=bureau)
    kinds = (ReportFile.Kind.DATA, ReportFile.Kind.PDF)
    files = [BuiltFile(kind, b"x" * size) for kind, size in zip(kinds, (100, 3 * ROOM), strict=True)]
    monkeypatch.setattr(tasks, "build_files", lambda snapshot, tell: files)
    with little_room():
        tasks.build_annual_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.error) == (AnnualReport.State.FAILED, FAILED)
    assert not ReportFile.objects.exists()
    assert not [name for name in stored() if name.endswith(("part", "pdf"))]
    assert report.retry(at=report.requested_at)
    tasks.build_annual_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.files.count()) == (AnnualReport.State.READY, 2)
    assert_sound(deal)


def full_to_sqlite() -> Exception:
    """What SQLite says when its file may not grow."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA max_page_count = 2")
        try:
            database.execute("CREATE TABLE much (text)").execute("INSERT INTO much VALUES (zeroblob(100000))")
        except sqlite3.OperationalError as error:
            return error
    raise AssertionError("There was room")


@pytest.mark.parametrize("told", [full_to_sqlite(), psycopg.errors.DiskFull("could not extend file")])
def test_a_database_without_room_says_that_the_disk_is_full(
    deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch, told: Exception
) -> None:
    def no_room(*_arguments: Any, **_named: Any) -> None:
        raise OperationalError("no room") from told

    client = Client(raise_request_exception=False)
    client.force_login(bureau)
    monkeypatch.setattr("regiodeal.covenant.documents.models.Document.save", no_room)
    answer = upload(client, deal)
    assert answer.status_code == 507
    assert "De schijf is vol" in answer.content.decode()
    assert stored() == set()


def test_counting_for_a_monitor_takes_no_room_on_a_disk(tmp_path: Path) -> None:
    """The counters are mapped into memory: a page of one that does not fit on a disk ends the process at once."""
    mine, gone = (subprocess.Popen(["sleep", seconds]) for seconds in ("60", "0"))
    gone.wait()
    try:
        folders = [made(process.pid) for process in (gone, mine)]
        assert [folder.parent for folder in folders] == [Path("/dev/shm")] * 2
        assert [folder.exists() for folder in folders] == [False, True]  # what is left of an earlier one is removed
    finally:
        mine.kill()
        mine.wait()
    later = made(os.getpid())
    assert not folders[1].exists()
    later.rmdir()


def made(pid: int) -> Path:
    """The folder for the counters of a process."""
    told = subprocess.run([ROOT / "bin" / "counters", str(pid)], capture_output=True, text=True, check=True)
    return Path(told.stdout.strip())
