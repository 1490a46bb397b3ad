"""What was known on a date: the figures that counted, and why targets drifted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from pillars.facts import COLUMNS, Entered, Fact, entered, facts_of
from pillars.models import Explanation, Measurement, State, Target
from regiodeal.covenant.models import Deal
from regiodeal.covenant.prepared import Prepared, some_deal_and_day

Facts = dict[int, list[Fact]]


@dataclass(frozen=True)
class Known:
    """What was known on a date: facts per indicator, approved and with those under review, and why targets drift.

    `pending` has the indicators of which something is under review; `explained` the newest explanation of each target.
    """

    approved: Facts
    pending: Facts
    explained: dict[int, Explanation]

    @classmethod
    def of_deal(cls, deal: Deal, on: date, *, with_pending: bool) -> "Known":
        """All that was known in a deal."""
        rows = _ENTERED[with_pending].rows(deal, on)
        return cls._of(map(Entered._make, rows), _EXPLAINED.objects(deal, on))

    @classmethod
    def of_targets(cls, targets: Iterable[Target], on: date, *, with_pending: bool) -> "Known":
        """What was known of some targets."""
        read = list(targets)
        indicators = {pk for target in read for pk in (target.indicator_id, target.whole_indicator_id) if pk}
        rows = counted_on(on, with_pending=with_pending).filter(indicator__in=indicators)
        return cls._of(entered(rows), explained_on(on).filter(target__in=[target.pk for target in read]))

    @classmethod
    def _of(cls, figures: Iterable[Entered], explanations: Iterable[Explanation]) -> "Known":
        by_indicator: dict[int, list[Entered]] = defaultdict(list)
        for row in figures:
            by_indicator[row.indicator_id].append(row)
        return cls(
            {key: facts_of(r for r in rows if r.state == State.APPROVED) for key, rows in by_indicator.items()},
            {key: facts_of(rows) for key, rows in by_indicator.items() if any(r.state != State.APPROVED for r in rows)},
            {row.target_id: row for row in explanations},
        )


def counted_on(on: date, *, with_pending: bool) -> QuerySet[Measurement]:
    """The figures that were approved and known on the date; with those that were under review where that is asked."""
    known = Q(state=State.APPROVED, decided_at__date__lte=on)
    waiting = Q(state=State.SUBMITTED, entered_at__date__lte=on)
    return Measurement.objects.filter(known | waiting if with_pending else known, measured_on__lte=on)


def explained_on(on: date) -> QuerySet[Explanation]:
    """The approved explanations that were known on the date, newest last."""
    return Explanation.objects.known_on(on).select_related("entered_by", "decided_in")


def _figures(with_pending: bool) -> Prepared[Deal, date]:
    def build(deal: Deal, on: date) -> QuerySet[Measurement, Any]:
        return counted_on(on, with_pending=with_pending).filter(indicator__deal=deal).values_list(*COLUMNS)

    return Prepared(build, values=lambda deal, on: (deal.pk, on), stand_in=some_deal_and_day)


_ENTERED = {with_pending: _figures(with_pending) for with_pending in (False, True)}
_EXPLAINED = Prepared(
    lambda deal, on: explained_on(on).filter(target__deal=deal),
    values=lambda deal, on: (deal.pk, on),
    stand_in=some_deal_and_day,
)
