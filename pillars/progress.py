"""Progress of a deal as of a date: computed here and nowhere else, read by every screen, file and report."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from pillars.facts import Fact, facts_of
from pillars.models import Explanation, Measure, Measurement, ProgressEntry, Result, State, Target
from pillars.rules import Case, Outcome, assess
from pillars.status import Status, severity
from regiodeal.covenant.due import due_date
from regiodeal.covenant.models import Deal


@dataclass(frozen=True)
class TargetProgress:
    """How one target stands: the outcome by approved figures, and the one with those under review beside it."""

    target: Target
    outcome: Outcome
    pending: Outcome | None
    due_on: date | None
    explanation: Explanation | None = None

    @property
    def status(self) -> Status:
        """The status that counts: a person's own judgement where one holds, else the rule's."""
        own = self.explanation.own_status if self.explanation else ""
        return Status(own) if own else self.outcome.status

    @property
    def is_judged(self) -> bool:
        """Whether a person judged otherwise than the rule; then both are shown."""
        return self.status != self.outcome.status

    @property
    def drifts(self) -> bool:
        """Whether it is off course by more than the margin, and so asks for an explanation."""
        return self.outcome.status in {Status.ATTENTION, Status.BEHIND}


@dataclass(frozen=True)
class ResultProgress:
    """How one result stands: as good as its worst target."""

    result: Result
    targets: tuple[TargetProgress, ...]

    @cached_property
    def worst_target(self) -> TargetProgress:
        """The target that decides the status."""
        return min(self.targets, key=lambda progress: severity(progress.status))

    @property
    def status(self) -> Status:
        """The status of the worst target."""
        return self.worst_target.status

    @property
    def reason(self) -> str:
        """Why, in words; a composite result says which of its targets decides."""
        worst_target = self.worst_target
        if len(self.targets) == 1:
            return worst_target.outcome.reason
        return f"{worst_target.target.title}: {worst_target.outcome.reason}"


@dataclass(frozen=True)
class DealProgress:
    """How all results of a deal stand on a date."""

    deal: Deal
    on: date
    measures: tuple[Measure, ...]
    results: tuple[ResultProgress, ...]

    @property
    def targets(self) -> list[TargetProgress]:
        """All targets, in the order of the covenant."""
        return [target for result in self.results for target in result.targets]

    @property
    def counts(self) -> dict[Status, int]:
        """How many results have each status, every status named."""
        counter = Counter(result.status for result in self.results)
        return {status: counter[status] for status in Status}

    def of_measure(self, measure: Measure) -> list[ResultProgress]:
        """The results of one measure; a result that belongs to two measures is in both."""
        codes = {result.code for result in measure.results.all()}
        return [progress for progress in self.results if progress.result.code in codes]

    def of_result(self, code: str) -> ResultProgress:
        """The result with this code. Raises KeyError when the deal has none."""
        for progress in self.results:
            if progress.result.code == code:
                return progress
        raise KeyError(code)


def deal_progress(
    deal: Deal, *, on: date, measures: QuerySet[Measure] | None = None, with_pending: bool = False
) -> DealProgress:
    """Every measure, result and target of the deal as it stood at the end of `on`, in five queries.

    Only approved figures count, as far as they were known on that date. With `with_pending`, for who may see them,
    what figures under review would make of it stands apart in `pending`. `measures` limits the work to some measures.
    """
    rows = Measure.objects.filter(deal=deal) if measures is None else measures
    targets = Target.objects.select_related("indicator", "whole_indicator")
    chosen = rows.select_related("goal__pillar").prefetch_related("results", Prefetch("results__targets", targets))
    by_code = {result.code: result for measure in chosen for result in measure.results.all()}
    results = sorted(by_code.values(), key=lambda result: result.position)
    return DealProgress(deal, on, tuple(chosen), tuple(_results_progress(deal, on, results, with_pending=with_pending)))


def result_progress(result: Result, *, on: date, with_pending: bool = False) -> ResultProgress:
    """One result of a deal as it stood at the end of `on`; `with_pending` as in deal_progress."""
    prefetch_related_objects([result], "targets__indicator", "targets__whole_indicator", "targets__readings")
    return _results_progress(result.deal, on, [result], with_pending=with_pending)[0]


def _results_progress(deal: Deal, on: date, results: Iterable[Result], *, with_pending: bool) -> list[ResultProgress]:
    chosen = list(results)
    indicators = {pk for r in chosen for t in r.targets.all() for pk in (t.indicator_id, t.whole_indicator_id) if pk}
    approved, pending = _facts(indicators, on, with_pending=with_pending)
    explained = _explanations([target.pk for result in chosen for target in result.targets.all()], on)
    return [
        ResultProgress(
            result,
            tuple(_target_progress(target, deal, on, approved, pending, explained) for target in result.targets.all()),
        )
        for result in chosen
    ]


Facts = dict[int, list[Fact]]


def _facts(indicators: Iterable[int], on: date, *, with_pending: bool) -> tuple[Facts, Facts]:
    """The facts per indicator: those approved and known on the date, and the same with those under review."""
    known = Q(state=State.APPROVED, decided_at__date__lte=on)
    waiting = Q(state=State.SUBMITTED, entered_at__date__lte=on)
    counted = known | waiting if with_pending else known
    rows = Measurement.objects.filter(counted, indicator__in=indicators, measured_on__lte=on)
    by_indicator: dict[int, list[Measurement]] = defaultdict(list)
    for row in rows.select_related("item__named_item__item_set"):
        by_indicator[row.indicator_id].append(row)
    approved = {key: facts_of(r for r in rows if r.state == State.APPROVED) for key, rows in by_indicator.items()}
    return approved, {
        key: facts_of(rows) for key, rows in by_indicator.items() if any(r.state != State.APPROVED for r in rows)
    }


def _explanations(targets: Iterable[int], on: date) -> dict[int, Explanation]:
    """The newest approved explanation of each target, as known on the date."""
    rows = Explanation.objects.known_on(on).filter(target__in=targets).select_related("entered_by")
    return {row.target_id: row for row in rows}


def _target_progress(
    target: Target, deal: Deal, on: date, approved: Facts, pending: Facts, explained: dict[int, Explanation]
) -> TargetProgress:
    waits = {target.indicator_id, target.whole_indicator_id} & pending.keys()
    outcome = _outcome(target, deal, on, approved)
    explanation = explained.get(target.pk)
    holds = explanation is not None and explanation.holds_for(outcome.value, outcome.status)
    return TargetProgress(
        target,
        outcome=outcome,
        explanation=explanation if holds else None,
        pending=_outcome(target, deal, on, approved | pending) if waits else None,
        due_on=due_date(target.due, deal),
    )


def _outcome(target: Target, deal: Deal, on: date, facts: Facts) -> Outcome:
    return assess(
        Case(
            target,
            deal,
            on,
            facts=_read_items(target, facts.get(target.indicator_id, [])),
            whole_facts=facts.get(target.whole_indicator_id or 0, []),
        )
    )


def _read_items(target: Target, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that this target counts: all, or those about the items it names."""
    return [fact for fact in facts if not target.reads or fact.item in target.reads]


