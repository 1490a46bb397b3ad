"""The payment plan of a commitment."""

from datetime import date
from decimal import Decimal

from django.db import models

from finance.ledger.models import Commitment
from regiodeal.base.constraints import Agrees
from regiodeal.base.dutch import day, euro
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent


class PaymentPlan(RegisterRow):
    """When a commitment ends, and on which days how much of it is to be paid; it names the first row of the commitment.

    A plan: it counts in no sum of what was booked. `payments` has a line for each, its day (ISO) and its amount (euro),
    in order: text, so that the trail tells what stood there. When the plan was kept they added up to the commitment
    with its corrections. Without payments there is no plan.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="payment_plans")
    commitment = models.OneToOneField(
        Commitment, on_delete=models.PROTECT, related_name="payment_plan", verbose_name="verplichting"
    )
    ends_on = models.DateField("loopt tot en met", null=True, blank=True)
    payments = models.TextField("termijnen", blank=True)

    content_fields = ("ends_on", "payments")

    class Meta:
        verbose_name = "betaalplan"
        verbose_name_plural = "betaalplannen"
        ordering = ["pk"]
        constraints = [Agrees(field="commitment", on="deal", name="finance_paymentplan_commitment_of_deal")]

    def __str__(self) -> str:
        return f"betaalplan van {self.commitment.code}"

    @property
    def planned(self) -> list[tuple[date, Decimal]]:
        """Return the payments: (day, euro), in order."""
        lines = (line.split() for line in self.payments.splitlines())
        return [(date.fromisoformat(on), Decimal(amount)) for on, amount in lines]

    def get_payments_display(self) -> str:
        """Return the payments as a person reads them."""
        return "; ".join(f"{day(on)}: {euro(amount)}" for on, amount in self.planned)


class PaymentPlanEvent(LifecycleEvent):
    """A change of a payment plan."""

    payment_plan = models.ForeignKey(PaymentPlan, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een betaalplan"
        verbose_name_plural = "wijzigingen van betaalplannen"
