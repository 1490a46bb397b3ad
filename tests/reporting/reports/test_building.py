"""Making a report in the background: once, with real steps, and with a plain reason when it fails."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from kombu.exceptions import OperationalError

from regiodeal.deals.models import Deal, User
from reporting import tasks
from reporting.building.models import MAX_ATTEMPTS, BuildStoppedError
from reporting.reports.build import STEPS, BuiltFile, store
from reporting.reports.models import AnnualReport, ReportFile
from reporting.rounds.models import Step
from reporting.snapshot.take import digest
from tests.plugins.deal import Enter
from tests.plugins.reports import laid_down, leave_behind, make, print_of, started, took

MAKE = "/deals/den-haag-zuidwest-ii/rapportage/maken/"


@pytest.fixture
def queued(deal: Deal, bureau: User) -> AnnualReport:
    """A report that waits for a worker."""
    return print_of(deal, by=bureau, when="2026-06-14")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids that were sent to a worker."""
    ids: list[int] = []
    monkeypatch.setattr(tasks.build_annual_report, "delay", ids.append)
    return ids


@pytest.fixture(autouse=True)
def tidy(deal: Deal) -> Iterator[None]:
    """Leave no file behind."""
    yield
    for file in ReportFile.objects.all():
        file.remove()


def test_the_button_queues_one_build_however_often_it_is_pressed(
    deal: Deal, bureau: User, enter: Enter, sent: list[int], django_capture_on_commit_callbacks: object
) -> None:
    client = enter(bureau)
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            response = client.post(MAKE, {"year": "2026", "stage": "concept"})
    report = AnnualReport.objects.get()
    assert sent == [report.pk]
    assert response.headers["Location"] == f"/deals/{deal.slug}/rapportage/{report.pk}/"


@pytest.mark.parametrize("data", [{}, {"year": "2019", "stage": "final"}, {"year": "2026", "stage": "proef"}])
def test_a_report_that_cannot_be_is_refused(bureau: User, enter: Enter, data: dict[str, str]) -> None:
    assert enter(bureau).post(MAKE, data).status_code == 422
    assert not AnnualReport.objects.exists()


