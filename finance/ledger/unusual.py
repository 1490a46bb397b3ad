"""Which expenditures look unusual: without evidence, twice the same, far out of what is usual on the line.

The rules of the money count them in SQL (finance/rules/facts.py); here they are found, to be shown in the ledger.
"""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Coalesce, Upper

from finance.ledger.models import BookingKind, BookingOrigin, Expenditure
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State

FEWEST_TO_COMPARE = 5  # other bookings on a line, before one of them can be far out of what is usual there
TIMES_THE_USUAL = 20


def _counted(deal: Deal) -> QuerySet[Expenditure]:
    return Expenditure.objects.filter(deal=deal, state=State.APPROVED)


def _uncorrected(deal: Deal) -> QuerySet[Expenditure]:
    """The bookings that count and were not corrected: what was corrected was looked at."""
    corrections = Expenditure.objects.filter(corrects=OuterRef("pk"), state=State.APPROVED)
    return _counted(deal).filter(~Exists(corrections), kind=BookingKind.BOOKING)


def without_evidence(deal: Deal) -> Q:
    """The condition of expenditures that a person entered and that have no evidence."""
    manual = {"deal": deal, "state": State.APPROVED, "origin": BookingOrigin.MANUAL, "kind": BookingKind.BOOKING}
    kept = Expenditure.evidence.rel.related_model.objects.filter(  # type: ignore[attr-defined]
        expenditure=OuterRef("pk"), removed_at=None
    )
    return Q(~Exists(kept), **manual)


def other_pillar(deal: Deal) -> Q:
    """The condition of expenditures whose measure is of another pillar than their line.

    A booking that was moved to its right place by a correction comes to nothing in the wrong one.
    """
    placed = _counted(deal).filter(measure__isnull=False, line__pillar__isnull=False)
    place: list[BaseExpression | F] = [Coalesce("corrects_id", "pk"), F("line_id"), F("measure_id")]
    rows = placed.exclude(measure__goal__pillar=F("line__pillar"))
    left = rows.annotate(left=Window(Sum("amount"), partition_by=place)).exclude(left=0)
    return Q(pk__in=left.order_by().values("pk"))


def twice(deal: Deal) -> Q:
    """The condition of expenditures of which another has the same counterpart, day and amount."""
    rows = _uncorrected(deal)
    alike = rows.annotate(name=Upper("counterpart")).order_by().values("name", "booked_on", "amount")
    found = Q()
    for name, day, amount in (
        alike.annotate(number=Count("pk")).filter(number__gt=1).values_list("name", "booked_on", "amount")
    ):
        found |= Q(counterpart__iexact=name, booked_on=day, amount=amount)
    return Q(found, pk__in=rows.order_by().values("pk")) if found else Q(pk__in=[])


def far_out(deal: Deal) -> Q:
    """The condition of expenditures of many times what is usual on their line."""
    rows = _uncorrected(deal)
    found = Q()
    usual = rows.order_by().values("line").annotate(number=Count("pk"), total=Sum("amount"))
    for line in usual.filter(number__gt=FEWEST_TO_COMPARE):
        # amount > times * (total - amount) / (number - 1), solved for the amount
        least = TIMES_THE_USUAL * line["total"] / (line["number"] - 1 + TIMES_THE_USUAL)
        found |= Q(line=line["line"], amount__gt=round(least, 2))
    return Q(found, pk__in=rows.order_by().values("pk")) if found else Q(pk__in=[])
