"""What a measure costs: the bookings that name it, and what they come to."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from finance.models import Commitment, Expenditure
from finance.models.bookings import end_of
from pillars.models import Measure
from pillars.promised import some_measure
from regiodeal.covenant.models import Deal
from regiodeal.covenant.prepared import Prepared, some_day, some_deal


@dataclass(frozen=True)
class MeasureMoney:
    """The bookings of a measure that count on a date; euros with cents, including btw."""

    commitments: list[Decimal]
    expenditures: list[Expenditure]

    @property
    def committed(self) -> Decimal:
        """What was promised to others, corrections included."""
        return sum(self.commitments, start=Decimal(0))

    @property
    def spent(self) -> Decimal:
        """What was paid, corrections included."""
        return sum((row.amount for row in self.expenditures), start=Decimal(0))


def money_of_measure(deal: Deal, measure: Measure, *, on: date) -> MeasureMoney:
    """What a measure of the deal costs, by the bookings up to and including `on` that were approved by then."""
    commitments = [amount for (amount,) in _COMMITMENTS.rows(deal, measure, on)]
    return MeasureMoney(commitments, _EXPENDITURES.objects(deal, measure, on))


def _commitments(deal: Deal, measure: Measure, on: date) -> QuerySet[Commitment, Any]:
    return Commitment.objects.booked_by(deal, on).filter(measure=measure).values_list("amount")


def _expenditures(deal: Deal, measure: Measure, on: date) -> QuerySet[Expenditure]:
    rows = Expenditure.objects.booked_by(deal, on).filter(measure=measure)
    return rows.select_related("line__pillar")


def _values(deal: Deal, measure: Measure, on: date) -> tuple[int, int, date, datetime]:
    return deal.pk, measure.pk, on, end_of(on)


def _stand_in(number: int) -> tuple[Deal, Measure, date]:
    return some_deal(number), some_measure(number), some_day(number)


_COMMITMENTS = Prepared(_commitments, values=_values, stand_in=_stand_in)
_EXPENDITURES = Prepared(_expenditures, values=_values, stand_in=_stand_in)
