"""A large file: read by a worker, in bounded memory, with real steps, and found again."""

import os
import time
import tracemalloc
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from pillars.exchange import reviewed, tasks
from pillars.exchange.models import ImportJob
from pillars.measurements.models import Measurement, MeasurementEvent
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle import review as many_verbs
from regiodeal.sheets import form_rules, work
from regiodeal.sheets.folder import Folder
from regiodeal.sheets.jobs import job as watched
from tests.faults.test_locks import elsewhere
from tests.pillars.exchange.files import BASE, COORDINATORS, checked, csv_file, press_enter, uploaded
from tests.plugins.deal import Enter


def many(rows: int) -> bytes:
    """A file of so many figures, each about another day."""
    first = date.today() - timedelta(days=rows)  # noqa: DTZ011
    days = (f"{first + timedelta(days=place):%d-%m-%Y}" for place in range(rows))
    return csv_file(
        (COORDINATORS, "", day, place % 7, "Lijst van het bureau", f"Rij {place}") for place, day in enumerate(days)
    )


@pytest.fixture
def only_a_worker(settings: Settings) -> None:
    """Leave every file to a worker."""
    settings.EXCHANGE_AT_ONCE_BYTES = 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What is sent to a worker: the name of the task, and its import."""
    found: list[tuple[str, int]] = []
    for task in (tasks.check_import, tasks.enter_import):
        monkeypatch.setattr(task, "delay", lambda pk, name=task.name: found.append((name, pk)))
    return found


def test_a_large_file_goes_to_a_worker_and_the_page_shows_how_far_it_is(
    at_work: Client,
    sent: list[tuple[str, int]],
    only_a_worker: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = at_work.post(BASE, {"file": SimpleUploadedFile("veel.csv", many(2_500))}, follow=True)
    job = ImportJob.objects.get()
    assert sent == [("pillars.exchange.tasks.check_import", job.pk)]
    page = response.content.decode()
    assert "veel.csv: wacht op nakijken" in page
    assert f'hx-get="{BASE}{job.pk}/stand/"' in page
    tasks.check_import(job.pk)
    done = at_work.get(f"{BASE}{job.pk}/stand/")
    assert done.headers["HX-Refresh"] == "true"
    assert "hx-get" not in done.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        press_enter(at_work, job)
    assert sent[1:] == [("pillars.exchange.tasks.enter_import", job.pk)]
    assert "wacht op invoeren" in at_work.get(f"{BASE}{job.pk}/").content.decode()
    tasks.enter_import(job.pk)
    assert "2.500 nieuwe rijen." in at_work.get(f"{BASE}{job.pk}/").content.decode()
    assert (Measurement.objects.count(), MeasurementEvent.objects.count()) == (2_500, 2_500)


def test_the_steps_go_forward_while_the_work_is_done(deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, int, int]] = []
    real = Folder.tell

    def tell(folder: Folder, done: int) -> None:
        real(folder, done)
        shown: dict[str, Any] = watched(ImportJob.objects.get(pk=folder.pk), "")
        seen.append((shown["message"], shown["done"], shown["total"]))

    monkeypatch.setattr(Folder, "tell", tell)
    job = checked(deal, bureau, many(2_500))
    assert seen == [
        ("1.000 van 2.501 rijen nagekeken.", 1_000, 2_501),
        ("2.000 van 2.501 rijen nagekeken.", 2_000, 2_501),
    ]
    assert (job.row_count, job.change_count) == (2_500, 2_500)
    job.accept(by=bureau, submit=False, at=timezone.now())
    tasks.enter_import(job.pk)
    assert [message for message, _done, _total in seen[2:]] == [
        "1.000 van 2.500 rijen ingevoerd.",
        "2.000 van 2.500 rijen ingevoerd.",
        "2.500 van 2.500 rijen ingevoerd.",
    ]


@pytest.mark.parametrize("state", ImportJob.State.values)
def test_every_state_has_its_words_and_steps(deal: Deal, bureau: User, state: str) -> None:
    job = uploaded(deal, bureau, b"code")
    job.state, job.reason = state, "Een reden."
    shown = watched(job, "")
    assert shown["message"]
    assert shown["is_running"] == (state in {"queued", "checking", "accepted", "entering"})
    assert len(shown["steps"]) == 3
    assert 0 <= shown["done"] <= shown["total"]


def test_memory_does_not_grow_with_the_file(deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_rules, "MOST_REMEMBERED", 500)
    monkeypatch.setattr(work, "BATCH", 250)

    def peak(rows: int) -> int:
        tracemalloc.start()
        try:
            job = checked(deal, bureau, many(rows))
            job.accept(by=bureau, submit=False, at=timezone.now())
            tasks.enter_import(job.pk)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            MeasurementEvent.objects.all().delete()
            Measurement.objects.all().delete()

    peak(10)  # what is loaded once
    small, large = peak(1_500), peak(4_500)
    assert (large - small) / 3_000 < 600  # bytes a row: the keys of the rows that were seen, and no row itself


def test_the_number_of_questions_to_the_database_does_not_grow(
    deal: Deal, bureau: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (10, 900):
        job = uploaded(deal, bureau, many(rows))
        with django_assert_num_queries(17):  # one of them for the words of the deal, one for the figures of before
            tasks.check_import(job.pk)


def test_a_second_worker_leaves_the_work_to_the_first(deal: Deal, bureau: User) -> None:
    job = uploaded(deal, bureau, many(3))
    assert job.claim_check(at=timezone.now())
    tasks.check_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportJob.State.CHECKING
    tasks.check_import(10**9)  # an import that is gone


def test_without_a_worker_the_page_says_so(
    at_work: Client,
    deal: Deal,
    bureau: User,
    only_a_worker: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def unreachable(_pk: int) -> None:
        raise OperationalError("no broker")

    for task in (tasks.check_import, tasks.enter_import):
        monkeypatch.setattr(task, "delay", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        at_work.post(BASE, {"file": SimpleUploadedFile("veel.csv", many(3))})
    job = ImportJob.objects.get()
    assert "De verwerking is nu niet bereikbaar." in at_work.get(f"{BASE}{job.pk}/").content.decode()
    waits = checked(deal, bureau, many(1_001))
    with django_capture_on_commit_callbacks(execute=True):
        press_enter(at_work, waits)
    page = at_work.get(f"{BASE}{waits.pk}/").content.decode()
    assert "De verwerking is nu niet bereikbaar." in page
    assert "Voer in als concept" in page  # nothing is lost: one presses again


def test_when_something_breaks_nothing_is_entered_and_it_says_so(
    deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = checked(deal, bureau, many(1_500))
    job.accept(by=bureau, submit=True, at=timezone.now())
    real = many_verbs.begin_all

    def breaks_at_the_second_batch(entries: Any, *arguments: Any) -> None:
        if len(entries) == 500:
            raise RuntimeError("the disk is full")
        real(entries, *arguments)

    monkeypatch.setattr(reviewed, "begin_all", breaks_at_the_second_batch)
    tasks.enter_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.reason) == (ImportJob.State.FAILED, work.BROKEN)
    assert not Measurement.objects.exists()
    assert Folder(job.pk) not in Folder.all()


def test_more_rows_than_we_take_are_refused(deal: Deal, bureau: User, settings: Settings) -> None:
    settings.EXCHANGE_ROWS = 1_000
    job = checked(deal, bureau, many(1_001))
    assert (job.state, job.reason) == (
        ImportJob.State.REFUSED,
        "Er staan meer dan 1.000 rijen in het bestand. Verdeel ze over meer bestanden.",
    )


# --- Tidying up -------------------------------------------------------------------------------------------------


def test_what_a_lost_worker_left_fails_and_its_files_go(deal: Deal, bureau: User) -> None:
    job = uploaded(deal, bureau, many(3))
    job.claim_check(at=timezone.now() - timedelta(hours=1))
    tasks.tidy_imports()
    job.refresh_from_db()
    assert (job.state, "onderbroken" in job.reason) == (ImportJob.State.FAILED, True)
    assert Folder(job.pk) not in Folder.all()


def test_a_killed_import_says_so_within_a_minute_also_while_no_worker_is_left(
    at_work: Client, deal: Deal, bureau: User
) -> None:
    """Reliability B3: it said that work went on, for half an hour."""
    job = uploaded(deal, bureau, many(3))
    job.claim_check(at=timezone.now() - timedelta(seconds=60))
    with job.folder.signs_of_life():
        assert "wordt nagekeken" in at_work.get(f"{BASE}{job.pk}/").content.decode()  # a worker that is slow, and lives
    sign = time.time() - 60
    os.utime(storages["imports"].path(f"imports/{job.pk}/alive"), (sign, sign))
    page = at_work.get(f"{BASE}{job.pk}/stand/")
    assert page.headers["HX-Refresh"] == "true"
    assert "Het werk is onderbroken." in at_work.get(f"{BASE}{job.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_its_owner_stops_the_work_and_nothing_is_entered(
    at_work: Client, deal: Deal, bureau: User, reviewer: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = checked(deal, bureau, many(1_500))
    job.accept(by=bureau, submit=True, at=timezone.now())
    real = Folder.tell

    def stop() -> None:
        assert "Stop het werk" in at_work.get(f"{BASE}{job.pk}/").content.decode()
        assert enter(reviewer).post(f"{BASE}{job.pk}/weg/").status_code == 403
        assert at_work.post(f"{BASE}{job.pk}/weg/").status_code == 302

    def stopped_meanwhile(folder: Folder, done: int) -> None:
        elsewhere(stop)  # on another connection, as another process has
        real(folder, done)

    monkeypatch.setattr(Folder, "tell", stopped_meanwhile)
    tasks.enter_import(job.pk)
    job.refresh_from_db()
    assert job.state == ImportJob.State.DISCARDED
    assert not Measurement.objects.exists()
    assert Folder(job.pk) not in Folder.all()


def test_what_nobody_came_back_for_is_let_go(deal: Deal, bureau: User) -> None:
    forgotten, recent = (checked(deal, bureau, many(3)) for _time in range(2))
    ImportJob.objects.filter(pk=forgotten.pk).update(uploaded_at=timezone.now() - timedelta(days=8))
    Folder(10**9).keep_upload([b"of an import that is gone"])
    tasks.tidy_imports()
    forgotten.refresh_from_db()
    assert forgotten.state == ImportJob.State.DISCARDED
    assert {folder.pk for folder in Folder.all()} == {recent.pk}
