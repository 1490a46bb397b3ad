"""What is still to be paid by payment plans, as of a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.base.amounts import ZERO
from finance.ledger.outstanding import Left, lefts
from finance.payment_plans.models import PaymentPlan
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import as_of


@dataclass(frozen=True)
class PlannedPayment:
    """A part of a commitment that is still to be paid, in euro, on the line (its key) where it stands."""

    commitment: int
    code: str
    counterpart: str
    line: int
    due_on: date
    amount: Decimal


def planned_payments(deal: Deal, on: date) -> tuple[PlannedPayment, ...]:
    """What is still to be paid by the plans as they stood on the day, by day; in one query, three where there are any.

    What was paid under a commitment is taken from its earliest payments. What a plan says beyond what is left of the
    commitment is not told: the plan is older than a correction.
    """
    plans = PaymentPlan.objects.filter(deal=deal).select_related("commitment")
    stood = [plan for plan in as_of(plans, on) if plan.payments]
    left = lefts(deal, {plan.commitment_id for plan in stood}, on)
    found = [payment for plan in stood for payment in _still_due(plan, left)]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.commitment, each.line)))


def _still_due(plan: PaymentPlan, left: Left) -> Sequence[PlannedPayment]:
    """The last payments of a plan, up to what is left of its commitment on each line."""
    promise, rest = plan.commitment, list(plan.planned)
    found: list[PlannedPayment] = []
    for (root, line), whole in sorted(left.items()):
        open_amount = whole if root == promise.pk else ZERO
        while rest and open_amount > ZERO:
            on, amount = rest.pop()
            part = min(amount, open_amount)
            open_amount -= part
            if amount > part:
                rest.append((on, amount - part))
            found.append(PlannedPayment(promise.pk, promise.code, promise.counterpart, line, on, part))
    return found