def test_a_build_tells_its_steps_and_keeps_file_and_snapshot(
    queued: AnnualReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, str]] = []
    tell = AnnualReport.tell_step

    def listen(report: AnnualReport, step: str, *, done: int, **rest: object) -> None:
        told.append((done, step))
        tell(report, step, done=done, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(AnnualReport, "tell_step", listen)
    tasks.build_annual_report(queued.pk)
    queued.refresh_from_db()
    assert told == list(enumerate(STEPS))
    assert queued.state == AnnualReport.State.READY
    pdf = queued.file("pdf")
    assert pdf is not None
    assert pdf.pages > 10
    assert pdf.size == pdf.file.size
    assert queued.snapshot["on"] == "2026-06-14"
    assert digest(queued.snapshot) == queued.digest


def test_a_build_that_is_done_is_not_done_again(queued: AnnualReport, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    assert queued.claim(at=now, steps_total=5)
    assert not AnnualReport.objects.get(pk=queued.pk).claim(at=now, steps_total=5)
    monkeypatch.setattr(tasks, "build_files", lambda *args, **kwargs: pytest.fail("built twice"))
    tasks.build_annual_report(queued.pk)
    tasks.build_annual_report(10**9)


def test_a_failure_says_so_plainly_and_can_be_retried(
    queued: AnnualReport,
    bureau: User,
    enter: Enter,
    sent: list[int],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def explode(*args: object, **kwargs: object) -> None:
        raise MemoryError("geheim pad /var/x")

    monkeypatch.setattr(tasks, "build_files", explode)
    tasks.build_annual_report(queued.pk)
    page = enter(bureau).get(f"/deals/{queued.deal.slug}/rapportage/{queued.pk}/").content.decode()
    assert "Er is niets verloren; probeer het opnieuw." in page
    assert "geheim" not in page
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            enter(bureau).post(f"/deals/{queued.deal.slug}/rapportage/{queued.pk}/opnieuw/")
    assert sent == [queued.pk]


def test_without_a_broker_the_report_waits_and_says_so(
    bureau: User,
    deal: Deal,
    enter: Enter,
    sent: list[int],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def unreachable(pk: int) -> None:
        raise OperationalError("connection refused")

    reachable = tasks.build_annual_report.delay
    monkeypatch.setattr(tasks.build_annual_report, "delay", unreachable)
    client = enter(bureau)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(MAKE, {"year": "2026", "stage": "final"})
    report = AnnualReport.objects.get()
    assert report.state == AnnualReport.State.QUEUED
    page = client.get(f"/deals/{deal.slug}/rapportage/{report.pk}/").content.decode()
    assert "blijft in de rij staan en wordt vanzelf gemaakt" in page
    monkeypatch.setattr(tasks.build_annual_report, "delay", reachable)
    AnnualReport.objects.update(requested_at=timezone.now() - timedelta(minutes=4))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert tasks.resume_builds() == 1
        assert tasks.resume_builds() == 0
    assert sent == [report.pk]


def test_a_build_whose_worker_was_lost_is_taken_up_again_and_given_up_after_five_attempts(
    queued: AnnualReport, sent: list[int], django_capture_on_commit_callbacks: object
) -> None:
    for attempt in range(MAX_ATTEMPTS):
        assert queued.claim(at=timezone.now() - timedelta(minutes=4), steps_total=5)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert tasks.resume_builds() == (1 if attempt < MAX_ATTEMPTS - 1 else 0)
    assert sent == [queued.pk] * (MAX_ATTEMPTS - 1)
    queued.refresh_from_db()
    assert queued.state == AnnualReport.State.FAILED
    assert queued.retry(at=timezone.now())


def test_a_worker_that_died_is_replaced_at_once_when_the_broker_says_so(queued: AnnualReport) -> None:
    now = timezone.now()
    assert queued.claim(at=now, steps_total=5)
    assert not queued.claim(at=now, steps_total=5)
    assert queued.claim(at=now, steps_total=5, was_lost=True)


def test_a_slow_worker_whose_build_was_taken_over_stops_and_leaves_no_file(queued: AnnualReport) -> None:
    slow = AnnualReport.objects.get(pk=queued.pk)
    assert slow.claim(at=timezone.now() - timedelta(minutes=4), steps_total=5)
    half = leave_behind(slow, slow.attempts)
    tasks.resume_builds()
    with pytest.raises(BuildStoppedError):
        slow.tell_step("PDF maken", done=1, at=timezone.now())
    make(AnnualReport.objects.get(pk=queued.pk))
    assert not store(slow, [BuiltFile(ReportFile.Kind.PDF, b"te laat")], at=timezone.now())
    assert not default_storage.exists(half)
    kept = {str(file.file.name) for file in ReportFile.objects.all()}
    assert {f"{queued.folder}/2/{name}" for name in default_storage.listdir(f"{queued.folder}/2")[1]} == kept


def test_a_build_that_is_stopped_leaves_nothing_and_can_be_made_again(
    queued: AnnualReport, bureau: User, enter: Enter, sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, path = enter(bureau), f"/deals/{queued.deal.slug}/rapportage/{queued.pk}/"

    def press_stop(snapshot: Any, *, tell: Any) -> list[BuiltFile]:
        tell("PDF maken")
        client.post(f"{path}stoppen/")
        tell("Bewaren")
        pytest.fail("went on")

    monkeypatch.setattr(tasks, "build_files", press_stop)
    tasks.build_annual_report(queued.pk)
    queued.refresh_from_db()
    assert queued.state == AnnualReport.State.CANCELLED
    assert not ReportFile.objects.exists()
    assert "Het maken is gestopt" in client.get(path).content.decode()
    client.post(f"{path}stoppen/")
    client.post(f"{path}opnieuw/")
    queued.refresh_from_db()
    assert queued.state == AnnualReport.State.QUEUED


def test_others_see_an_edition_only_once_it_was_sent_to_the_overleg(
    deal: Deal, bureau: User, bzk: User, enter: Enter
) -> None:
    client = enter(bzk)
    print_of(deal, by=bureau)
    round_ = started(deal, by=bureau)
    concept = laid_down(round_, Step.CONCEPT, "2026-06-08", by=bureau)
    path = f"/deals/{deal.slug}/rapportage/{concept.pk}/"
    assert client.get(path).status_code == 404
    took(round_, Step.SHARED, "2026-06-10", by=bureau)
    assert client.get(path).status_code == 200
    download: Any = client.get(f"{path}bestand/pdf/")
    assert download.headers["Content-Type"] == "application/pdf"
    name = "voortgangsrapportage-2026-den-haag-zuidwest-ii-concept.pdf"
    assert download.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(download.streaming_content) == f"pdf van {concept}".encode()
    assert client.get(f"{path}bestand/exe/").status_code == 404
    assert "Proefdruk" not in client.get(f"/deals/{deal.slug}/rapportage/").content.decode()
