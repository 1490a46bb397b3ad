"""Background work: short and idempotent. A task takes an id, returns when the work is done, and calls one method."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from reporting.build import STEPS, build_report
from reporting.models import AnnualReport

logger = logging.getLogger(__name__)


def enqueue(report: AnnualReport) -> None:
    """Send the build to a worker once its row is stored; without a broker the report says so and can be retried."""
    transaction.on_commit(lambda: _send(report))


def _send(report: AnnualReport) -> None:
    try:
        build_annual_report.delay(report.pk)
    except (OperationalError, OSError):
        logger.exception("No broker for report %s", report.pk)
        report.fail("De verwerking is nu niet bereikbaar. Er is niets verloren; probeer het straks opnieuw.")


@shared_task(name="reporting.tasks.build_annual_report")
def build_annual_report(pk: int) -> None:
    """Build the report, unless somebody else does or it is done."""
    report = AnnualReport.objects.select_related("deal").filter(pk=pk).first()
    if report is None or not report.claim(at=timezone.now(), steps_total=len(STEPS)):
        return
    done = iter(range(len(STEPS)))

    def tell(step: str) -> None:
        report.tell_step(step, done=next(done), at=timezone.now())

    try:
        built = build_report(report.deal, year=report.year, stage=report.stage, on=report.reference_date, tell=tell)
        report.finish(built.content, sha256=built.sha256, pages=built.pages, snapshot=built.snapshot, at=timezone.now())
    except Exception:
        # Whatever went wrong, the person who waits gets a plain reason and a retry; the log has the rest.
        logger.exception("Building report %s failed", pk)
        report.fail("Het maken van de rapportage is mislukt. Er is niets verloren; probeer het opnieuw.")


@shared_task(name="reporting.tasks.mark_stalled_builds")
def mark_stalled_builds() -> int:
    """Fail the builds whose worker was lost, so that nobody waits for ever; how many."""
    return AnnualReport.objects.all().mark_stalled(at=timezone.now())
