"""Progress of a deal as of a date: computed here and nowhere else, read by every screen, file and report."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from pillars.agreed.models import Measure, Result, Target, TargetQuerySet
from pillars.agreed.promised import Promised, measures_in, results_by_measure
from pillars.explanations.models import Explanation
from pillars.progress.facts import Fact, Facts, Known
from pillars.progress.forecast import Forecast, TrendLine, forecast, line_of, values_by_year
from pillars.progress.target_rules import Assessment, TargetCase, assess
from pillars.projects.planned import plans_for
from pillars.status.status import OFF_COURSE, Status, severity
from pillars.stories.models import ProgressEntry
from regiodeal.covenant.due_rules.due_rules import due_date
from regiodeal.deals.in_force import Terms, terms
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import ReviewedEntry

NO_TARGET = "Bij dit resultaat is geen norm afgesproken. Of het is behaald, is dus niet te berekenen."


@dataclass(frozen=True)
class TargetProgress:
    """Holds how one target stands: the outcome by approved figures, and the one with those under review beside it."""

    target: Target
    case: TargetCase
    outcome: Assessment
    pending: Assessment | None
    due_on: date | None
    explanation: Explanation | None = None

    @cached_property
    def forecast(self) -> Forecast:
        """Return where it ends up if it goes on like this, computed when it is asked for."""
        return forecast(self.case, self.outcome)

    @cached_property
    def line(self) -> TrendLine:
        """Return how it grew since the start of the deal."""
        return line_of(self.case)

    @cached_property
    def by_year(self) -> dict[int, Decimal]:
        """Return what it came to in each full year, computed when it is asked for."""
        return values_by_year(self.case)

    @property
    def status(self) -> Status:
        """The status that counts: a person's own judgement where one holds, else the rule's."""
        own = self.explanation.own_status if self.explanation else ""
        return Status(own) if own else self.outcome.status

    @property
    def is_judged(self) -> bool:
        """Tell whether a person judged otherwise than the rule; then both are shown."""
        return self.status != self.outcome.status

    @property
    def drifts(self) -> bool:
        """Tell whether it is off course by more than the margin, and so asks for an explanation."""
        return self.outcome.status in OFF_COURSE


@dataclass(frozen=True)
class ResultProgress:
    """Holds how one result stands: as good as its worst target. One without a target cannot be judged."""

    result: Result
    targets: tuple[TargetProgress, ...]

    @cached_property
    def worst_target(self) -> TargetProgress | None:
        """The target that decides the status; None for a result of which no target was agreed."""
        return min(self.targets, key=lambda progress: severity(progress.status), default=None)

    @property
    def status(self) -> Status:
        """The status of the worst target."""
        return self.worst_target.status if self.worst_target else Status.NOT_ASSESSABLE

    @property
    def is_judged(self) -> bool:
        """Tell whether a person overruled the rule for a target of it: wherever the status counts, that is marked."""
        return any(target.is_judged for target in self.targets)

    @property
    def is_off_course(self) -> bool:
        """Tell whether it lags or asks for attention."""
        return self.status in OFF_COURSE

    @property
    def reason(self) -> str:
        """Return why, in words; a composite result says which of its targets decides."""
        worst_target = self.worst_target
        if worst_target is None:
            return NO_TARGET
        if len(self.targets) == 1:
            return worst_target.outcome.reason
        return f"{worst_target.target.title}: {worst_target.outcome.reason}"


@dataclass(frozen=True)
class DealProgress:
    """Holds how all results of a deal stand on a date."""

    deal: Deal
    on: date
    measures: tuple[Measure, ...]
    results: tuple[ResultProgress, ...]
    by_measure: Mapping[int, Collection[int]]  # keys of results, by the key of the measure

    @property
    def on_course(self) -> int:
        """Return how many results are achieved or on schedule."""
        return self.counts[Status.ACHIEVED] + self.counts[Status.ON_SCHEDULE]

    @property
    def targets(self) -> list[TargetProgress]:
        """All targets, in the order of the covenant."""
        return [target for result in self.results for target in result.targets]

    @property
    def counts(self) -> dict[Status, int]:
        """Return how many results have each status, every status named."""
        counter = Counter(result.status for result in self.results)
        return {status: counter[status] for status in Status}

    @property
    def judged(self) -> int:
        """Return of how many results a person overruled the rule."""
        return sum(result.is_judged for result in self.results)

    def of_measure(self, measure: Measure) -> list[ResultProgress]:
        """The results of one measure; a result that belongs to two measures is in both."""
        keys = self.by_measure.get(measure.pk, ())
        return [progress for progress in self.results if progress.result.pk in keys]

    def measures_of(self, result: Result) -> list[Measure]:
        """The measures to which a result belongs."""
        return [measure for measure in self.measures if result.pk in self.by_measure.get(measure.pk, ())]

    def of_result(self, code: str) -> ResultProgress:
        """The result with this code. Raises KeyError when the deal has none."""
        for progress in self.results:
            if progress.result.code == code:
                return progress
        raise KeyError(code)


@dataclass(frozen=True)
class Moment:
    """Holds when targets are looked at, and the calendar year that a round judges yearly ones by (None: as usual)."""

    deal: Deal
    on: date
    figure_year: int | None = None


def deal_progress(deal: Deal, *, on: date, with_pending: bool = False, figure_year: int | None = None) -> DealProgress:
    """Every measure, result and target of the deal as it stood at the end of `on`, in eight queries at most.

    Only approved figures count, as far as they were known on that date. With `with_pending`, for whoever may see them,
    what figures under review would make of it stands apart in `pending`. `figure_year` is the calendar year that
    yearly targets are judged by, where a round reads it otherwise than usual.
    """
    agreed = terms(deal, on=on)
    measures, by_measure = agreed.apply(measures_in(deal)), results_by_measure(deal)
    agreed.apply([measure.goal for measure in measures])
    known = Known.of_deal(agreed.deal, on, with_pending=with_pending)
    moment = Moment(agreed.deal_itself(), on, figure_year)
    of_measures = {key for measure in measures for key in by_measure[measure.pk]}
    found = [row for row in _standing(Promised.in_deal(deal), agreed, moment, known) if row.result.pk in of_measures]
    return DealProgress(moment.deal, on, tuple(measures), tuple(found), by_measure)


def measure_progress(deal: Deal, measure: Measure, *, on: date, with_pending: bool = False) -> list[ResultProgress]:
    """The results of one measure of the deal as they stood at the end of `on`; `with_pending` as in deal_progress."""
    agreed = terms(deal, on=on)
    known = Known.of_measure(measure, on, with_pending=with_pending)
    return _standing(Promised.by_measure(measure), agreed, Moment(agreed.deal_itself(), on), known)


def result_progress(
    result: Result, *, on: date, with_pending: bool = False, figure_year: int | None = None
) -> ResultProgress | None:
    """One result of a deal as it stood at the end of `on`; `with_pending` and `figure_year` as in deal_progress.

    None when the result, or every target of it, is not agreed on that date.
    """
    with_parts = Prefetch("targets", queryset=Target.objects.with_parts())
    prefetch_related_objects(
        [result], with_parts, "targets__indicator", "targets__whole_indicator", "targets__readings"
    )
    agreed = terms(result.deal, on=on)
    promised = Promised([result], {result.pk: list(result.targets.all())})
    known = Known.of_targets(promised.targets[result.pk], on, with_pending=with_pending)
    found = _standing(promised, agreed, Moment(agreed.deal_itself(), on, figure_year), known)
    return found[0] if found else None


def targets_as_if(
    deal: Deal, rows: TargetQuerySet, *, on: date, approved: Sequence[ReviewedEntry] = ()
) -> list[TargetProgress]:
    """Some targets as they stood at the end of `on`, or would with these entries approved."""
    agreed = terms(deal, on=on)
    found = rows.with_parts().select_related("indicator", "whole_indicator", "result").prefetch_related("readings")
    targets = agreed.apply(found)
    known = Known.of_targets(targets, on, with_pending=False, as_if=approved)
    moment = Moment(agreed.deal_itself(), on)
    return [_target_progress(target, moment, known) for target in targets]


def _standing(promised: Promised, agreed: Terms, moment: Moment, known: Known) -> list[ResultProgress]:
    """The results that are agreed on the date of the terms; one of which every target has lapsed is none.

    One that never had a target is there all the same: it was promised.
    """
    targets = {result: agreed.apply(promised.targets[result.pk]) for result in agreed.apply(promised.results)}
    return [
        ResultProgress(result, tuple(_target_progress(target, moment, known) for target in rows))
        for result, rows in targets.items()
        if rows or not promised.targets[result.pk]
    ]


def _target_progress(target: Target, moment: Moment, known: Known) -> TargetProgress:
    waits = {target.indicator_id, target.whole_indicator_id} & known.pending.keys()
    case = _case(target, moment, known, known.approved)
    outcome = assess(case)
    newest_first = reversed(known.explained.get(target.pk, []))
    return TargetProgress(
        target,
        case,
        outcome=outcome,
        explanation=next((each for each in newest_first if each.holds_for(outcome.value, outcome.status)), None),
        pending=assess(_case(target, moment, known, known.approved | known.pending)) if waits else None,
        due_on=due_date(target.due, moment.deal),
    )


def _case(target: Target, moment: Moment, known: Known, facts: Facts) -> TargetCase:
    return TargetCase(
        target,
        moment.deal,
        moment.on,
        facts=_read_items(target, facts.get(target.indicator_id, [])),
        whole_facts=facts.get(target.whole_indicator_id or 0, []),
        figure_year=moment.figure_year,
        plans=plans_for(target, known.planned),
    )


def _read_items(target: Target, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that this target counts: all, or those about the items it names."""
    return [fact for fact in facts if not target.reads or fact.item in target.reads]


def stories(deal: Deal, *, on: date) -> dict[str, ProgressEntry]:
    """The newest approved story of each measure, by the measure's code, as it was known at the end of `on`."""
    rows = ProgressEntry.objects.known_on(on).filter(measure__deal=deal).order_by("year", "decided_at", "pk")
    return {row.measure.code: row for row in rows.select_related("measure", "entered_by", "decided_by")}
