"""Where a target ends up if it goes on as it goes: one small rule per kind, with the assumption in words.

Where projects plan for the norm, their plans say it; else its own pace so far. A forecast is arithmetic and no promise:
it never changes a status, and where there is too little to go by it says so
and gives no number. A person's own expectation stands in the explanation (pillars/explanations/models.py).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import count, takewhile

from dateutil.relativedelta import relativedelta

from pillars.agreed.models import Indicator, Target
from pillars.progress.facts import Fact, facts_that_stand, figure, newest
from pillars.progress.target_rules import SCALE_TOP, Assessment, TargetCase, assess, sums_by_year
from pillars.projects.planned import PlannedFigure, planned_value, together
from pillars.status.status import Status
from regiodeal.base.dutch import day, number

TOO_SHORT = timedelta(days=90)  # a pace measured over less than a quarter says nothing
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Forecast:
    """The value expected on the last day, in the target's unit, and on what ground; no value where none is known.

    `reaches` says whether that would be enough, None where it cannot be said; `is_by_plans` that it follows from what
    projects plan.
    """

    value: Decimal | None
    needed: Decimal | None
    on: date
    ground: str
    reaches: bool | None = None
    is_by_plans: bool = False

    @property
    def label(self) -> str:
        """Return what it comes to, in words."""
        if self.reaches is None:
            return "niet te voorspellen"
        return "naar verwachting gehaald" if self.reaches else "naar verwachting niet gehaald"


def forecast(case: TargetCase, outcome: Assessment) -> Forecast:
    """The forecast of a target to its last day, by the rule of its kind; `outcome` is how it stands now."""
    last_day = case.due_on or case.deal.ends_on
    unknown = Forecast(None, outcome.needed, last_day, "")
    by_plans = None if case.is_over or outcome.needed is None else planned_end(case, last_day)
    if by_plans is not None:
        return _by_plans(case, by_plans, unknown)
    if outcome.value is None or outcome.needed is None:
        return replace(unknown, ground="Er is nog te weinig bekend om vooruit te kijken.")
    if case.is_over:
        reaches = outcome.status in {Status.ACHIEVED, Status.ON_SCHEDULE}  # the rule knows which way is enough
        return replace(unknown, value=outcome.value, ground=f"De laatste dag was {day(last_day)}.", reaches=reaches)
    return _RULES[Target.Kind(case.target.kind)](case, outcome, unknown)


BY_PLANS = "Volgens de plannen van de projecten"


def planned_end(case: TargetCase, last_day: date) -> Decimal | None:
    """Where a norm comes to by the plans of projects up to its last day, in its own unit; None without such plans.

    A norm of each year: what is planned in the poorest planned year that is left. A sum: what was realised in the years
    gone, the better of plan and figure in the running year, and what is planned in those to come. Parts that count
    once: those that were reached and those that are planned. A stand: the better of plan and figure.
    """
    plans = [row for row in case.plans if row.year <= last_day.year]
    if case.target.kind == Target.Kind.PER_YEAR:
        left = sorted({row.year for row in plans if row.year > case.judged_year})
        values = [planned_value(case.target, plans, year=year) for year in left]
        return min((value for value in values if value is not None), default=None)
    if not any(row.year >= case.on.year for row in plans):
        return None
    value = _with_plans(case, plans)
    if case.target.divide_by == 1:
        return value
    return (value / case.target.divide_by).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def _with_plans(case: TargetCase, plans: Sequence[PlannedFigure]) -> Decimal:
    aggregation, nothing, this_year = case.target.indicator.aggregation, Decimal(0), case.on.year
    agreed = [fact for fact in case.facts if fact.is_agreed]
    if aggregation == Indicator.Aggregation.SUM:
        realised, planned = defaultdict[int, Decimal](Decimal), defaultdict[int, Decimal](Decimal)
        for year in {fact.year or fact.measured_on.year for fact in agreed}:
            realised[year] = figure(aggregation, _of_year(agreed, year)) or nothing
        for row in plans:
            planned[row.year] += row.value
        gone = sum((value for year, value in realised.items() if year < this_year), nothing)
        to_come = sum((value for year, value in planned.items() if year > this_year), nothing)
        return gone + max(realised[this_year], planned[this_year]) + to_come
    if aggregation == Indicator.Aggregation.DISTINCT:
        reached = {fact.item for fact in facts_that_stand(agreed) if fact.value >= 1}
        return Decimal(len(reached | {row.item for row in plans if row.value >= 1}))
    return max(figure(aggregation, agreed) or nothing, together(aggregation, plans) or nothing)


def _of_year(facts: Sequence[Fact], year: int) -> list[Fact]:
    return [fact for fact in facts if (fact.year or fact.measured_on.year) == year]


def _by_plans(case: TargetCase, value: Decimal, unknown: Forecast) -> Forecast:
    """The forecast that the plans give, up to the N of a coverage; above a ceiling it does not reach."""
    if case.target.kind == Target.Kind.COVERAGE and unknown.needed is not None:
        value = min(value, unknown.needed)
    projects = {row.project for row in case.plans}
    many = "1 project" if len(projects) == 1 else f"{len(projects)} projecten"
    ground = f"{BY_PLANS} ({many}), samen met wat er al is."
    most = case.target.ceiling
    if most is not None and value > most:
        ground = f"{ground} Dat is boven het plafond van {number(most)}."
        return replace(unknown, value=value, ground=ground, reaches=False, is_by_plans=True)
    return replace(_known(unknown, value, ground), is_by_plans=True)


def _at_this_pace(case: TargetCase, outcome: Assessment, unknown: Forecast) -> Forecast:
    """The pace from the start of the deal to the newest figure, drawn through to the last day.

    6 of 14 places on day 790 of 1,520 gives 6 x 1520 / 790 = 11 places: a part of a place is no place.
    """
    value, last = outcome.value, newest(case.facts)
    assert value is not None
    most = case.target.ceiling
    if most is not None and value > most:
        return replace(unknown, value=value, ground=f"Het plafond van {number(most)} is al voorbij.", reaches=False)
    if value >= (outcome.needed or 0) and most is None:
        return _known(unknown, value, "De norm is al gehaald.")
    if last is None or last.measured_on - case.deal.in_force_on < TOO_SHORT:
        return replace(unknown, ground="De cijfers zijn nog van te kort na het begin om een tempo te zien.")
    gone = (last.measured_on - case.deal.in_force_on).days
    expected = value * (unknown.on - case.deal.in_force_on).days / gone
    whole = value == value.to_integral_value() and case.target.divide_by == 1
    expected = expected.quantize(Decimal(1) if whole else HUNDREDTH, rounding=ROUND_DOWN)
    ceiling = _ceiling(case, outcome)
    if ceiling is not None:
        expected = min(expected, ceiling)
    ground = f"Als het tempo van het begin tot en met {day(last.measured_on)} zo blijft."
    if most is not None and expected > most:
        ground = f"{ground} Dat is boven het plafond van {number(most)}."
        return replace(unknown, value=expected, ground=ground, reaches=False)
    return _known(unknown, expected, ground)


def _ceiling(case: TargetCase, outcome: Assessment) -> Decimal | None:
    """Return what cannot be passed: the N of a coverage, and the top of the scale."""
    if case.target.kind == Target.Kind.COVERAGE:
        return outcome.needed
    return SCALE_TOP if case.target.kind == Target.Kind.QUALITATIVE else None


def _as_last_year(case: TargetCase, outcome: Assessment, unknown: Forecast) -> Forecast:
    """Each year that is left brings what the judged year brought: 84 in 2025 gives 84 in 2027."""
    assert outcome.value is not None
    return _known(unknown, outcome.value, f"Als elk jaar dat nog komt hetzelfde brengt als {outcome.year}.")


def _done_or_not(case: TargetCase, outcome: Assessment, unknown: Forecast) -> Forecast:
    """A milestone has no pace: it is there, or it cannot be said."""
    assert outcome.value is not None
    assert outcome.needed is not None
    if outcome.value >= outcome.needed:
        return _known(unknown, outcome.value, "De mijlpaal is bereikt.")
    return replace(unknown, ground="Een mijlpaal heeft geen tempo: zij is er, of zij is er nog niet.")


def _same_slope(case: TargetCase, outcome: Assessment, unknown: Forecast) -> Forecast:
    """The change per year from the baseline to the newest year, drawn through to the year of the last day."""
    start = case.target.baseline_year
    assert outcome.value is not None
    assert outcome.needed is not None
    if start is None or outcome.year is None or outcome.year <= start:
        return replace(unknown, ground="Er is nog geen jaar om met de beginsituatie te vergelijken.")
    slope = (outcome.value - outcome.needed) / (outcome.year - start)
    expected = max(outcome.value + slope * (unknown.on.year - outcome.year), Decimal(0))
    expected = expected.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    ground = f"Als de verandering per jaar van {start} tot en met {outcome.year} zo doorgaat."
    return replace(unknown, value=expected, ground=ground, reaches=case.has_moved(expected, outcome.needed))


def _known(unknown: Forecast, value: Decimal, ground: str) -> Forecast:
    return replace(unknown, value=value, ground=ground, reaches=value >= (unknown.needed or 0))


_RULES: dict[Target.Kind, Callable[[TargetCase, Assessment, Forecast], Forecast]] = {
    Target.Kind.PER_YEAR: _as_last_year,
    Target.Kind.CUMULATIVE: _at_this_pace,
    Target.Kind.COVERAGE: _at_this_pace,
    Target.Kind.RANGE: _at_this_pace,
    Target.Kind.MILESTONE: _done_or_not,
    Target.Kind.QUALITATIVE: _at_this_pace,
    Target.Kind.TREND: _same_slope,
}


@dataclass(frozen=True)
class TrendLine:
    """A target over time: (day, value) at the end of each quarter and on the date itself, without what is unknown."""

    points: tuple[tuple[date, Decimal], ...]
    needed: Decimal | None

    @property
    def label(self) -> str:
        """The line in words, for whoever cannot see it."""
        told = ", ".join(f"{day(at)}: {number(value)}" for at, value in self.points)
        return f"Verloop. {told}." if told else "Er is nog geen verloop."


def line_of(case: TargetCase) -> TrendLine:
    """Return how the value grew, by the day that each figure is about; a yearly target steps at each year's end."""
    points = []
    for at in _quarter_ends(case.deal.in_force_on, case.on):
        facts = [fact for fact in case.facts if fact.measured_on <= at]
        outcome = assess(replace(case, on=at, facts=facts)) if facts else None
        if outcome is not None and outcome.value is not None:
            points.append((at, outcome.value))
    return TrendLine(tuple(points), assess(case).needed)


def values_by_year(case: TargetCase) -> dict[int, Decimal]:
    """What the value came to in each full year: of a norm of each year that year's, else how it stood at its end.

    By what is known on the day of the case; without the years of which nothing is known. Of a trend also the baseline.
    """
    if case.target.kind == Target.Kind.TREND:
        return dict(sorted(sums_by_year(case.facts).items()))
    found: dict[int, Decimal] = {}
    for year in range(case.deal.in_force_on.year, case.on.year):
        if case.target.kind == Target.Kind.PER_YEAR:
            then = replace(case, figure_year=year)
        else:
            end = date(year, 12, 31)
            then = replace(case, on=end, facts=[fact for fact in case.facts if fact.measured_on <= end])
        value = assess(then).value if then.facts else None
        if value is not None:
            found[year] = value
    return found


@lru_cache(256)
def _quarter_ends(first: date, last: date) -> tuple[date, ...]:
    start = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    ends = (start + relativedelta(months=3 * number, days=-1) for number in count(1))
    return (*(end for end in takewhile(lambda end: end < last, ends) if end >= first), last)
