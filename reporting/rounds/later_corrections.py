"""What a corrected report knows more than the day that it tells of: the corrections that were approved later.

A correction of a figure of before that day belongs in the correction of the report, though on the day itself nobody
knew of it. The same calculations read it, since within a block it is as if it had been approved on that day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from finance.ledger.models import Commitment, Expenditure, Receipt, end_of
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import ReviewedEntry, State

BOOKINGS = (Receipt, Commitment, Expenditure)


def later_corrections(deal: Deal, *, on: date, by: date) -> list[ReviewedEntry]:
    """The corrections of what was known on the day `on` that were approved after it, up to and including `by`.

    Figures and texts of before that day, and bookings that were dated on or before it. What was newly entered later is
    no correction, and stays out.
    """
    decided = models.Q(state=State.APPROVED, decided_at__gte=end_of(on), decided_at__lt=end_of(by))
    found: list[QuerySet[ReviewedEntry]] = [
        Measurement.objects.filter(decided, indicator__deal=deal, replaces__isnull=False, measured_on__lte=on),
        _known_before(
            OutcomeMeasurement.objects.filter(decided, indicator__deal=deal), on, "indicator", "area", "year"
        ),
        _known_before(ProgressEntry.objects.filter(decided, measure__deal=deal), on, "measure", "year"),
        *(row.objects.filter(decided, deal=deal, corrects__isnull=False, booked_on__lte=on) for row in BOOKINGS),
    ]
    return sorted(chain.from_iterable(found), key=lambda row: (row.decided_at, row.pk))


def _outcomes(deal: Deal) -> QuerySet[OutcomeMeasurement]:
    return OutcomeMeasurement.objects.filter(indicator__deal=deal)


def _known_before(rows: QuerySet[ReviewedEntry], on: date, *same: str) -> QuerySet[ReviewedEntry]:
    """Keep the rows of which another was known on the day about the same."""
    about = models.Q()
    for name in same:
        is_both = models.Q(**{name: OuterRef(name)})
        nothing = models.Q(**{f"{name}__isnull": True})
        about &= is_both | nothing if name == "area" else is_both
    earlier = rows.model._default_manager.filter(about, state=State.APPROVED, decided_at__lt=end_of(on))
    return rows.filter(Exists(earlier))


@contextmanager
def known_on_the_day(corrections: list[ReviewedEntry], *, on: date) -> Iterator[None]:
    """Within the block these corrections count as approved at the end of the day, in their order; nothing is kept."""
    if not corrections:
        yield
        return
    first = end_of(on) - timedelta(microseconds=len(corrections))
    with transaction.atomic():
        for number, row in enumerate(corrections):
            moment = first + timedelta(microseconds=number)
            type(row)._default_manager.filter(pk=row.pk).update(decided_at=moment)
        yield
        transaction.set_rollback(True)  # of this block alone: an exception undoes it by itself
