"""Background work on workbooks of contributions: short and idempotent."""

from celery import shared_task
from django.utils import timezone

from finance.contribution_book.contribution_work import ContributionExchange
from finance.contribution_book.models import ContributionImport
from regiodeal.audit.task_trail import concerns
from regiodeal.base.background import start
from regiodeal.sheets.work import UNREACHABLE, check_claimed, enter_claimed, tidy

FEW = 50  # contributions are entered one by one, at some ten questions to the database each


def start_contribution_check(job: ContributionImport, *, at_once: bool) -> None:
    """Check the file: a small one now, while its owner waits for the page, a large one by a worker."""
    start(check_contributions, job.pk, at_once=at_once, unreachable=lambda: job.fail(UNREACHABLE, at=timezone.now()))


def start_contribution_entry(job: ContributionImport) -> None:
    """Enter the changes of an accepted import: a few now, many by a worker."""
    at_once = job.change_count <= FEW
    start(enter_contributions, job.pk, at_once=at_once, unreachable=lambda: job.wait_again(UNREACHABLE))


@shared_task(name="finance.contribution_book.tasks.check_contributions")
def check_contributions(pk: int) -> None:
    """Check an uploaded workbook, unless somebody else does or it is done."""
    if job := _job(pk):
        check_claimed(job, ContributionExchange)


@shared_task(name="finance.contribution_book.tasks.enter_contributions")
def enter_contributions(pk: int) -> None:
    """Enter what a workbook changes, unless somebody else does or it is done."""
    if job := _job(pk):
        enter_claimed(job, ContributionExchange)


@shared_task(name="finance.contribution_book.tasks.tidy_contributions")
def tidy_contributions() -> None:
    """Clear up after imports."""
    tidy(ContributionImport, at=timezone.now())


def _job(pk: int) -> ContributionImport | None:
    job = ContributionImport.objects.select_related("deal", "uploaded_by").filter(pk=pk).first()
    concerns(job.deal_id if job else None)
    return job
