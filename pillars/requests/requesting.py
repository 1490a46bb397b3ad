"""Opening and closing a request: in one go for all executors with running projects."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from pillars.measurements.rounds import Round
from pillars.projects.models import Executor
from pillars.projects.partners import admit_all
from pillars.requests.asked import AskedProject, asked_of_all, running_projects
from pillars.requests.models import (
    Answer,
    AnswerEvent,
    AnswerFigure,
    AnswerMilestone,
    AnswerPart,
    Request,
    RequestState,
)
from pillars.requests.request_mails import OPENING, make_mails
from regiodeal.base.dutch import day
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.running import hold_running

NOTHING_TO_ASK = "Er loopt geen project met een uitvoerder. Er is dus niemand om iets aan te vragen."
CLOSED = "Deze uitvraag is gesloten."
_IS_OPEN = models.Q(state=RequestState.OPEN)


def offered_last_day(the_round: Round, *, today: date) -> date:
    """The last day that fits the round: what is told then can be taken over, entered and reviewed in time.

    It is `ROUND_ANSWER_DAYS` before everything has to be submitted, and never before today.
    """
    before = settings.ROUND_REVIEW_DAYS + settings.ROUND_ANSWER_DAYS
    return max(the_round.last_day - timedelta(days=before), today)


def unreachable(deal: Deal) -> list[Executor]:
    """The executors with running projects that have no contact person: nobody there gets a mail. The bureau is told."""
    rows = Executor.objects.filter(deal=deal, contacts__isnull=True)
    return list(rows.filter(pk__in=running_projects(deal.pk).order_by().values("executor")))


@transaction.atomic
def open_request(deal: Deal, the_round: Round, *, last_day: date, text: str = "", by: User, at: datetime) -> Request:
    """Ask every executor with running projects what the round needs of them; return the request.

    Their contact persons get access, so that the link in the mail opens with the code that is mailed. Who cannot get it
    (an address of somebody who judges the answers) is on the page of access, with the reason.

    Raises ValueError, in Dutch, for a last day before today or where there is nobody to ask, WrongStateError for a deal
    that does not run or a round that has its request.
    """
    today = timezone.localdate(at)
    hold_running(deal.pk)
    if last_day < today:
        raise ValueError(f"De laatste dag ligt voor vandaag. Kies {day(today)} of later.")
    if Request.objects.filter(deal=deal, year=the_round.year).exists():
        raise WrongStateError(f"Voor ronde {the_round.year} is er al een uitvraag.")
    request = Request.objects.create(
        deal=deal,
        year=the_round.year,
        figure_year=the_round.figure_year,
        opened_on=today,
        last_day=last_day,
        text=text.strip(),
    )
    request.refresh_from_db()
    asked = asked_of_all(request)
    if not asked:
        raise ValueError(NOTHING_TO_ASK)
    answers = [Answer(request=request, executor_id=executor) for executor in asked]
    _begin(answers, by=by, at=at)
    _lay_down([(answer, each) for answer in answers for each in asked[answer.executor_id]])
    request.tell(by=by, at=at, to_state=request.state, before={})
    admit_all(deal, list(asked), by=by, at=at)
    make_mails(answers, OPENING, at=at)
    return request


@transaction.atomic
def ask_again(request: Request, *, by: User, at: datetime) -> int:
    """Ask what has become due since: of projects that began, or plans that were added; return how many questions.

    What somebody was asked before is not asked less, and nothing that was written is touched. Answers that were sent or
    taken over stay as they are. Raises WrongStateError for a request that was closed.
    """
    request.change_or_refuse(_IS_OPEN, CLOSED, version=request.version + 1)
    asked = asked_of_all(request)
    answers = {answer.executor_id: answer for answer in request.answers.all()}
    new = [Answer(request=request, executor_id=executor) for executor in asked if executor not in answers]
    _begin(new, by=by, at=at)
    answers |= {answer.executor_id: answer for answer in new}
    admit_all(request.deal, list(asked), by=by, at=at)
    open_ones = [(executor, answer) for executor, answer in answers.items() if answer.is_writable]
    count = _lay_down([(answer, each) for executor, answer in open_ones for each in asked.get(executor, [])])
    request.tell(by=by, at=at, changes=[["Erbij gevraagd", "", str(count)]] if count else [])
    return count


def close_request(request: Request, *, by: User, at: datetime, version: int) -> None:
    """Let nothing be answered any more. Raises WrongStateError for one that is closed, or changed since."""
    request.move((RequestState.OPEN,), RequestState.CLOSED, by=by, at=at, version=version)


@transaction.atomic
def move_last_day(request: Request, last_day: date, *, by: User, at: datetime, version: int) -> None:
    """Give everybody until another day. Raises ValueError for a day before today, WrongStateError as closing does."""
    today = timezone.localdate(at)
    if last_day < today:
        raise ValueError(f"De laatste dag ligt voor vandaag. Kies {day(today)} of later.")
    step = {"by": by, "at": at}
    request.change(_IS_OPEN, {"last_day": last_day}, version=version, refusal=request.moved_on, step=step)


def _begin(answers: Sequence[Answer], *, by: User, at: datetime) -> None:
    """Store new answers, each with the first row of its trail."""
    Answer.objects.bulk_create(answers)
    steps = [AnswerEvent(answer=row, by=by, at=at, version=row.version, to_state=row.state) for row in answers]
    AnswerEvent.objects.bulk_create(steps)


def _lay_down(asked: Sequence[tuple[Answer, AskedProject]]) -> int:
    """Store a row for each thing that is asked and is not there yet; return how many, in six queries."""
    keys = [answer.pk for answer, _each in asked]
    parts = {(part.answer_id, part.project_id): part for part in AnswerPart.objects.filter(answer__in=keys)}
    there = {
        (figure.part_id, figure.indicator_id, figure.item_id, figure.year)
        for figure in AnswerFigure.objects.filter(part__answer__in=keys)
    }
    known = set(AnswerMilestone.objects.filter(part__answer__in=keys).values_list("part", "milestone"))
    new = [
        AnswerPart(answer=answer, project=each.project, earlier=each.earlier)
        for answer, each in asked
        if (answer.pk, each.project.pk) not in parts
    ]
    AnswerPart.objects.bulk_create(new)
    parts |= {(part.answer_id, part.project_id): part for part in new}
    placed = [(parts[answer.pk, each.project.pk], each) for answer, each in asked]
    figures = [
        AnswerFigure(
            part=part,
            indicator=figure.indicator,
            item=figure.item,
            year=figure.year,
            planned=figure.planned,
            last_value=figure.last_value,
            last_about=figure.last_about,
        )
        for part, each in placed
        for figure in each.figures
        if (part.pk, figure.indicator.pk, figure.item.pk if figure.item else None, figure.year) not in there
    ]
    milestones = [
        AnswerMilestone(part=part, milestone=milestone, due_on=milestone.due_on)
        for part, each in placed
        for milestone in each.milestones
        if (part.pk, milestone.pk) not in known
    ]
    AnswerFigure.objects.bulk_create(figures)
    AnswerMilestone.objects.bulk_create(milestones)
    return len(new) + len(figures) + len(milestones)
