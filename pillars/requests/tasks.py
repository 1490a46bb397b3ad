"""Background work of requests."""

from celery import shared_task
from django.utils import timezone

from pillars.requests.answer_rows import AnswerExchange
from pillars.requests.models import AnswerImport
from pillars.requests.request_mails import mail_requests
from regiodeal.audit.task_trail import concerns
from regiodeal.base.background import start
from regiodeal.sheets.reading import opened_each
from regiodeal.sheets.work import UNREACHABLE, check_claimed, enter_claimed, tidy

SMALL = 1_000_000  # bytes: some twenty workbooks are read while their owner waits
FEW = 400  # rows


@shared_task(name="pillars.requests.tasks.send_request_mails")
def send_request_mails() -> int:
    """Make the mails that are due and send what waits. Every five minutes: a receipt and a question come soon."""
    return mail_requests(at=timezone.now())


def start_check(job: AnswerImport) -> None:
    """Check the file: a small one now, while its owner waits for the page, a large one by a worker."""
    at_once = job.size <= SMALL
    start(check_answers, job.pk, at_once=at_once, unreachable=lambda: job.fail(UNREACHABLE, at=timezone.now()))


def start_enter(job: AnswerImport) -> None:
    """Take an accepted file as answers: a few rows now, many by a worker."""
    at_once = job.change_count <= FEW
    start(enter_answers, job.pk, at_once=at_once, unreachable=lambda: job.wait_again(UNREACHABLE))


@shared_task(name="pillars.requests.tasks.check_answers")
def check_answers(pk: int) -> None:
    """Check an uploaded file, unless somebody else does or it is done."""
    if job := _job(pk):
        check_claimed(job, AnswerExchange, read=opened_each)


@shared_task(name="pillars.requests.tasks.enter_answers")
def enter_answers(pk: int) -> None:
    """Take what a file says as answers, unless somebody else does or it is done."""
    if job := _job(pk):
        enter_claimed(job, AnswerExchange)


@shared_task(name="pillars.requests.tasks.tidy_answers")
def tidy_answers() -> None:
    """Clear up after imports of answers."""
    tidy(AnswerImport, at=timezone.now())


def _job(pk: int) -> AnswerImport | None:
    job = AnswerImport.objects.select_related("deal", "uploaded_by").filter(pk=pk).first()
    concerns(job.deal_id if job else None)
    return job
