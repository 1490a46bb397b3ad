"""Making a report in the background: once, with real steps, and with a plain reason when it fails."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from kombu.exceptions import OperationalError

from regiodeal.covenant.models import Deal, User
from reporting import tasks
from reporting.build import STEPS
from reporting.models import AnnualReport
from reporting.snapshot import digest
from tests.plugins.deal import Enter

MAKE = "/deals/den-haag-zuidwest-ii/rapportage/maken/"


@pytest.fixture
def queued(deal: Deal, bureau: User) -> AnnualReport:
    """A report that waits for a worker."""
    return AnnualReport.objects.create(
        deal=deal,
        year=2026,
        stage="concept",
        reference_date="2026-06-14",
        requested_by=bureau,
        requested_at=timezone.now(),
    )


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
    for report in AnnualReport.objects.exclude(file=""):
        default_storage.delete(str(report.file.name))


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
    assert queued.pages > 10
    assert queued.size == queued.file.size
    assert queued.snapshot is not None
    assert queued.snapshot["on"] == "2026-06-14"
    assert len(digest(queued.snapshot)) == 64


def test_a_build_that_is_done_is_not_done_again(queued: AnnualReport, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    assert queued.claim(at=now, steps_total=5)
    assert not AnnualReport.objects.get(pk=queued.pk).claim(at=now, steps_total=5)
    monkeypatch.setattr(tasks, "build_report", lambda *args, **kwargs: pytest.fail("built twice"))
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

    monkeypatch.setattr(tasks, "build_report", explode)
    tasks.build_annual_report(queued.pk)
    page = enter(bureau).get(f"/deals/{queued.deal.slug}/rapportage/{queued.pk}/").content.decode()
    assert "Er is niets verloren; probeer het opnieuw." in page
    assert "geheim" not in page
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            enter(bureau).post(f"/deals/{queued.deal.slug}/rapportage/{queued.pk}/opnieuw/")
    assert sent == [queued.pk]


def test_without_a_broker_the_report_says_so(
    bureau: User,
    deal: Deal,
    enter: Enter,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def unreachable(pk: int) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.build_annual_report, "delay", unreachable)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        enter(bureau).post(MAKE, {"year": "2026", "stage": "final"})
    report = AnnualReport.objects.get()
    assert report.state == AnnualReport.State.FAILED
    assert "niet bereikbaar" in report.error


def test_a_build_whose_worker_was_lost_is_freed(queued: AnnualReport) -> None:
    now = timezone.now()
    queued.claim(at=now - timedelta(minutes=11), steps_total=5)
    assert tasks.mark_stalled_builds() == 1
    assert tasks.mark_stalled_builds() == 0
    queued.refresh_from_db()
    assert queued.state == AnnualReport.State.FAILED
    assert queued.retry(at=now)


def test_who_may_not_build_sees_a_report_only_when_it_is_ready(
    queued: AnnualReport, bzk: User, enter: Enter, deal: Deal
) -> None:
    client = enter(bzk)
    path = f"/deals/{deal.slug}/rapportage/{queued.pk}/"
    assert client.get(path).status_code == 404
    tasks.build_annual_report(queued.pk)
    assert client.get(path).status_code == 200
    download: Any = client.get(f"{path}pdf/")
    assert download.headers["Content-Type"] == "application/pdf"
    assert "attachment" in download.headers["Content-Disposition"]
    assert b"".join(download.streaming_content)[:5] == b"%PDF-"
