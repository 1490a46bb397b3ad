"""The seven kinds of target: one small rule each, from facts to value, share, status and the reason in words.

A rule returns an outcome; it never raises and never writes. All dates are arguments, all shares run from 0 to 1.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from pillars.agreed.models import Indicator, Target
from pillars.agreed.scale import SCALE_WORDS
from pillars.progress.facts import Fact, figure, newest, standing
from pillars.projects.planned import PlannedFigure
from pillars.status.status import Status
from regiodeal.base.dutch import day, number, percent
from regiodeal.covenant.due_rules.due_rules import due_date, due_faults, judged_year
from regiodeal.deals.models import Deal

SOON = timedelta(days=90)  # a milestone this near that is not done asks for attention


SCALE_TOP = Decimal(4)


@dataclass(frozen=True)
class TargetCase:
    """Holds what a rule looks at: a target, its facts, the facts of its whole (N), the date, and what projects plan."""

    target: Target
    deal: Deal
    on: date
    facts: Sequence[Fact]
    whole_facts: Sequence[Fact] = ()
    figure_year: int | None = None
    plans: Sequence[PlannedFigure] = ()

    @property
    def judged_year(self) -> int:
        """The calendar year that a yearly target is judged by: the last full one, unless a round reads it otherwise."""
        return self.figure_year or judged_year(self.deal, self.on)

    @property
    def due_on(self) -> date | None:
        """The last day, moving along with an extension of the deal."""
        return due_date(self.target.due, self.deal)

    @property
    def elapsed(self) -> Decimal:
        """The share (0..1) of the time between the start of the deal and the last day that has gone by."""
        due_on = self.due_on or self.deal.ends_on
        total = (due_on - self.deal.in_force_on).days
        gone = (self.on - self.deal.in_force_on).days
        return min(max(Decimal(gone) / Decimal(max(total, 1)), Decimal(0)), Decimal(1))

    @property
    def due_faults(self) -> list[str]:
        """What is wrong with the last day as it is stored, in Dutch; mostly nothing."""
        return due_faults(self.target.due, self.deal)

    @property
    def rises(self) -> bool:
        """Tell whether a trend is to go up."""
        return self.target.operator == Target.Operator.INCREASES

    def has_moved(self, value: Decimal, baseline: Decimal) -> bool:
        """Tell whether a trend went the way that was agreed."""
        return value > baseline if self.rises else value < baseline

    @property
    def is_over(self) -> bool:
        """Tell whether the last day has passed."""
        return self.due_on is not None and self.on > self.due_on


@dataclass(frozen=True)
class Assessment:
    """The finding of a rule: value and what is needed (in the target's unit), the share done (0..1), status and why."""

    value: Decimal | None
    needed: Decimal | None
    status: Status
    reason: str
    year: int | None = None
    up_to: Decimal | None = None  # where what is needed is a range

    @property
    def needed_words(self) -> str:
        """Return what is needed, in words: '14', or '300 tot 500' for a range; empty without a number."""
        if self.needed is None:
            return ""
        return number(self.needed) if self.up_to is None else f"{number(self.needed)} tot {number(self.up_to)}"

    @property
    def share(self) -> Decimal | None:
        """The value as a share of what is needed, 0 to 1 (never more: 120 of 100 is done, not 1.2 done)."""
        if self.value is None or not self.needed:
            return None
        share = min(self.value / self.needed, Decimal(1))
        return share.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def assess(case: TargetCase) -> Assessment:
    """The outcome of the target's own rule."""
    return _RULES[Target.Kind(case.target.kind)](case)


def per_year(case: TargetCase) -> Assessment:
    """A number for each calendar year (art. 4, 1.1.1.g: 100 volunteers per year), judged by the last full year."""
    year = case.judged_year
    needed = case.target.needed
    value = figure(case.target.indicator.aggregation, [fact for fact in case.facts if fact.year == year])
    if needed is None:
        return Assessment(value, needed, Status.NOT_ASSESSABLE, "Voor deze norm is geen getal afgesproken.", year)
    if value is None:
        if not case.facts:
            return _without_figure(case, needed, year)
        return Assessment(value, needed, Status.NOT_ASSESSABLE, f"Over {year} is nog geen goedgekeurd cijfer.", year)
    words = f"{number(value)} van {number(needed)} {case.target.unit} in {year}"
    if value >= needed:
        final = year >= case.deal.ends_on.year
        reason = f"{_reached(value, needed, case.target.unit)} in {year}: gehaald."
        return Assessment(value, needed, Status.ACHIEVED if final else Status.ON_SCHEDULE, reason, year)
    margin = case.deal.drift_margin
    status = Status.ATTENTION if value >= needed * (1 - 2 * margin) else Status.BEHIND
    return Assessment(value, needed, status, f"{words}: {number(needed - value)} te weinig.", year)


def cumulative(case: TargetCase) -> Assessment:
    """A number that adds up to the end (art. 4, 2.1.2.a: at least 4 new companies)."""
    return _quantity(case, case.target.needed)


def coverage(case: TargetCase) -> Assessment:
    """n of a fixed N (art. 4, 1.1.1.a: 14 of 14), or of a whole that is itself counted ("alle coördinatoren").

    The fixed set does not grow: a fifteenth place is named in the reason and counts for nothing.
    """
    others = [fact for fact in case.facts if not fact.is_agreed]
    outcome = _coverage(replace(case, facts=[fact for fact in case.facts if fact.is_agreed]))
    extra = figure(case.target.indicator.aggregation, others)
    if not extra:
        return outcome
    return replace(outcome, reason=f"{outcome.reason} Buiten de afgesproken lijst: {number(extra)}; dat telt niet mee.")


def _coverage(case: TargetCase) -> Assessment:
    needed = case.target.needed
    if needed is None:
        needed = figure(Indicator.Aggregation.LAST, case.whole_facts)
        if needed is None:
            value = figure(case.target.indicator.aggregation, case.facts)
            return Assessment(value, None, Status.NOT_ASSESSABLE, "Het is nog niet bekend hoeveel er in totaal zijn.")
    return _quantity(case, needed)


def within_range(case: TargetCase) -> Assessment:
    """A range: its minimum is a floor, and its maximum a ceiling only where the deal says so.

    Den Haag has none (art. 4, 1.3.1: "in elk geval 2 tot 4"). Above a ceiling it asks for attention; by more than twice
    the margin, or after the last day, it is off course.
    """
    maximum, ceiling = case.target.maximum, case.target.ceiling
    is_range = maximum is not None and case.target.needed is not None and maximum > case.target.needed
    outcome = replace(_quantity(case, case.target.needed), up_to=maximum if is_range else None)
    value = outcome.value
    if value is None or maximum is None or value <= maximum:
        return outcome
    if ceiling is None:
        return replace(
            outcome, reason=f"{outcome.reason} Dat is meer dan {number(maximum)}; dat getal is geen plafond."
        )
    words = f"{number(value)}: {number(value - maximum)} boven het plafond van {number(maximum)}"
    if value <= ceiling:
        return replace(outcome, reason=f"{words}, binnen de speling.")
    if case.is_over:
        reason = f"{words}, en de laatste dag was {_words_for(case.due_on)}."
        return replace(outcome, status=Status.BEHIND, reason=reason)
    is_little = value <= ceiling * (1 + 2 * case.deal.drift_margin)
    return replace(outcome, status=Status.ATTENTION if is_little else Status.BEHIND, reason=f"{words}.")


def milestone(case: TargetCase) -> Assessment:
    """Something that is there or not, by a last day (art. 4, 1.1.3.a: in the first quarter of 2024).

    One of several parts is met when all of them are, and tells how far it is: 1 van 2.
    """
    outcome = _milestone(case)
    done, needed = outcome.value, outcome.needed
    if outcome.status == Status.ACHIEVED or done is None or needed is None or needed <= 1:
        return outcome
    return replace(outcome, reason=f"{number(done)} van {number(needed)} gereed. {outcome.reason}")


def _parts_done(case: TargetCase) -> tuple[Decimal | None, Decimal]:
    """How many parts are there, each once, and are needed: the number of the deal, else all of them.

    A figure without parts counts by its own rule.
    """
    parts, number_of_deal = case.target.parts, case.target.minimum
    agreed = [fact for fact in case.facts if fact.is_agreed]
    in_parts = parts or not number_of_deal
    done = figure(Indicator.Aggregation.DISTINCT if in_parts else case.target.indicator.aggregation, agreed)
    return done, number_of_deal or Decimal(parts or 1)


def _milestone(case: TargetCase) -> Assessment:
    done, needed = _parts_done(case)
    if done is not None and done >= needed:
        last = newest(fact for fact in case.facts if fact.value >= 1)
        late = last is not None and case.due_on is not None and last.measured_on > case.due_on
        return Assessment(done, needed, Status.ACHIEVED, "Gereed, maar na de afgesproken datum." if late else "Gereed.")
    if case.is_over:
        return Assessment(done, needed, Status.BEHIND, f"Had gereed moeten zijn op {_words_for(case.due_on)}.")
    if case.due_on is not None and case.due_on - case.on <= SOON:
        return Assessment(
            done, needed, Status.ATTENTION, f"Nog niet gereed, en de laatste dag is {_words_for(case.due_on)}."
        )
    if done is None:
        words = "Er is nog geen goedgekeurde melding"
        silent = _without_figure(case, needed, words=words)
        # Before its last day a milestone is not late: long silence asks for attention, and "nee" is an answer to it.
        if silent.status == Status.BEHIND:
            return replace(silent, status=Status.ATTENTION)
        return Assessment(done, needed, Status.NOT_STARTED, f"{words}.")
    return Assessment(done, needed, Status.ON_SCHEDULE, "In voorbereiding, binnen de termijn.")


def qualitative(case: TargetCase) -> Assessment:
    """A judgement on a scale of 0 to 4 with its reasoning (art. 4, 1.3.2: "een aanpak die werkt").

    Held against the step that the deal names, else against the top.
    """
    outcome = _quantity(case, case.target.needed or SCALE_TOP)
    if outcome.value is None:
        return outcome
    word = SCALE_WORDS[int(min(outcome.value, SCALE_TOP))]
    return Assessment(outcome.value, outcome.needed, outcome.status, f"Oordeel: {word}. {outcome.reason}")


def trend(case: TargetCase) -> Assessment:
    """Down against a baseline (art. 4, 2.3.1.b), or up, as its operator says. Without a baseline nothing is guessed."""
    baseline_year = case.target.baseline_year
    by_year = sums_by_year(case.facts)
    later = [year for year in by_year if baseline_year is None or year > baseline_year]
    value = by_year[max(later)] if later else None
    if baseline_year is None or baseline_year not in by_year:
        reason = "De beginsituatie ontbreekt: er is geen cijfer om mee te vergelijken."
        return Assessment(value, None, Status.NOT_ASSESSABLE, reason, max(later, default=None))
    baseline = by_year[baseline_year]
    if value is None:
        return Assessment(None, baseline, Status.NOT_ASSESSABLE, f"Er is nog geen cijfer van na {baseline_year}.")
    words = f"{number(value)} in {max(later)} tegen {number(baseline)} in {baseline_year}"
    moved = "gestegen" if case.rises else "gedaald"
    if case.has_moved(value, baseline):
        status = Status.ACHIEVED if case.is_over else Status.ON_SCHEDULE
        return Assessment(value, baseline, status, f"{words}: {moved}.", max(later))
    status = Status.BEHIND if value != baseline or case.is_over else Status.ATTENTION
    return Assessment(value, baseline, status, f"{words}: niet {moved}.", max(later))


def sums_by_year(facts: Sequence[Fact]) -> dict[int, Decimal]:
    """What figures of a year come to, by their year: those that stand, added up."""
    years: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.year:
            years[fact.year].append(fact)
    return {year: sum((fact.value for fact in standing(found)), Decimal(0)) for year, found in years.items()}


def _quantity(case: TargetCase, needed: Decimal | None) -> Assessment:
    """A number held against what is needed by the last day, in step with the time that has gone by."""
    value = figure(case.target.indicator.aggregation, case.facts)
    if value is not None and case.target.divide_by > 1:
        value = (value / case.target.divide_by).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if needed is None:
        return Assessment(value, needed, Status.NOT_ASSESSABLE, "Voor deze norm is geen getal afgesproken.")
    if value is None:
        if case.is_over:
            return Assessment(
                value, needed, Status.BEHIND, f"De laatste dag was {_words_for(case.due_on)}; er is geen cijfer."
            )
        return _without_figure(case, needed)
    words = f"{in_wholes(value, case.target)} van {number(needed)}"
    if value >= needed:
        return Assessment(value, needed, Status.ACHIEVED, f"{_reached(value, needed)}: gehaald.")
    if case.is_over:
        return Assessment(value, needed, Status.BEHIND, f"{words}, en de laatste dag was {_words_for(case.due_on)}.")
    return Assessment(
        value, needed, _in_step(case, value / needed), f"{words}, na {percent(case.elapsed)} van de tijd."
    )


def in_wholes(value: Decimal, target: Target) -> str:
    """The value in words: an average of what can only be counted is told in wholes, and never rounded up: 'ruim 98'."""
    if target.divide_by <= 1 or value == value.to_integral_value():
        return number(value)
    return f"ruim {number(value.quantize(Decimal(1), rounding=ROUND_DOWN))}"


def _reached(value: Decimal, needed: Decimal, unit: str = "") -> str:
    """What was reached beside what was agreed: '4 bijeenkomsten (afgesproken: ten minste 3)', '2 van 2 maatklassen'."""
    counted = f" {unit}" if unit and value != 1 else ""
    if value > needed:
        return f"{number(value)}{counted} (afgesproken: ten minste {number(needed)})"
    return f"{number(value)} van {number(needed)}{counted}"


def _without_figure(
    case: TargetCase,
    needed: Decimal | None,
    year: int | None = None,
    *,
    words: str = "Er is nog geen goedgekeurd cijfer",
) -> Assessment:
    """Not started, until an honest 0 would be off course: not reporting looks no better than reporting nothing done."""
    status = _in_step(case, Decimal(0))
    if status == Status.ON_SCHEDULE:
        return Assessment(None, needed, Status.NOT_STARTED, f"{words}.", year)
    return Assessment(None, needed, status, f"{words}, na {percent(case.elapsed)} van de tijd.", year)


def _in_step(case: TargetCase, share: Decimal) -> Status:
    """Tell whether the share done keeps step with that of the time gone: behind by over twice the margin is late."""
    margin = case.deal.drift_margin
    if share >= case.elapsed - margin:
        return Status.ON_SCHEDULE
    return Status.ATTENTION if share >= case.elapsed - 2 * margin else Status.BEHIND


def _words_for(due_on: date | None) -> str:
    return day(due_on) if due_on else "onbekend"


_RULES: dict[Target.Kind, Callable[[TargetCase], Assessment]] = {
    Target.Kind.PER_YEAR: per_year,
    Target.Kind.CUMULATIVE: cumulative,
    Target.Kind.COVERAGE: coverage,
    Target.Kind.RANGE: within_range,
    Target.Kind.MILESTONE: milestone,
    Target.Kind.QUALITATIVE: qualitative,
    Target.Kind.TREND: trend,
}
