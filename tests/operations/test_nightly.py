"""What the portal does each night by itself, and whom it tells when that fails."""

import errno
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiodeal.config.celery import app
from regiodeal.deals.models import Deal, User
from regiodeal.operations import nightly, tasks
from regiodeal.operations.backups import BACKUP, BackupError, working_folder
from regiodeal.operations.health import beat
from tests.pages import words
from tests.plugins.deal import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder for backups, and a data folder of the test's own."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "data" / "files"
    settings.MEDIA_ROOT.mkdir(parents=True)
    settings.BACKUP_DIR, settings.ALARM_EMAIL = str(tmp_path / "backups"), "beheer@example.nl"
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a backup be a small file: how one is made is shown in test_backup.py."""
    monkeypatch.setattr(nightly, "back_up", lambda target, at: target.write_text("tar"))


def test_each_night_one_is_made_and_the_oldest_go(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    written(monkeypatch)
    settings.BACKUP_KEEP = 3
    others = ("van-iemand-anders.tar", "regiodealportaal-20200101-101500.tar", "regiodealportaal-nacht-oud.tar")
    for other in others:  # of another program, made by hand, and set aside by somebody
        (folder / other).write_text("x")
    now = timezone.now()
    for night in range(5):
        assert nightly.nightly_backup(at=now + timedelta(days=night)) == ""
    made = sorted(path.name for path in folder.glob("regiodealportaal-nacht-2*.tar"))
    assert len(made) == 3
    assert f"{timezone.localtime(now + timedelta(days=4)):%Y%m%d}" in made[-1]
    assert all((folder / other).exists() for other in others)
    last = nightly.last_backup()
    assert last is not None
    assert last.name == made[-1]
    assert mail.outbox == []


def test_it_is_made_once_a_night_however_often_it_is_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue gives a task again, and two schedulers ask for it twice."""
    written(monkeypatch)
    now = timezone.now()
    (folder / "regiodealportaal-20200101-101500.tar").write_text("by hand")
    nightly.nightly_backup(at=now)
    nightly.nightly_backup(at=now + timedelta(seconds=1))
    assert len(list(folder.glob("regiodealportaal-nacht-*.tar"))) == 1
    nightly.nightly_backup(at=now + timedelta(days=1))
    assert len(list(folder.glob("regiodealportaal-nacht-*.tar"))) == 2


def test_a_second_run_beside_it_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with working_folder(folder, BACKUP):
        assert nightly.nightly_backup(at=timezone.now()) == ""
    assert mail.outbox == []
    assert not list(folder.glob("*.tar"))


