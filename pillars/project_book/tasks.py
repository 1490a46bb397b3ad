"""Background work on workbooks of projects: short and idempotent."""

from celery import shared_task
from django.utils import timezone

from pillars.project_book.book_work import ProjectExchange
from pillars.project_book.models import ProjectImport
from regiodeal.audit.task_trail import concerns
from regiodeal.base.background import start
from regiodeal.sheets.work import UNREACHABLE, check_claimed, enter_claimed, tidy

FEW = 50  # projects are entered one by one, at some twenty questions to the database each


def start_project_check(job: ProjectImport, *, at_once: bool) -> None:
    """Check the file: a small one now, while its owner waits for the page, a large one by a worker."""
    start(check_projects, job.pk, at_once=at_once, unreachable=lambda: job.fail(UNREACHABLE, at=timezone.now()))


def start_project_entry(job: ProjectImport) -> None:
    """Enter the changes of an accepted import: a few now, many by a worker."""
    at_once = job.change_count <= FEW
    start(enter_projects, job.pk, at_once=at_once, unreachable=lambda: job.wait_again(UNREACHABLE))


@shared_task(name="pillars.project_book.tasks.check_projects")
def check_projects(pk: int) -> None:
    """Check an uploaded workbook, unless somebody else does or it is done."""
    if job := _job(pk):
        check_claimed(job, ProjectExchange)


@shared_task(name="pillars.project_book.tasks.enter_projects")
def enter_projects(pk: int) -> None:
    """Enter what a workbook changes, unless somebody else does or it is done."""
    if job := _job(pk):
        enter_claimed(job, ProjectExchange)


@shared_task(name="pillars.project_book.tasks.tidy_projects")
def tidy_projects() -> None:
    """Clear up after imports."""
    tidy(ProjectImport, at=timezone.now())


def _job(pk: int) -> ProjectImport | None:
    job = ProjectImport.objects.select_related("deal", "uploaded_by").filter(pk=pk).first()
    concerns(job.deal_id if job else None)
    return job
