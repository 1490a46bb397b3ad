"""Promised, planned and realised of each norm side by side, and what no project covers yet (art. 8 lid 2 a)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pillars.agreed.models import Indicator, Target
from pillars.progress.deal_progress import DealProgress, TargetProgress
from pillars.progress.facts import Fact, facts_that_stand
from pillars.progress.forecast import Forecast
from pillars.projects.planned import UNPLANNED, counted_twice, planned_value
from regiodeal.base.dutch import day


@dataclass(frozen=True)
class NormPlan:
    """How one norm is covered: all in its own unit; None where there is no number, or no plan, or no figure yet."""

    progress: TargetProgress
    planned: Decimal | None
    planned_twice: int

    @property
    def target(self) -> Target:
        """The norm."""
        return self.progress.target

    @property
    def promised(self) -> Decimal | None:
        """The number of the covenant."""
        return self.progress.outcome.needed

    @property
    def realised(self) -> Decimal | None:
        """Return what was realised by approved figures: the value of `progress`."""
        return self.progress.outcome.value

    @property
    def uncovered(self) -> Decimal | None:
        """Return what no project plans yet: promised less planned, and never below nothing."""
        if self.promised is None:
            return None
        return max(self.promised - (self.planned or Decimal(0)), Decimal(0))

    @property
    def is_covered(self) -> bool:
        """Tell whether projects plan all that was promised."""
        return self.uncovered == 0

    @property
    def forecast(self) -> Forecast:
        """Return where it ends up, by the plans where there are any."""
        return self.progress.forecast

    @property
    def forecast_gap(self) -> Decimal | None:
        """Return what the forecast falls short of what was promised, never below nothing; None without a forecast."""
        if self.promised is None or self.forecast.value is None:
            return None
        return max(self.promised - self.forecast.value, Decimal(0))

    @property
    def uncovered_share(self) -> Decimal:
        """Return what is not covered as a share (0..1) of what was promised: norms of other units compare by it."""
        return self.uncovered / self.promised if self.uncovered and self.promised else Decimal(0)

    @property
    def warnings(self) -> list[str]:
        """Return in Dutch what in the figures and plans of projects may count somebody twice."""
        return list(_warnings(self))

    @property
    def adding(self) -> str:
        """Return in Dutch by which rule the figures of projects were put together; empty where no project has one."""
        return adding_words(self.target.indicator.aggregation, self.progress.case.facts)


def norm_plans(progress: DealProgress) -> list[NormPlan]:
    """Every norm that projects can plan for, in the order of the covenant, with no query more than the progress."""
    return plans_of_targets(progress.targets)


def plans_of_targets(targets: Iterable[TargetProgress]) -> list[NormPlan]:
    """As norm_plans, for some targets."""
    return [plan for row in targets if (plan := norm_plan(row)) is not None]


def norm_plan(row: TargetProgress) -> NormPlan | None:
    """How one norm is covered; None for one that nobody plans a part of."""
    if row.target.kind in UNPLANNED:
        return None
    plans, year = row.case.plans, row.case.judged_year
    twice = counted_twice(plans) if _counts_people(row) else {}
    return NormPlan(row, planned_value(row.target, plans, year=year), len(twice))


def _counts_people(row: TargetProgress) -> bool:
    """Tell whether two projects may count the same thing: parts are counted once, or a stand is added up."""
    return row.target.indicator.aggregation != Indicator.Aggregation.SUM


def _warnings(plan: NormPlan) -> Iterator[str]:
    facts, aggregation = plan.progress.case.facts, plan.target.indicator.aggregation
    if plan.planned_twice:
        yield "Meer projecten plannen hetzelfde: telt niemand dubbel?"
    if _counts_people(plan.progress) and (shared := _shared_parts(aggregation, facts)):
        yield f"Meer projecten hebben een cijfer over hetzelfde ({shared}): telt niemand dubbel?"
    if aggregation == Indicator.Aggregation.SUM and (periods := _with_and_without(facts)):
        yield f"Naast cijfers van projecten is er een cijfer zonder project over {periods}: die zijn opgeteld."


def _shared_parts(aggregation: str, facts: Iterable[Fact]) -> str:
    """The parts of which figures of more than one project stand, in words; empty without any."""
    projects: dict[str, set[int]] = defaultdict(set)
    for fact in facts_that_stand(facts):
        if fact.project is not None and (aggregation != Indicator.Aggregation.DISTINCT or fact.value >= 1):
            projects[fact.item or "het geheel"].add(fact.project)
    return ", ".join(item for item, found in sorted(projects.items()) if len(found) > 1)


def _with_and_without(facts: Iterable[Fact]) -> str:
    """The years or days over which there is a figure of a project and one of none, of the same part."""
    of_project: dict[tuple[str | None, int | date], set[bool]] = defaultdict(set)
    for fact in facts:
        of_project[fact.item, fact.year or fact.measured_on].add(fact.project is not None)
    periods = {period for (_item, period), found in of_project.items() if len(found) > 1}
    return ", ".join(sorted(day(period) if isinstance(period, date) else str(period) for period in periods))


def adding_words(aggregation: str, facts: Sequence[Fact]) -> str:
    """Say in Dutch how figures of projects were put together; empty where no figure names a project."""
    projects = {fact.project for fact in facts if fact.project is not None}
    if not projects:
        return ""
    many = "1 project" if len(projects) == 1 else f"{len(projects)} projecten"
    match aggregation:
        case Indicator.Aggregation.SUM:
            return f"Alle cijfers van {many} zijn opgeteld, samen met wat zonder project is ingevuld."
        case Indicator.Aggregation.DISTINCT:
            return f"Elk onderdeel telt een keer, ook als meer dan een van {many} het noemt."
    if any(fact.project is None for fact in facts_that_stand(facts)):
        return (
            f"Er zijn cijfers van {many}. Een cijfer voor het geheel dat over dezelfde of een latere dag gaat, telt in "
            "plaats daarvan."
        )
    return f"Van {many} telt steeds het laatste cijfer; die zijn opgeteld."


@dataclass(frozen=True)
class Coverage:
    """How far plans of projects cover the norms of a deal, and the norm with the largest gap (None: all covered).

    `plans_any` tells whether any project plans anything: a deal without projects is not told of gaps.
    """

    covered: int
    total: int
    widest: NormPlan | None
    plans_any: bool


def coverage(plans: Sequence[NormPlan]) -> Coverage:
    """How many norms projects cover, and which is covered least: by the share of what was promised."""
    open_ones = [plan for plan in plans if plan.uncovered]
    widest = max(open_ones, key=lambda plan: plan.uncovered_share, default=None)
    planned = any(plan.planned is not None for plan in plans)
    return Coverage(sum(plan.is_covered for plan in plans), len(plans), widest, planned)
