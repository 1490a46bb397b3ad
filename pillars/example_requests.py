"""Example requests: one made-up request, and what made-up executors answered so far."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from pillars.example import at_noon
from pillars.example_registers import example_rows
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from pillars.requests.answering import (
    FigureValues,
    MilestoneValues,
    PartValues,
    Written,
    return_with_question,
    send,
    write,
)
from pillars.requests.models import Answer, AnswerChannel, AnswerFigure, AnswerMail, AnswerPart
from pillars.requests.requesting import open_request
from pillars.requests.taking_over import take_over
from regiodeal.base.values import FileRow
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State


def load_requests(deal: Deal, data: FileRow) -> None:
    """Open the example's requests, and answer them as far as the example says, on the days that it names.

    The mails of those days are not sent any more: they are of before the example was loaded.
    """
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    for row, by, at in example_rows(data, "requests", people):
        opened = at.date()
        the_round = round_of(deal, row["year"], on=opened)
        assert the_round is not None  # the example is of this deal
        last_day = date.fromisoformat(row["last_day"])
        request = open_request(deal, the_round, last_day=last_day, text=row["text"], by=by, at=at)
        answers = {answer.executor.name: answer for answer in request.answers.select_related("executor")}
        for told in row["answers"]:
            _answer(answers[told["executor"]], told, by=by)
            if told["state"] == "taken":
                _take_over(answers[told["executor"]], told, by=by, reviewer=people[told["approved_by"]])
        AnswerMail.objects.filter(answer__request=request).update(dropped_at=timezone.now())


def _answer(answer: Answer, told: FileRow, *, by: User) -> None:
    at, channel = at_noon(told["on"]), AnswerChannel(told["channel"])
    for part in answer.parts.select_related("project", "answer__request"):
        written = _begun(told) if told["state"] == "begun" else _whole(part, told)
        write(part, written, by=by, at=at, version=part.version, channel=channel)
    answer.refresh_from_db()
    if told["state"] != "begun":
        send(answer, by=by, at=at, version=answer.version, channel=channel)
    if told["question"]:
        return_with_question(answer, told["question"], by=by, at=at, version=answer.version)


def _take_over(answer: Answer, told: FileRow, *, by: User, reviewer: User) -> None:
    """Take over what was sent, and let somebody else approve its figures."""
    take_over(answer, by=by, at=at_noon(told["taken_on"]), version=answer.version)
    for row in Measurement.objects.filter(answer_figures__part__answer=answer, state=State.SUBMITTED).distinct():
        row.approve(by=reviewer, at=at_noon(told["approved_on"]))


def _begun(told: FileRow) -> Written:
    return Written(PartValues(done=told["done"]))


def _whole(part: AnswerPart, told: FileRow) -> Written:
    """Everything that is asked of a project: figures are a share of what was planned, and milestones still to come."""
    words = PartValues(
        done=told["done"],
        on_schedule=not told["why_not"],
        why_not=told["why_not"],
        spent=Decimal(25000),
        still_to_spend=Decimal(15000),
    )
    share = Decimal(told["share"])
    figures = {row.pk: FigureValues(value=_reached(row, share)) for row in part.figures.select_related("indicator")}
    milestones = {row.pk: MilestoneValues(is_unchanged=True) for row in part.milestones.all()}
    return Written(words, figures, milestones)


def _reached(figure: AnswerFigure, share: Decimal) -> Decimal:
    """The share of the plan, in whole numbers; of a milestone or a step of the scale the plan itself."""
    planned = figure.planned or Decimal(0)
    return planned if figure.indicator.value_kind != "number" else Decimal(int(planned * share))
