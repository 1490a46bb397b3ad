"""From measurements to one figure: which counted on a date, how they add up, and why targets drifted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from pillars.agreed.models import Indicator, Measure, Target
from pillars.agreed.promised import targets_of
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.projects.models import Plan
from pillars.projects.planned import Planned, planned_in, plans_of
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import ReviewedEntry, State


@dataclass(frozen=True)
class Fact:
    """One figure that counts: an approved measurement, or one under review when those are asked for.

    `is_agreed` is False for a named thing outside a fixed set: a fifteenth meeting place. `project` is the key of the
    project that it came by; None for a figure of the whole.
    """

    pk: int
    item: str | None
    year: int | None
    measured_on: date
    decided_at: datetime | None
    value: Decimal
    is_agreed: bool = True
    project: int | None = None

    @property
    def order(self) -> tuple[date, bool, float, int]:
        """Newest last: by the day it is about, then undecided after decided, then by decision."""
        decided = self.decided_at.timestamp() if self.decided_at else 0.0
        return (self.measured_on, self.decided_at is None, decided, self.pk)


class EnteredFigure(NamedTuple):
    """What counts of a measurement, without the rest of its row: a deal has thousands, and pages read them all."""

    pk: int
    replaces_id: int | None
    indicator_id: int
    item: str | None
    year: int | None
    measured_on: date
    decided_at: datetime | None
    value: Decimal
    state: str
    in_agreed_set: bool | None
    is_fixed: bool | None
    project_id: int | None

    @property
    def place(self) -> tuple[int, str | None]:
        """Return what it is about: the indicator and the code of the item."""
        return self.indicator_id, self.item


COLUMNS = (
    *("pk", "replaces_id", "indicator_id", "item__code", "year", "measured_on", "decided_at", "value", "state"),
    *("item__named_item__in_agreed_set", "item__named_item__item_set__is_fixed", "project_id"),
)


def entered(rows: QuerySet[Measurement]) -> list[EnteredFigure]:
    """These measurements as far as they count, in one query."""
    return list(map(EnteredFigure._make, rows.values_list(*COLUMNS)))


def facts_of(rows: Iterable[EnteredFigure]) -> list[Fact]:
    """The facts in these figures, without those that one of the others corrects."""
    rows = list(rows)
    replaced = {row.replaces_id for row in rows}
    return [_fact(row) for row in rows if row.pk not in replaced]


def _fact(row: EnteredFigure) -> Fact:
    counts = row.in_agreed_set is None or row.in_agreed_set or not row.is_fixed
    return Fact(row.pk, row.item, row.year, row.measured_on, row.decided_at, row.value, counts, row.project_id)


def newest(facts: Iterable[Fact]) -> Fact | None:
    """The newest of the facts."""
    return max(facts, key=lambda fact: fact.order, default=None)


def newest_per_item(facts: Iterable[Fact]) -> dict[str | None, Fact]:
    """The newest fact of each item."""
    return {fact.item: fact for fact in sorted(facts, key=lambda fact: fact.order)}


def standing(facts: Iterable[Fact]) -> list[Fact]:
    """Of facts about one place, those that say how it stands now: one of the whole, or the newest of each project.

    A figure without a project counts as the whole while no project has one about a later day; from then on the newest
    of each project is added up. A stand of 14 at 31 December stays 14, and becomes 3 + 4 when two projects come after.
    """
    newest_of = {fact.project: fact for fact in sorted(facts, key=lambda fact: fact.order)}
    whole = newest_of.pop(None, None)
    if whole is not None and all(fact.measured_on <= whole.measured_on for fact in newest_of.values()):
        return [whole]
    return list(newest_of.values())


def facts_that_stand(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that say how each item stands now, of all items."""
    return [fact for rows in _standing_per_item(facts).values() for fact in rows]


def _standing_per_item(facts: Iterable[Fact]) -> dict[str | None, list[Fact]]:
    of_item: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        of_item[fact.item].append(fact)
    return {item: standing(rows) for item, rows in of_item.items()}


