"""What was agreed about money (art. 5)."""

from django.db import models

from finance.base.money_fields import MoneyField
from pillars.agreed.models import Pillar
from regiodeal.deals.models import AgreedRow, Interpretation


class Source(models.TextChoices):
    """Says whose money a budget line is: a column of the table of art. 5 lid 2."""

    NATIONAL = "national", "rijksbijdrage"
    REGIONAL = "regional", "regionale financiering"


class Contributor(models.TextChoices):
    """Says who brings the money in."""

    NATIONAL = "national", "het Rijk"
    MUNICIPALITY = "municipality", "Gemeente"
    PARTNERS = "partners", "regionale partners"
    REGIONAL = "regional", "de regio samen"


class AmountKind(models.TextChoices):
    """Says how hard an agreed amount is."""

    MAXIMUM = "maximum", "maximaal"
    MINIMUM = "minimum", "minimaal"
    AIM = "aim", "streven"


class AgreedAmount(AgreedRow):
    """An amount in the covenant with its kind, whether it was printed rounded, and the cell or sentence it is from.

    Nothing is computed from a rounded amount: 3% of 18 million is 540,000 while the table's cell says 0.5 million.
    """

    kind = models.CharField("soort", max_length=8, choices=AmountKind)
    amount = MoneyField("bedrag incl. btw")
    is_rounded = models.BooleanField("afgerond in het convenant")
    source_cell = models.CharField("plaats in het convenant", max_length=250, blank=True)
    readings = models.ManyToManyField(Interpretation, blank=True, related_name="+")

    class Meta(AgreedRow.Meta):
        abstract = True
        constraints = [
            *AgreedRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="%(app_label)s_%(class)s_amount_not_negative"
            ),
        ]


class BudgetLine(AgreedAmount):
    """A line of the budget: a cell of the table of art. 5 lid 2. Execution costs belong to no pillar."""

    class Purpose(models.TextChoices):
        """Says what the line is for."""

        PILLAR = "pillar", "uitvoering van een pijler"
        EXECUTION = "execution", "uitvoeringskosten (voorbereiding, administratie, toezicht)"

    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines")
    purpose = models.CharField("doel", max_length=10, choices=Purpose)
    source = models.CharField("bron", max_length=10, choices=Source)

    class Meta(AgreedAmount.Meta):
        verbose_name = "begrotingsregel"
        verbose_name_plural = "begrotingsregels"
        constraints = [
            *AgreedAmount.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="finance_budgetline_in_deal"),
            models.CheckConstraint(
                condition=models.Q(purpose="pillar", pillar__isnull=False)
                | models.Q(purpose="execution", pillar__isnull=True),
                name="finance_budgetline_execution_costs_have_no_pillar",
            ),
        ]

    @property
    def label(self) -> str:
        """Return what the line is for and whose money it is, for people: 'Pijler A, rijksbijdrage'."""
        pillar = self.pillar
        label = f"{f'Pijler {pillar.code}' if pillar else 'Uitvoeringskosten'}, {self.get_source_display()}"
        return f"{label} ({self.code})" if self.agreed_from else label  # it came beside one that is named the same


class AgreedTotal(AgreedAmount):
    """An amount that the text of art. 5 names for a contributor as a whole, beside the table."""

    contributor = models.CharField("van wie", max_length=12, choices=Contributor)

    class Meta(AgreedAmount.Meta):
        verbose_name = "afgesproken totaal"
        verbose_name_plural = "afgesproken totalen"
