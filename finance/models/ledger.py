"""What happened with the money: receipts, commitments and expenditure."""

from datetime import date
from typing import Self

from django.db import models

from finance.fields import MoneyField
from finance.models.agreed import BudgetLine, Contributor
from pillars.models import Measure
from regiodeal.covenant.models import Deal


class BookingQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Bookings of a deal, as of a date."""

    def booked_by(self, deal: Deal, on: date) -> Self:
        """The bookings of the deal up to and including that day."""
        return self.filter(deal=deal, booked_on__lte=on)


class Booking(models.Model):
    """A row of the ledger: an amount in euros with cents, including btw, on a day. Credit notes are negative rows."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="%(class)s_set")
    code = models.CharField("boekstuk", max_length=60)
    booked_on = models.DateField("boekdatum")
    amount = MoneyField("bedrag incl. btw")

    class Meta:
        abstract = True
        ordering = ["booked_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "code"], name="%(app_label)s_%(class)s_code_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="%(app_label)s_%(class)s_amount_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount}"


class Receipt(Booking):
    """A receipt (ontvangst). Without a line it was not yet divided over the lines of the budget."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, blank=True, related_name="receipts")
    contributor = models.CharField("van wie", max_length=12, choices=Contributor)
    reference = models.CharField("kenmerk", max_length=200)

    objects = BookingQuerySet["Receipt"].as_manager()

    class Meta(Booking.Meta):
        verbose_name = "ontvangst"
        verbose_name_plural = "ontvangsten"


class Commitment(Booking):
    """A commitment (verplichting): money promised to somebody under a line."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="commitments")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments")
    counterpart = models.CharField("aan wie", max_length=200)
    description = models.CharField("omschrijving", max_length=300)

    objects = BookingQuerySet["Commitment"].as_manager()

    class Meta(Booking.Meta):
        verbose_name = "verplichting"
        verbose_name_plural = "verplichtingen"


class Expenditure(Booking):
    """Money spent (besteding), under a commitment where there is one. `btw_amount` is the btw within the amount."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="expenditures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="expenditures")
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="expenditures"
    )
    btw_amount = MoneyField("waarvan btw")
    counterpart = models.CharField("aan wie", max_length=200)
    description = models.CharField("omschrijving", max_length=300)

    objects = BookingQuerySet["Expenditure"].as_manager()

    class Meta(Booking.Meta):
        verbose_name = "besteding"
        verbose_name_plural = "bestedingen"
