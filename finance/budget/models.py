"""What was agreed about money (art. 5)."""

from django.db import models

from finance.base.money_fields import MoneyField
from pillars.agreed.models import Pillar
from regiodeal.base.constraints import Agrees
from regiodeal.deals.models import AgreedRow, Interpretation, Organisation, Party
from regiodeal.deals.words import deal_text, fill_in


class Sector(models.TextChoices):
    """Public or private: the covenant asks more of public money."""

    PUBLIC = "public", "publiek"
    PRIVATE = "private", "privaat"


class Source(AgreedRow):
    """A source of money (bron) as the deal names it, and who contributes to it.

    Who contributes are its Parties and organisations; a source that names none is of a group that is only described
    ("regionale partners") and takes whoever no other source names. `part_of` is the code of the larger source that this
    one is a part of: what came in from a part, came in from the whole. A side (het Rijk, de regio) has any number.
    """

    name = models.CharField("naam", max_length=120)
    contributor_name = models.CharField("van wie", max_length=120, blank=True)
    side = models.CharField("kant", max_length=10, choices=Party.Side)
    sector = models.CharField("publiek of privaat", max_length=7, choices=Sector, blank=True)
    part_of = models.CharField("onderdeel van", max_length=60, blank=True)
    parties = models.ManyToManyField(Party, blank=True, related_name="+", verbose_name="Partijen")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+", verbose_name="organisaties")

    class Meta(AgreedRow.Meta):
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="finance_source_in_deal"),
            models.CheckConstraint(
                condition=~models.Q(part_of=models.F("code")), name="finance_source_is_no_part_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def who(self) -> str:
        """Return who brings this money in, for people: 'het Rijk', 'provincies'."""
        return self.contributor_name or self.name

    @property
    def is_national(self) -> bool:
        """Tell whether it is money of the state: the national contribution, or a part of it."""
        return self.side == Party.Side.NATIONAL


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

        PILLAR = "pillar", deal_text("uitvoering van {an_pillar}")
        EXECUTION = "execution", deal_text("{execution_costs}")

    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines")
    purpose = models.CharField("doel", max_length=10, choices=Purpose)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="budget_lines", verbose_name="bron")
    name = models.CharField("naam", max_length=150, blank=True)

    class Meta(AgreedAmount.Meta):
        verbose_name = "begrotingsregel"
        verbose_name_plural = "begrotingsregels"
        constraints = [
            *AgreedAmount.Meta.constraints,
            Agrees(field="source", on="deal", name="finance_budgetline_source_of_deal"),
            models.UniqueConstraint(fields=["deal", "id"], name="finance_budgetline_in_deal"),
            models.UniqueConstraint(
                fields=["deal", "name"],
                condition=~models.Q(name=""),
                name="finance_budgetline_name_once",
                violation_error_message="Er is al een begrotingsregel met deze naam.",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="pillar", pillar__isnull=False)
                | models.Q(purpose="execution", pillar__isnull=True),
                name="finance_budgetline_execution_costs_have_no_pillar",
            ),
        ]

    @property
    def label(self) -> str:
        """Return its own name, or what it is for and whose money it is, for people: 'Pijler A, rijksbijdrage'."""
        if self.name:
            return self.name
        purpose = f"{fill_in('{Pillar}')} {self.pillar.code}" if self.pillar else fill_in("{Execution_costs}")
        label = f"{purpose}, {self.source.name}"
        return f"{label} ({self.code})" if self.agreed_from else label  # it came beside one that is named the same


class AgreedTotal(AgreedAmount):
    """An amount that the text of art. 5 names for a contributor as a whole, beside the table."""

    contributor = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="totals", verbose_name="van wie")

    class Meta(AgreedAmount.Meta):
        verbose_name = "afgesproken totaal"
        verbose_name_plural = "afgesproken totalen"
        constraints = [
            *AgreedAmount.Meta.constraints,
            Agrees(field="contributor", on="deal", name="finance_agreedtotal_contributor_of_deal"),
        ]

    @property
    def who(self) -> str:
        """Return who brings it in, for people."""
        return self.contributor.who
