"""What is left of commitments: what was promised and is not paid yet."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from finance.base.amounts import ZERO
from finance.ledger.models import Commitment, Expenditure
from regiodeal.deals.models import Deal

type Left = dict[tuple[int, int], Decimal]


def lefts(deal: Deal, roots: Collection[int], on: date) -> Left:
    """Return what is left per commitment (by the key of its first row) and line, in euro, in two queries for all.

    Its amount with its corrections, less what was spent under it.
    """
    left: Left = {}
    if not roots:
        return left
    promised = Commitment.objects.booked_by(deal, on).annotate(first=Coalesce("corrects_id", "pk"))
    spent = Expenditure.objects.booked_by(deal, on).annotate(first=Coalesce("commitment__corrects_id", "commitment_id"))
    for sign, rows in ((1, promised), (-1, spent)):
        of_roots = rows.filter(first__in=roots).order_by().values_list("first", "line").annotate(total=Sum("amount"))
        for root, line, total in of_roots:
            left[root, line] = left.get((root, line), ZERO) + sign * total
    return left
