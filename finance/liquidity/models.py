"""The instalments that are still to come in, and on which condition each of them hangs."""

from django.db import models

from finance.base.money_fields import MoneyField
from finance.budget.models import Source
from finance.ledger.models import Receipt
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent


class ExpectedReceipt(RegisterRow):
    """An instalment that a contributor is to pay, in euro. A plan: it counts in no sum of what was booked.

    Expected: it is to come on `expected_on`, and where it `depends_on` a condition only once that is met. Received: a
    `receipt` is named by which it came in; nothing of it is expected any more. Off: it will not come.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="expected_receipts")
    contributor = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name="van wie")
    title = models.CharField("termijn", max_length=100)
    expected_on = models.DateField("verwacht op")
    amount = MoneyField("bedrag")
    depends_on = models.CharField("voorwaarde", max_length=300, blank=True)
    met_on = models.DateField("voorwaarde vervuld op", null=True, blank=True)
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ontvangen met"
    )
    is_off = models.BooleanField("gaat niet door", default=False)

    content_fields = (*("contributor", "title", "expected_on", "amount", "depends_on", "met_on", "receipt", "is_off"),)

    class Meta:
        verbose_name = "verwachte ontvangst"
        verbose_name_plural = "verwachte ontvangsten"
        ordering = ["expected_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="finance_expectedreceipt_is_something"),
            models.CheckConstraint(
                condition=models.Q(met_on__isnull=True) | ~models.Q(depends_on=""),
                name="finance_expectedreceipt_meets_a_condition",
            ),
            models.UniqueConstraint(
                fields=["receipt"],
                name="finance_expectedreceipt_receipt_once",
                violation_error_message="Met deze ontvangst is al een andere termijn binnengekomen.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExpectedReceiptEvent(LifecycleEvent):
    """A change of an instalment."""

    expected_receipt = models.ForeignKey(ExpectedReceipt, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een verwachte ontvangst"
        verbose_name_plural = "wijzigingen van verwachte ontvangsten"
