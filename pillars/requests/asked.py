"""What an executor is asked about each of its projects: it follows from plans, norms and the round, and is never typed.

- **Figures**: what the project planned for, as far as the round asks for it. A year figure is asked for the year that
  the round's year figures are about; a figure about a day once its first planned year has begun. A milestone of the
  covenant that was reached is not asked again.
- **Milestones** of the project that are due by the last day and were not reached.
- **Story and money**: always, with what was told the last time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from pillars.agreed.models import Indicator, IndicatorItem
from pillars.measurements.expected import Place, expectation_of
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import Round, round_of
from pillars.projects.models import Executor, Milestone, Plan, Project, ProjectState
from pillars.requests.models import AnswerPart, AnswerState, Request
from regiodeal.lifecycle.corrections import counting

ASKED_IN = (ProjectState.RUNNING, ProjectState.PAUSED, ProjectState.FINISHED)  # until its money was settled


@dataclass(frozen=True)
class AskedFigure:
    """A figure that is asked: what of which year, what was planned, and the last value that counts with its period."""

    indicator: Indicator
    item: IndicatorItem | None
    year: int
    planned: Decimal | None
    last_value: Decimal | None
    last_about: str


@dataclass(frozen=True)
class AskedProject:
    """Holds what is asked of one project, and the last answer about it that was taken over."""

    project: Project
    figures: tuple[AskedFigure, ...]
    milestones: tuple[Milestone, ...]
    earlier: AnswerPart | None


def asked_of(executor: Executor, request: Request) -> list[AskedProject]:
    """What is asked of one executor, by its projects, as plans and norms are now; empty without running projects."""
    return asked_of_all(request, executors=[executor.pk]).get(executor.pk, [])


def asked_of_all(request: Request, *, executors: Sequence[int] | None = None) -> dict[int, list[AskedProject]]:
    """What is asked of each executor (all, or those keys), by its key, in ten queries however many there are.

    Raises ValueError for a request of a round that the deal does not have any more.
    """
    the_round = round_of(request.deal, request.year, on=request.opened_on)
    if the_round is None:
        raise ValueError(f"Er is geen ronde die in {request.year} sluit.")
    projects = running_projects(request.deal_id)
    if executors is not None:
        projects = projects.filter(executor__in=executors)
    known = _Known(the_round, projects, request)
    found: dict[int, list[AskedProject]] = defaultdict(list)
    for project in projects:
        assert project.executor_id is not None  # running_projects leaves out those without
        found[project.executor_id].append(known.asked(project))
    return found


def running_projects(deal: int) -> QuerySet[Project]:
    """The projects of the deal with this key of which something is asked: they run, and somebody carries them out."""
    rows = Project.objects.filter(deal=deal, state__in=ASKED_IN, executor__isnull=False)
    return rows.select_related("executor").order_by("executor__name", "code", "pk")


class _Known:
    """All that is known of these projects, read at once."""

    def __init__(self, the_round: Round, projects: QuerySet[Project], request: Request) -> None:
        self.round, self.request = the_round, request
        self.places: Mapping[tuple[int, int | None], Place] = {
            (place[0].pk, place[1].pk if place[1] else None): place
            for place in expectation_of(the_round, on=request.opened_on).readers
        }
        keys = list(projects.values_list("pk", flat=True))
        self.plans: dict[int, list[Plan]] = defaultdict(list)
        for plan in Plan.objects.standing().filter(project__in=keys).order_by("year", "pk"):
            self.plans[plan.project_id].append(plan)
        self.milestones: dict[int, list[Milestone]] = defaultdict(list)
        due = Milestone.objects.filter(project__in=keys, reached_on__isnull=True, due_on__lte=request.last_day)
        for milestone in due:
            self.milestones[milestone.project_id].append(milestone)
        self.last = _last_figures(keys, self.places, the_round)
        taken = AnswerPart.objects.filter(project__in=keys, answer__state=AnswerState.TAKEN)
        earlier = taken.exclude(answer__request=request.pk).order_by("answer__request__year", "pk")
        self.earlier = {part.project_id: part for part in earlier}

    def asked(self, project: Project) -> AskedProject:
        """What is asked of this project, in the order in which norms first read its figures."""
        planned: dict[tuple[int, int | None], list[Plan]] = defaultdict(list)
        for plan in self.plans[project.pk]:
            planned[plan.indicator_id, plan.item_id].append(plan)
        figures = (self._figure(project.pk, key, planned[key]) for key in self.places if key in planned)
        return AskedProject(
            project,
            tuple(figure for figure in figures if figure),
            tuple(self.milestones[project.pk]),
            self.earlier.get(project.pk),
        )

    def _figure(self, project: int, key: tuple[int, int | None], plans: Sequence[Plan]) -> AskedFigure | None:
        indicator, item = self.places[key]
        year = self.round.figure_year if indicator.is_yearly else self.round.year
        by_year = {plan.year: plan.value for plan in plans}
        if indicator.is_yearly:
            if year not in by_year:
                return None
            planned: Decimal | None = by_year[year]
        else:
            begun = [each for each in by_year if each <= year]
            if not begun:
                return None
            planned = by_year[max(begun)]
        value, about = self.last.get((project, *key), (None, ""))
        is_reached = Indicator.ValueKind(indicator.value_kind).is_reached(value)
        return None if is_reached else AskedFigure(indicator, item, year, planned, value, about)


def _last_figures(
    projects: Sequence[int], places: Iterable[tuple[int, int | None]], the_round: Round
) -> dict[tuple[int, int, int | None], tuple[Decimal, str]]:
    """The newest value that counts of each project, indicator and part, with the year or day it is about.

    Where days add up, it is all of them together. Nothing that is about a later year than the round asks.
    """
    indicators = {indicator for indicator, _item in places}
    rows = counting(Measurement.objects.filter(project__in=projects, indicator__in=indicators))
    rows = rows.filter(measured_on__lte=the_round.last_day).select_related("indicator")
    found: dict[tuple[int, int, int | None], tuple[Decimal, str]] = {}
    for row in rows.order_by("measured_on", "decided_at", "pk"):
        if row.year is not None and row.year > the_round.figure_year:
            continue
        assert row.project_id is not None  # by the filter
        key = (row.project_id, row.indicator_id, row.item_id)
        adds_up = not row.indicator.is_yearly and row.indicator.aggregation == Indicator.Aggregation.SUM
        before = found[key][0] if adds_up and key in found else Decimal(0)
        found[key] = (row.value + before, row.about)
    return found
