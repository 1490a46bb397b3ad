"""What SiSa asks: which figure of the money goes under which indicator; and what was handed in over a year."""

from django.conf import settings
from django.db import models

from finance.budget.models import BudgetLine, Source
from pillars.agreed.models import Pillar
from regiodeal.base.constraints import Agrees
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.models import AgreedRow, Deal, Interpretation
from regiodeal.deals.words import fill_in


class SisaIndicator(AgreedRow):
    """An indicator of the yearly account to the Rijk (SiSa), and the figure that answers it.

    The codes are in the annex of each bookkeeping year and change: they are data, with the first and last bookkeeping
    year that they are for. `obligation` says until when it is due: over a year, in the year after it.
    """

    class Figure(models.TextChoices):
        """Says which figure is counted."""

        RECEIVED = "received", "ontvangen"
        COMMITTED = "committed", "verplicht"
        SPENT = "spent", "besteed"

    class Period(models.TextChoices):
        """Says over which years a figure is counted."""

        YEAR = "year", "in het boekjaar"
        TO_DATE = "to_date", "tot en met het boekjaar"

    indicator_code = models.CharField("indicatorcode", max_length=30)
    title = models.CharField("wat SiSa vraagt", max_length=250)
    figure = models.CharField("cijfer", max_length=9, choices=Figure)
    period = models.CharField("periode", max_length=7, choices=Period)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name="bron")
    purpose = models.CharField("doel", max_length=10, choices=BudgetLine.Purpose, blank=True)
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_year = models.PositiveSmallIntegerField("vanaf boekjaar", default=FIRST_YEAR)
    last_year = models.PositiveSmallIntegerField("tot en met boekjaar", default=LAST_YEAR)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="sisa_indicators")
    readings = models.ManyToManyField(Interpretation, blank=True, related_name="+")

    class Meta(AgreedRow.Meta):
        verbose_name = "SiSa-indicator"
        verbose_name_plural = "SiSa-indicatoren"
        constraints = [
            *AgreedRow.Meta.constraints,
            Agrees(field="source", on="deal", name="finance_sisaindicator_source_of_deal"),
            models.CheckConstraint(
                condition=models.Q(first_year__lte=models.F("last_year")), name="finance_sisaindicator_years_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_code}: {self.title}"

    @property
    def question(self) -> str:
        """Return what is counted, in words: 'besteed in het boekjaar, rijksbijdrage, uitvoeringskosten'."""
        parts = [f"{self.get_figure_display()} {self.get_period_display()}", self.source.name]
        if self.purpose == BudgetLine.Purpose.EXECUTION:
            parts.append(fill_in("{execution_costs}"))
        elif self.purpose:
            parts.append(fill_in("uitvoering van de {pillars}"))
        return ", ".join([*parts, *([f"{fill_in('{pillar}')} {self.pillar.code}"] if self.pillar else [])])


class SisaReturn(models.Model):
    """The account over a bookkeeping year as it was handed in: it never changes. Handed in anew, there is another row.

    `answers` holds per indicator its code in the deal, its code of SiSa, what is asked, and the amount in euro as text.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="sisa_returns")
    year = models.PositiveSmallIntegerField("boekjaar")
    answers = models.JSONField("antwoorden", default=list)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField("ingediend op")

    class Meta:
        verbose_name = "ingediend SiSa-overzicht"
        verbose_name_plural = "ingediende SiSa-overzichten"
        ordering = ["-handed_in_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR) & models.Q(year__lte=LAST_YEAR), name="finance_sisareturn_year"
            ),
        ]

    def __str__(self) -> str:
        return f"SiSa {self.year}"
