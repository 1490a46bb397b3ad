"""Caps (art. 5 lid 2), and the deviations from one that were recorded.

What a cap is called, its share and what the share is taken of stand in the deal file (fixtures/).
"""

from datetime import date
from typing import Self

from django.db import models

from finance.base.money_fields import MoneyField
from finance.budget.models import BudgetLine, Source
from finance.ledger.models import known_by
from regiodeal.base.constraints import Agrees
from regiodeal.base.dutch import capital
from regiodeal.deals.models import AgreedRow, Interpretation
from regiodeal.lifecycle.review import ReviewedEntry
from regiodeal.lifecycle.steps import LifecycleEvent


class Cap(AgreedRow):
    """A ceiling as a share of a base: execution costs are at most 3% of what was received (art. 5 lid 2).

    `title` says the agreement in a sentence, `subject` in a word or two what is capped. The base is that of one source
    (`base_source`); without one it is the national money that was received, and otherwise that of the whole deal.
    """

    class Base(models.TextChoices):
        """Says what the share is taken of."""

        RECEIVED = "received", "wat is ontvangen"
        AGREED = "agreed", "wat is afgesproken"
        TOTAL = "total", "de totale bijdrage"
        SPENT = "spent", "wat is besteed"

    title = models.CharField("titel", max_length=200)
    subject = models.CharField("wat wordt begrensd", max_length=120, blank=True)
    rate = models.DecimalField("deel van 1", max_digits=5, decimal_places=4)
    base = models.CharField("grondslag", max_length=10, choices=Base)
    base_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="grondslag van bron"
    )
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="caps")
    readings = models.ManyToManyField(Interpretation, blank=True, related_name="+")

    class Meta(AgreedRow.Meta):
        verbose_name = "maximum"
        verbose_name_plural = "maxima"
        constraints = [
            *AgreedRow.Meta.constraints,
            Agrees(field="base_source", on="deal", name="finance_cap_base_source_of_deal"),
            models.CheckConstraint(
                condition=models.Q(rate__gte=0) & models.Q(rate__lte=1), name="finance_cap_rate_is_a_share"
            ),
        ]

    @property
    def label(self) -> str:
        """Return in a word or two what is capped: 'Uitvoeringskosten (VAT)'."""
        return capital(self.subject or self.title)

    @property
    def base_in_words(self) -> str:
        """Return what the share is taken of: 'de ontvangen rijksbijdrage', 'wat is afgesproken voor provincies'."""
        source = self.base_source
        if source is None:
            is_national = self.base == self.Base.RECEIVED
            return "wat van het Rijk is ontvangen" if is_national else str(self.get_base_display())
        return {
            self.Base.RECEIVED: f"wat is ontvangen van {source.who}",
            self.Base.AGREED: f"wat is afgesproken voor {source.name}",
            self.Base.TOTAL: f"de totale bijdrage van {source.who}",
            self.Base.SPENT: f"wat is besteed van {source.name}",
        }[self.Base(self.base)]


class CapDeviationQuerySet(models.QuerySet["CapDeviation"]):
    """Deviations as of a date."""

    def in_force(self, on: date) -> Self:
        """Return what was decided by that day and approved by then, the newest first: the first one counts."""
        return self.filter(known_by(on), decided_on__lte=on).order_by("-decided_on", "-pk")


class CapDeviation(ReviewedEntry):
    """A decision to let a cap be another: a share of the same base, or an amount in euro. The covenant names no decider
    and no procedure, so the portal keeps who decided, when, what, and under which circumstances. Counts when approved.
    """

    cap = models.ForeignKey(Cap, on_delete=models.PROTECT, related_name="deviations", verbose_name="grens")
    decided_on = models.DateField("besloten op")
    decider = models.CharField("wie besloot", max_length=200)
    decision = models.TextField("besluit")
    reason = models.TextField("omstandigheden")
    reference = models.CharField("waar het staat", max_length=200)
    rate = models.DecimalField("nieuw deel van 1", max_digits=5, decimal_places=4, null=True, blank=True)
    amount = MoneyField("nieuw bedrag", null=True, blank=True)

    objects = CapDeviationQuerySet.as_manager()
    content_fields = ("cap", "decided_on", "decider", "decision", "reason", "reference", "rate", "amount")

    class Meta:
        verbose_name = "afwijking van een grens"
        verbose_name_plural = "afwijkingen van een grens"
        ordering = ["decided_on", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(rate__isnull=True, amount__isnull=False, amount__gte=0)
                | models.Q(amount__isnull=True, rate__isnull=False, rate__gte=0, rate__lte=1),
                name="finance_capdeviation_rate_or_amount",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(decision="") & ~models.Q(decider=""),
                name="finance_capdeviation_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cap.title}: {self.decision}"


class CapDeviationEvent(LifecycleEvent):
    """A step in the life of a recorded deviation."""

    deviation = models.ForeignKey(CapDeviation, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een afwijking"
        verbose_name_plural = "stappen van afwijkingen"
