"""What a measure costs: the bookings that name it, and what they come to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.ledger.models import Commitment, Expenditure
from pillars.agreed.models import Measure
from regiodeal.deals.models import Deal


@dataclass(frozen=True)
class MeasureMoney:
    """The bookings of a measure that count on a date; euros with cents, including btw."""

    commitments: list[Decimal]
    expenditures: list[Expenditure]

    @property
    def committed(self) -> Decimal:
        """Return what was promised to others, corrections included."""
        return sum(self.commitments, start=Decimal(0))

    @property
    def spent(self) -> Decimal:
        """Return what was paid, corrections included."""
        return sum((row.amount for row in self.expenditures), start=Decimal(0))


def money_of_measure(deal: Deal, measure: Measure, *, on: date) -> MeasureMoney:
    """Return what a measure of the deal costs, by the bookings up to and including `on` that were approved by then."""
    commitments = Commitment.objects.booked_by(deal, on).filter(measure=measure).values_list("amount", flat=True)
    expenditures = (
        Expenditure.objects.booked_by(deal, on).filter(measure=measure).select_related("line__pillar", "line__source")
    )
    return MeasureMoney(list(commitments), list(expenditures))
