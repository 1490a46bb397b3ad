"""Background work on imported files: short and idempotent. A task takes an id, returns when the work is done."""

from celery import shared_task
from django.utils import timezone

from pillars.exchange.models import ImportJob
from pillars.exchange.work import FigureExchange
from regiodeal.audit.task_trail import concerns
from regiodeal.base.background import start
from regiodeal.sheets.work import BATCH, UNREACHABLE, check_claimed, enter_or_hold_claimed, tidy

FEW = 100  # places are entered one by one, at some fifteen questions to the database each


def start_check(job: ImportJob, *, at_once: bool) -> None:
    """Check the file: a small one now, while its owner waits for the page, a large one by a worker."""
    start(check_import, job.pk, at_once=at_once, unreachable=lambda: job.fail(UNREACHABLE, at=timezone.now()))


def start_enter(job: ImportJob) -> None:
    """Enter the changes of an accepted import: a few now, many by a worker."""
    at_once = job.change_count <= (BATCH if job.is_reviewed else FEW)
    start(enter_import, job.pk, at_once=at_once, unreachable=lambda: job.wait_again(UNREACHABLE))


@shared_task(name="pillars.exchange.tasks.check_import")
def check_import(pk: int) -> None:
    """Check an uploaded file, unless somebody else does or it is done."""
    if job := _job(pk):
        check_claimed(job, FigureExchange)


@shared_task(name="pillars.exchange.tasks.enter_import")
def enter_import(pk: int) -> None:
    """Enter what a file changes and its owner chose, unless somebody else does or it is done."""
    if job := _job(pk):
        enter_or_hold_claimed(job, FigureExchange)


@shared_task(name="pillars.exchange.tasks.tidy_imports")
def tidy_imports() -> None:
    """Clear up after imports."""
    tidy(ImportJob, at=timezone.now())


def _job(pk: int) -> ImportJob | None:
    job = ImportJob.objects.select_related("deal", "uploaded_by").filter(pk=pk).first()
    concerns(job.deal_id if job else None)
    return job
