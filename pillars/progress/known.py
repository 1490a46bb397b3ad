"""What was known on a date: the figures that counted, and why targets drifted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from pillars.agreed.models import Measure, Target
from pillars.agreed.promised import targets_of
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.progress.facts import EnteredFigure, Fact, entered, facts_of
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State

Facts = dict[int, list[Fact]]


@dataclass(frozen=True)
class Known:
    """Holds what was known on a date: facts per indicator, approved and with those under review, and why targets drift.

    `pending` has the indicators of which something is under review; `explained` the newest explanation of each target.
    """

    approved: Facts
    pending: Facts
    explained: dict[int, Explanation]

    @classmethod
    def of_deal(cls, deal: Deal, on: date, *, with_pending: bool) -> "Known":
        """All that was known in a deal."""
        rows = counted_on(on, with_pending=with_pending).filter(indicator__deal=deal)
        return cls._of(entered(rows), explained_on(on).filter(target__deal=deal))

    @classmethod
    def of_measure(cls, measure: Measure, on: date, *, with_pending: bool) -> "Known":
        """Return what was known of the targets of one measure."""
        rows = counted_on(on, with_pending=with_pending).filter(indicator__in=_read_by(measure))
        return cls._of(entered(rows), explained_on(on).filter(target__result__measures=measure))

    @classmethod
    def of_targets(cls, targets: Iterable[Target], on: date, *, with_pending: bool) -> "Known":
        """Return what was known of some targets."""
        read = list(targets)
        indicators = {pk for target in read for pk in (target.indicator_id, target.whole_indicator_id) if pk}
        rows = counted_on(on, with_pending=with_pending).filter(indicator__in=indicators)
        return cls._of(entered(rows), explained_on(on).filter(target__in=[target.pk for target in read]))

    @classmethod
    def _of(cls, figures: Iterable[EnteredFigure], explanations: Iterable[Explanation]) -> "Known":
        by_indicator: dict[int, list[EnteredFigure]] = defaultdict(list)
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


def _read_by(measure: Measure) -> QuerySet[Target, Any]:
    """The indicators that the targets of a measure count, themselves or as the N of "n of all N"."""
    targets = targets_of(measure).order_by()
    with_whole = targets.filter(whole_indicator__isnull=False)
    return targets.values("indicator").union(with_whole.values("whole_indicator"))