def stories(deal: Deal, *, on: date) -> dict[str, ProgressEntry]:
    """The newest approved story of each measure, by the measure's code, as it was known at the end of `on`."""
    rows = ProgressEntry.objects.filter(
        measure__deal=deal, state=State.APPROVED, year__lte=on.year, decided_at__date__lte=on
    ).select_related("measure", "entered_by", "decided_by")
    return {row.measure.code: row for row in rows.order_by("year", "decided_at", "pk")}


def as_rows(progress: DealProgress) -> dict[str, list[dict[str, object]]]:
    """The progress as plain rows for a file: values as text with two decimals, None where there is none."""
    return {
        "results": [
            {
                "code": r.result.code,
                "article": r.result.article,
                "title": r.result.title,
                **_figures(r.worst_target),
                "status": r.status.value,
                "reason": r.reason,
                "decided_by_target": r.worst_target.target.code,
            }
            for r in progress.results
        ],
        "targets": [
            {
                "code": t.target.code,
                "article": t.target.article,
                "result": r.result.code,
                "title": t.target.title,
                "kind": t.target.kind,
                **_figures(t),
                "due_on": t.due_on.isoformat() if t.due_on else None,
                "status": t.status.value,
                "status_by_rule": t.outcome.status.value,
                "reason": t.outcome.reason,
            }
            for r in progress.results
            for t in r.targets
        ],
    }


def _figures(progress: TargetProgress) -> dict[str, str | None]:
    minimum = progress.target.minimum if progress.target.minimum is not None else progress.outcome.needed
    return {
        "value": _two_decimals(progress.outcome.value),
        "target_min": _two_decimals(minimum),
        "target_max": _two_decimals(progress.target.maximum),
    }


def _two_decimals(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