def test_that_of_tonight_stays_whatever_the_others_are_called(
    folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that ran ahead gave the others names of later nights."""
    written(monkeypatch)
    settings.BACKUP_KEEP = 2
    for year in (2190, 2191, 2192):
        (folder / f"regiodealportaal-nacht-{year}0101-021000.tar").write_text("x")
    nightly.nightly_backup(at=timezone.now())
    last = nightly.last_backup()
    assert last is not None
    assert {path.name for path in folder.iterdir()} == {last.name, "regiodealportaal-nacht-21920101-021000.tar"}


def test_who_looks_after_it_hears_that_it_failed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_more: Any) -> None:
        raise BackupError("De schijf is vol.")

    monkeypatch.setattr(nightly, "back_up", fails)
    tasks.nightly_backup()
    (message,) = mail.outbox
    assert message.to == ["beheer@example.nl"]
    assert "De schijf is vol." in message.body
    assert nightly.last_backup() is None


def test_and_that_the_disk_or_the_retention_failed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(nightly, "note_backup", fails)
    written(monkeypatch)
    tasks.nightly_backup()
    monkeypatch.setattr(nightly, "end_past_term", fails)
    with pytest.raises(OSError, match="No space"):  # the queue counts it as failed too
        tasks.nightly_retention()
    backup, retention = mail.outbox
    assert "is niet gelukt: De schijf is vol." in backup.body
    assert "Opruimen wat over zijn termijn is, is niet gelukt: De schijf is vol." in retention.body


def test_what_could_not_be_mailed_is_mailed_later(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(nightly, "send", Mock(side_effect=OSError))
        tasks.look_after()
    assert mail.outbox == []
    tasks.look_after()
    tasks.look_after()
    assert len(mail.outbox) == 1
    assert "geen reservekopie gemaakt" in mail.outbox[0].body


def test_a_worker_that_looks_is_not_silent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its sign of life waited behind a report of five minutes."""
    written(monkeypatch)
    nightly.make_backup(folder, at=timezone.now())
    beat(time.time() - 600)
    tasks.look_after()
    assert not any("worker" in message.body for message in mail.outbox)


def test_and_that_none_was_made_at_all_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(monkeypatch)
    beat()
    nightly.make_backup(folder, at=timezone.now() - timedelta(hours=30))
    for _hour in range(3):
        tasks.look_after()
    assert len(mail.outbox) == 1
    assert "geen reservekopie gemaakt" in mail.outbox[0].body
    nightly.make_backup(folder, at=timezone.now())
    tasks.look_after()
    assert len(mail.outbox) == 1


def test_the_clock_asks_for_all_of_it() -> None:
    """Nobody ran `retention --apply`, since no line of cron was given (finding C)."""
    asked = {row["task"] for row in app.conf.beat_schedule.values()}
    assert {"operations.tasks.nightly_backup", "operations.tasks.nightly_retention"} <= asked
    assert "operations.tasks.look_after" in asked
    nightly = [row for name, row in app.conf.beat_schedule.items() if name.startswith("nightly-")]
    assert [row["options"]["expires"] for row in nightly] == [4 * 3600, 4 * 3600]  # by day it is no more of the night


def test_an_administrator_sees_how_the_portal_is_doing(
    deal: Deal, administrator: User, bureau: User, enter: Enter, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(monkeypatch)
    nightly.make_backup(folder, at=timezone.now())
    path = reverse("status", args=[deal.slug])
    answer = enter(administrator).get(path)
    page = answer.content.decode()
    for told in ("Django", "PostgreSQL", "past bij deze versie", "Wachtrij", "GB vrij", "Mensen die zijn ingelogd"):
        assert told in page
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert enter(bureau).get(path).status_code == 403


def test_who_only_looks_is_not_signed_in(deal: Deal, administrator: User, enter: Enter) -> None:
    for _twice in range(2):
        client = enter(administrator)
    stranger = SessionStore()
    stranger["looked"] = True
    stranger.save()
    page = words(client.get(reverse("status", args=[deal.slug])))
    assert "Mensen die zijn ingelogd 1 " in page


def test_it_shows_what_the_portal_sees_of_a_request(
    deal: Deal, administrator: User, enter: Enter, settings: Any
) -> None:
    """Security A2: so that a proxy can be set right."""
    settings.PORTAL_URL, settings.TRUSTED_PROXIES = "http://testserver", 1
    client, path = enter(administrator), reverse("status", args=[deal.slug])
    right = client.get(path, headers={"x-forwarded-for": "203.0.113.9"}).content.decode()
    assert "203.0.113.9" in right
    assert "TRUSTED_PROXIES is" not in right
    forged = client.get(path, headers={"x-forwarded-for": "7.7.7.1, 203.0.113.9"}).content.decode()
    assert "In X-Forwarded-For staan 2 adressen, en TRUSTED_PROXIES is 1" in forged
    settings.PORTAL_URL = "https://portaal.example.nl"
    wrong = client.get(path).content.decode()
    assert "Het schema is http" in wrong
    assert "De naam is testserver" in wrong


def test_a_note_that_cannot_be_read_counts_as_none(folder: Path, settings: Any) -> None:
    for text in ("", "[]", json.dumps({"at": "gisteren"})):
        (Path(settings.DATA_DIR) / "last-backup.json").write_text(text)
        assert nightly.last_backup() is None


def test_nothing_happens_where_no_folder_is_named(settings: Any, client: Client) -> None:
    settings.BACKUP_DIR = ""
    assert nightly.nightly_backup(at=timezone.now()) == ""
    assert mail.outbox == []
