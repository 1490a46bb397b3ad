"""What happened with the money: receipts, commitments and expenditure."""

from django.db import models

from finance.fields import MoneyField
from finance.models.agreed import BudgetLine, Contributor
from finance.models.bookings import Booking, BookingQuerySet
from pillars.models import Measure, Pillar
from regiodeal.covenant.models.review import ReviewEvent
from regiodeal.covenant.models.same import Agrees


def _part_of_amount(name: str) -> models.Q:
    """The amount of that name lies within the booking's amount, from nothing to all of it, on the same side of zero."""
    amount = models.F("amount")
    return models.Q(amount__gt=0, **{f"{name}__gte": 0, f"{name}__lte": amount}) | models.Q(
        amount__lt=0, **{f"{name}__lte": 0, f"{name}__gte": amount}
    )


class Receipt(Booking):
    """A receipt (ontvangst). Without a line it was not yet divided over the lines of the budget."""

    line = models.ForeignKey(
        BudgetLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name="begrotingsregel",
    )
    contributor = models.CharField("van wie", max_length=12, choices=Contributor)
    reference = models.CharField("kenmerk", max_length=200)

    objects = BookingQuerySet["Receipt"].as_manager()
    content_fields = ("code", "booked_on", "year", "amount", "line", "contributor", "reference")

    class Meta(Booking.Meta):
        verbose_name = "ontvangst"
        verbose_name_plural = "ontvangsten"
        constraints = [
            *Booking.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(line__isnull=False) | models.Q(contributor=Contributor.NATIONAL),
                name="finance_receipt_only_national_undivided",
            ),
        ]
        indexes = [models.Index(fields=["deal", "state", "booked_on"], name="finance_receipt_known")]

    @property
    def description(self) -> str:
        """What it is about, for a list of bookings of all sorts."""
        return self.reference

    @property
    def counterpart(self) -> str:
        """From whom."""
        return self.get_contributor_display()


class Commitment(Booking):
    """A commitment (verplichting): money promised to somebody under a line."""

    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="commitments", verbose_name="begrotingsregel"
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="maatregel",
    )
    counterpart = models.CharField("aan wie", max_length=200)
    description = models.CharField("omschrijving", max_length=300)

    objects = BookingQuerySet["Commitment"].as_manager()
    content_fields = ("code", "booked_on", "year", "amount", "line", "measure", "counterpart", "description")

    class Meta(Booking.Meta):
        verbose_name = "verplichting"
        verbose_name_plural = "verplichtingen"
        indexes = [models.Index(fields=["deal", "state", "booked_on"], name="finance_commitment_known")]
        constraints = [
            *Booking.Meta.constraints,
            models.UniqueConstraint(fields=["line", "id"], name="finance_commitment_in_line"),
            Agrees(field="measure", on="deal", name="finance_commitment_measure_of_deal"),
        ]


class Expenditure(Booking):
    """Money spent (besteding), under a commitment where there is one. `btw_amount` is the btw within the amount.

    `also_serves_amount` is the part of the amount that also serves another pillar than its line's (footnote 2 of the
    table of art. 5). It stays in its own line, and is shown beside it: no euro counts twice.
    """

    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="expenditures", verbose_name="begrotingsregel"
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name="maatregel",
    )
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name="verplichting",
    )
    btw_amount = MoneyField("waarvan btw", default=0)
    counterpart = models.CharField("aan wie", max_length=200)
    description = models.CharField("omschrijving", max_length=300)
    also_serves = models.ForeignKey(
        Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="draagt ook bij aan"
    )
    also_serves_amount = MoneyField("waarvan ook voor die pijler", default=0)

    objects = BookingQuerySet["Expenditure"].as_manager()
    content_fields = (
        "code",
        "booked_on",
        "year",
        "amount",
        "btw_amount",
        "line",
        "measure",
        "commitment",
        "counterpart",
        "description",
        "also_serves",
        "also_serves_amount",
    )

    own_fields = Booking.own_fields | {"btw_amount", "also_serves", "also_serves_amount"}

    class Meta(Booking.Meta):
        verbose_name = "besteding"
        verbose_name_plural = "bestedingen"
        indexes = [models.Index(fields=["deal", "state", "booked_on"], name="finance_expenditure_known")]
        constraints = [
            *Booking.Meta.constraints,
            Agrees(field="measure", on="deal", name="finance_expenditure_measure_of_deal"),
            Agrees(field="also_serves", on="deal", name="finance_expenditure_also_serves_in_deal"),
            Agrees(field="commitment", on="line", name="finance_expenditure_commitment_of_line"),
            models.CheckConstraint(condition=_part_of_amount("btw_amount"), name="finance_expenditure_btw_within"),
            models.CheckConstraint(
                condition=models.Q(also_serves__isnull=True, also_serves_amount=0)
                | models.Q(also_serves__isnull=False)
                & ~models.Q(also_serves_amount=0)
                & _part_of_amount("also_serves_amount"),
                name="finance_expenditure_also_serves_within",
            ),
        ]


class ReceiptEvent(ReviewEvent):
    """A step in the life of a receipt."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="events")

    class Meta(ReviewEvent.Meta):
        verbose_name = "stap van een ontvangst"
        verbose_name_plural = "stappen van ontvangsten"


class CommitmentEvent(ReviewEvent):
    """A step in the life of a commitment."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="events")

    class Meta(ReviewEvent.Meta):
        verbose_name = "stap van een verplichting"
        verbose_name_plural = "stappen van verplichtingen"


class ExpenditureEvent(ReviewEvent):
    """A step in the life of an expenditure."""

    expenditure = models.ForeignKey(Expenditure, on_delete=models.CASCADE, related_name="events")

    class Meta(ReviewEvent.Meta):
        verbose_name = "stap van een besteding"
        verbose_name_plural = "stappen van bestedingen"
