"""Background work on ledger files: short and idempotent. A task takes an id, returns when the work is done."""

import logging
from contextlib import suppress
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from finance.ledger_import.models import EXAMPLES, STOPPED, LedgerImport
from finance.ledger_import.work import LedgerExchange, NotApprovedError, approve_file, take_step
from regiodeal.audit.models import AuditResult
from regiodeal.audit.task_trail import concerns, ended_as
from regiodeal.base.background import start
from regiodeal.sheets.folder import Folder
from regiodeal.sheets.work import BATCH, UNREACHABLE, check_claimed, enter_claimed, tidy

UNREACHABLE_STEP = "De verwerking is nu niet bereikbaar. Probeer het straks opnieuw."
NOT_NOW = "Het goedkeuren lukte niet. Er telt nog niets mee; probeer het straks opnieuw."
logger = logging.getLogger(__name__)


def start_check(job: LedgerImport, *, at_once: bool) -> None:
    """Check the file: a small one now, while its owner waits for the page, a large one by a worker."""
    start(check_ledger, job.pk, at_once=at_once, unreachable=lambda: job.fail(UNREACHABLE, at=timezone.now()))


def start_enter(job: LedgerImport) -> None:
    """Enter the changes of an accepted file: a few now, many by a worker."""
    at_once = job.change_count <= BATCH
    start(enter_ledger, job.pk, at_once=at_once, unreachable=lambda: job.wait_again(UNREACHABLE))


def start_approval(job: LedgerImport) -> None:
    """Approve the rows of a file: a few now, many by a worker."""
    start(approve_ledger, job.pk, at_once=job.change_count <= BATCH, unreachable=lambda: job.refuse_approval(NOT_NOW))


def start_step(job: LedgerImport, count: int) -> None:
    """Take a file back, or return it: a few bookings now, many by a worker."""
    start(step_ledger, job.pk, at_once=count <= BATCH, unreachable=lambda: job.stop_step(UNREACHABLE_STEP))


@shared_task(name="finance.ledger_import.tasks.check_ledger")
def check_ledger(pk: int) -> None:
    """Check an uploaded file, unless somebody else does or it is done."""
    if job := _job(pk):
        check_claimed(job, LedgerExchange)


@shared_task(name="finance.ledger_import.tasks.enter_ledger")
def enter_ledger(pk: int) -> None:
    """Enter what a file changes, unless somebody else does or it is done."""
    if job := _job(pk):
        enter_claimed(job, LedgerExchange)


@shared_task(name="finance.ledger_import.tasks.approve_ledger")
def approve_ledger(pk: int) -> None:
    """Approve the rows of a file, all of them or none, unless that is done."""
    job = _job(pk)
    if job is None or not job.is_being_approved:
        return
    try:
        approve_file(job, at=timezone.now())
    except NotApprovedError as refusal:
        ended_as(AuditResult.REFUSED)
        job.refuse_approval(str(refusal))
    except Exception:
        # Whatever went wrong, nothing counts yet, and the page offers the button again; the log has the rest.
        ended_as(AuditResult.FAILED)
        logger.exception("Approving ledger import %s failed", pk)
        job.refuse_approval(NOT_NOW)


@shared_task(name="finance.ledger_import.tasks.step_ledger")
def step_ledger(pk: int) -> None:
    """Take a file back or return it, as was asked, unless somebody else does or it is done."""
    job = _job(pk)
    if job is None or not job.claim_step(at=timezone.now()):
        return
    try:
        take_step(job, at=timezone.now())
    except Exception:
        # Whatever went wrong, what was done stays, and the page offers the rest; the log has the why.
        ended_as(AuditResult.FAILED)
        logger.exception("The step '%s' of ledger import %s failed", job.step, pk)
        job.stop_step(STOPPED)


@shared_task(name="finance.ledger_import.tasks.tidy_ledgers")
def tidy_ledgers() -> None:
    """Clear up after imports, and after mappings that were made: the file that was looked at is no longer needed."""
    now = timezone.now()
    tidy(LedgerImport, at=now)
    for job in LedgerImport.objects.exclude(step="").filter(step_is_stopped=False):
        job.fail_when_silent(at=now)
    oldest = now - timedelta(days=settings.EXCHANGE_KEPT_DAYS)
    for folder in Folder.all(EXAMPLES):
        with suppress(FileNotFoundError):  # somebody is putting another in its place
            if folder.uploaded_at() < oldest:
                folder.remove()


def _job(pk: int) -> LedgerImport | None:
    people = ("uploaded_by", "approved_by", "returned_by")
    jobs = LedgerImport.objects.select_related("deal", "mapping__deal", *people)
    job = jobs.filter(pk=pk).first()
    concerns(job.deal_id if job else None)
    return job