def figure(aggregation: str, facts: Collection[Fact]) -> Decimal | None:
    """One figure from the facts by the indicator's aggregation; None without facts, never a silent 0.

    `sum` adds the newest figure of each item and year (or day), of each project and of none; `last` adds what stands
    of each item, `distinct` counts the items of which anything that stands is one or more, each once.
    """
    if not facts:
        return None
    match aggregation:
        case Indicator.Aggregation.SUM:
            per_period = {
                (f.item, f.project, f.year or f.measured_on): f.value
                for f in sorted(facts, key=lambda fact: fact.order)
            }
            return sum(per_period.values(), Decimal(0))
        case Indicator.Aggregation.DISTINCT:
            per_item = _standing_per_item(facts).values()
            return Decimal(sum(any(fact.value >= 1 for fact in rows) for rows in per_item))
        case _:
            return sum((fact.value for fact in facts_that_stand(facts)), Decimal(0))


Facts = dict[int, list[Fact]]


@dataclass(frozen=True)
class Known:
    """Holds what was known on a date: facts per indicator, approved and with those under review, and why targets drift.

    `pending` has the indicators of which something is under review; `explained` the explanations of each target, the
    newest last; `planned` what projects planned on that date.
    """

    approved: Facts
    pending: Facts
    explained: dict[int, list[Explanation]]
    planned: Planned

    @classmethod
    def of_deal(cls, deal: Deal, on: date, *, with_pending: bool) -> "Known":
        """All that was known in a deal."""
        rows = counted_on(on, with_pending=with_pending).filter(indicator__deal=deal)
        return cls._of(entered(rows), explained_on(on).filter(target__deal=deal), plans_of(deal, on=on))

    @classmethod
    def of_measure(cls, measure: Measure, on: date, *, with_pending: bool) -> "Known":
        """Return what was known of the targets of one measure."""
        read = _read_by(measure)
        rows = counted_on(on, with_pending=with_pending).filter(indicator__in=read)
        planned = planned_in(Plan.objects.filter(indicator__in=read), on=on)
        return cls._of(entered(rows), explained_on(on).filter(target__result__measures=measure), planned)

    @classmethod
    def of_targets(
        cls, targets: Iterable[Target], on: date, *, with_pending: bool, as_if: Sequence[ReviewedEntry] = ()
    ) -> "Known":
        """Return what was known of some targets; with the entries of `as_if` as if they were approved."""
        read = list(targets)
        indicators = {pk for target in read for pk in (target.indicator_id, target.whole_indicator_id) if pk}
        also = {entry.pk for entry in as_if if isinstance(entry, Measurement)}
        rows = counted_on(on, with_pending=with_pending, also=also).filter(indicator__in=indicators)
        explained = [*explained_on(on).filter(target__in=[target.pk for target in read])]
        explained += [entry for entry in as_if if isinstance(entry, Explanation)]
        planned = planned_in(Plan.objects.filter(indicator__in=indicators), on=on)
        return cls._of(entered(rows), explained, planned, also=also)

    @classmethod
    def _of(
        cls,
        figures: Iterable[EnteredFigure],
        explanations: Iterable[Explanation],
        planned: Planned,
        also: Collection[int] = (),
    ) -> "Known":
        by_indicator: dict[int, list[EnteredFigure]] = defaultdict(list)
        for row in figures:
            by_indicator[row.indicator_id].append(row)
        explained: dict[int, list[Explanation]] = defaultdict(list)
        for explanation in explanations:
            explained[explanation.target_id].append(explanation)
        return cls(
            {
                key: facts_of(r for r in rows if r.state == State.APPROVED or r.pk in also)
                for key, rows in by_indicator.items()
            },
            {key: facts_of(rows) for key, rows in by_indicator.items() if any(r.state != State.APPROVED for r in rows)},
            explained,
            planned,
        )


def counted_on(on: date, *, with_pending: bool, also: Collection[int] = ()) -> QuerySet[Measurement]:
    """The figures that were approved and known on the date; with those that were under review where that is asked.

    `also` are keys of figures that are taken as if they were approved.
    """
    known = Q(state=State.APPROVED, decided_at__date__lte=on)
    waiting = Q(state=State.SUBMITTED, entered_at__date__lte=on)
    asked = known | waiting if with_pending else known
    return Measurement.objects.filter(asked | Q(pk__in=also) if also else asked, measured_on__lte=on)


def explained_on(on: date) -> QuerySet[Explanation]:
    """The approved explanations that were known on the date, newest last."""
    return Explanation.objects.known_on(on).select_related("entered_by", "decided_in")


def _read_by(measure: Measure) -> QuerySet[Target, Any]:
    """The indicators that the targets of a measure count, themselves or as the N of "n of all N"."""
    targets = targets_of(measure).order_by()
    with_whole = targets.filter(whole_indicator__isnull=False)
    return targets.values("indicator").union(with_whole.values("whole_indicator"))
