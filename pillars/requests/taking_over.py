"""Taking over what an executor sent: its figures go through the review as if the bureau had entered them.

The bureau user who takes over is who entered them, so that another one approves (four eyes); the source is the answer
of the executor. What was taken over before is not entered again, whatever happened since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from pillars.measurements.expected import newest_first
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import Round, round_of
from pillars.requests.models import Answer, AnswerChannel, AnswerFigure, AnswerMilestone, AnswerState
from regiodeal.base.dutch import day
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import User
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.review import OPEN_STATES, BulkStep, State, begin_all

AT_THE_SAME_TIME = "Een collega voerde op hetzelfde moment een cijfer in. Er is niets overgenomen. Probeer het opnieuw."


@dataclass(frozen=True)
class TakenOver:
    """Holds how much was taken over: figures that now wait for a reviewer, and milestones that got another day."""

    figures: int = 0
    milestones: int = 0

    def __add__(self, other: "TakenOver") -> "TakenOver":
        return TakenOver(self.figures + other.figures, self.milestones + other.milestones)


@transaction.atomic
def take_over_many(answers: Iterable[Answer], *, by: User, at: datetime) -> TakenOver:
    """Take over all of these answers, each as it was read, or none.

    Raises WrongStateError, with the name of the executor, for the first that cannot be taken over.
    """
    found = TakenOver()
    for answer in answers:
        try:
            found += take_over(answer, by=by, at=at, version=answer.version)
        except WrongStateError as refusal:
            raise WrongStateError(f"{answer.executor}: {refusal}") from refusal
    return found


def take_over(answer: Answer, *, by: User, at: datetime, version: int) -> TakenOver:
    """Take an answer over that was sent: figures become measurements that wait for review, milestones get their day.

    Raises WrongStateError, and changes nothing, unless it was sent and is as it was seen, where a figure waits for a
    reviewer already with another value, and for a project that was settled meanwhile.
    """
    try:
        with transaction.atomic():
            hold_running(answer.request.deal_id)
            answer.move((AnswerState.SENT,), AnswerState.TAKEN, by=by, at=at, version=version)
            return TakenOver(_take_figures(answer, by=by, at=at), _take_milestones(answer, by=by, at=at))
    except IntegrityError as error:
        raise WrongStateError(AT_THE_SAME_TIME) from error


def source_of(answer: Answer) -> str:
    """Return what stands as the source of a figure that came by an answer."""
    way = "" if answer.channel == AnswerChannel.PORTAL else f" ({answer.get_channel_display()})"
    sent_on = day(timezone.localdate(answer.sent_at)) if answer.sent_at else ""
    return f"Antwoord van {answer.executor} op de uitvraag van {answer.request.year}{way}, {sent_on}"[:300]


def _take_figures(answer: Answer, *, by: User, at: datetime) -> int:
    """Enter and submit the figures that were not taken over before; return how many."""
    the_round = round_of(answer.request.deal, answer.request.year, on=answer.request.opened_on)
    if the_round is None:
        raise WrongStateError(f"Er is geen ronde meer die in {answer.request.year} sluit.")
    asked = AnswerFigure.objects.filter(part__answer=answer, measurement=None, value__isnull=False)
    asked = asked.select_related("indicator", "item", "part__project")
    figures = [row for row in asked if not (row.adds_up and row.value == 0)]
    standing = _standing(figures)
    new: list[tuple[AnswerFigure, Measurement]] = []
    entered = 0
    for figure in figures:
        made = _measurement(figure, answer, the_round)
        found = [row for row in standing.get(_place(figure), []) if row.about == made.about]
        if not found:
            new.append((figure, made))
            continue
        figure.measurement, is_entered = _beside(made, found[0], answer, by=by, at=at)
        entered += is_entered
    begin_all([made for _figure, made in new], [""] * len(new), BulkStep(by, at, submit=True))
    for figure, made in new:
        figure.measurement = made
    AnswerFigure.objects.bulk_update(figures, ["measurement"], batch_size=500)
    return entered + len(new)


def _place(figure: AnswerFigure) -> tuple[int, int, int | None]:
    return figure.part.project_id, figure.indicator_id, figure.item_id


def _standing(figures: Sequence[AnswerFigure]) -> dict[tuple[int | None, int, int | None], list[Measurement]]:
    """What stands for the projects and indicators of these figures, open or approved: the open ones first."""
    projects, indicators = {row.part.project_id for row in figures}, {row.indicator_id for row in figures}
    rows = Measurement.objects.filter(project__in=projects, indicator__in=indicators)
    rows = rows.exclude(state=State.WITHDRAWN).exclude(corrections__state=State.APPROVED)
    found: dict[tuple[int | None, int, int | None], list[Measurement]] = {}
    for row in newest_first(rows.select_related("indicator", "item", "project")):
        found.setdefault((row.project_id, row.indicator_id, row.item_id), []).append(row)
    return found


def _measurement(figure: AnswerFigure, answer: Answer, the_round: Round) -> Measurement:
    """The measurement that a figure becomes: about its year, or about the day on which it was sent, in the round."""
    assert answer.sent_at is not None  # the database says so of what was sent
    sent_on = timezone.localdate(answer.sent_at)
    is_yearly = figure.indicator.is_yearly
    measured_on = min(sent_on, date(figure.year, 12, 31) if is_yearly else the_round.last_day)
    assert figure.value is not None  # by the filter
    return Measurement(
        indicator=figure.indicator,
        item=figure.item,
        project=figure.part.project,
        year=figure.year if is_yearly else None,
        measured_on=measured_on,
        value=figure.value.quantize(Decimal("0.01")),
        note=figure.note,
        source=source_of(answer),
    )


def _beside(
    made: Measurement, standing: Measurement, answer: Answer, *, by: User, at: datetime
) -> tuple[Measurement, bool]:
    """Return the measurement that a figure becomes where one stands for its place, and whether that was entered now.

    The same value is there already and is not entered twice; another one corrects what counts, or goes into a draft.
    """
    is_final = not standing.is_provisional or made.is_provisional
    if standing.value == made.value and (is_final or standing.state in OPEN_STATES):
        return standing, False
    values = {name: getattr(made, name) for name in ("measured_on", "value", "note", "source")}
    if standing.state == State.SUBMITTED:
        raise WrongStateError(f"Voor {standing} wacht al een ander cijfer op een beoordelaar.")
    if standing.state == State.APPROVED:
        changed = Measurement.enter(
            by=by,
            at=at,
            reason=f"Nieuw cijfer in het antwoord van {answer.executor}.",
            indicator=made.indicator,
            item=made.item,
            project=made.project,
            year=made.year,
            **values,
        )
    else:
        changed = standing
        changed.revise(by=by, at=at, values=values, version=standing.version)
    changed.submit(by=by, at=at)
    return changed, True


def _take_milestones(answer: Answer, *, by: User, at: datetime) -> int:
    """Let the projects keep the days of their milestones; return how many changed."""
    rows = AnswerMilestone.objects.filter(part__answer=answer).select_related("milestone__project", "part")
    count = 0
    for row in rows:
        milestone, project = row.milestone, row.milestone.project
        stood = (milestone.due_on, milestone.reached_on)
        milestone.reached_on = row.reached_on or milestone.reached_on
        milestone.due_on = row.new_day or milestone.due_on
        if (milestone.due_on, milestone.reached_on) == stood:
            continue
        project.refresh_from_db()
        project.milestone(milestone, by=by, at=at, reason=row.reason or source_of(answer))
        count += 1
    return count
