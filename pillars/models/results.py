"""Results (art. 4) and their targets."""

from decimal import Decimal

from django.db import models

from pillars.models.agreement import Goal, Measure
from pillars.models.indicators import Indicator
from regiodeal.covenant.models import AgreedRow, Interpretation


class Result(AgreedRow):
    """A result (beoogd resultaat) of art. 4: what is promised.

    It may belong to more than one measure: art. 4 takes 1.2.1 with 1.2.2 and 2.5.1 with 2.5.2 together.
    `document_code` is the code as the covenant prints it; `wording` is the covenant's own text.
    """

    document_code = models.CharField("code in het convenant", max_length=60)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="results")
    measures = models.ManyToManyField(Measure, related_name="results")
    title = models.CharField("titel", max_length=250)
    wording = models.TextField("afgesproken tekst")
    executor = models.CharField("uitvoerder", max_length=250, blank=True)

    class Meta(AgreedRow.Meta):
        verbose_name = "beoogd resultaat"
        verbose_name_plural = "beoogde resultaten"

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Target(AgreedRow):
    """A target (norm): one part of a result that can be tested.

    `reads` names the items of the indicator that count (by code; empty means all), `whole_indicator` the indicator
    that counts the N of "n of all N" where the covenant gives no number, and `divide_by` a number the figure is
    divided by ("per wijkbedrijf"). `tolerance` is the room in "circa", as a share of 1.
    """

    class Kind(models.TextChoices):
        """The seven kinds of target, each with a rule of its own in pillars/rules.py."""

        PER_YEAR = "per_year", "aantal per jaar"
        CUMULATIVE = "cumulative", "aantal, opgeteld"
        COVERAGE = "coverage", "dekking (n van N)"
        RANGE = "range", "bandbreedte"
        MILESTONE = "milestone", "mijlpaal"
        QUALITATIVE = "qualitative", "kwalitatief"
        TREND = "trend", "trend"

    class Operator(models.TextChoices):
        """How the value is held against the number."""

        AT_LEAST = "at_least", "minimaal"
        EXACTLY = "exactly", "precies"
        ABOUT = "about", "ongeveer"
        BETWEEN = "between", "tussen"
        AIM = "aim", "streven"
        DONE = "done", "gereed"
        DECREASES = "decreases", "daalt"

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="targets")
    title = models.CharField("titel", max_length=250)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    operator = models.CharField("vergelijking", max_length=10, choices=Operator)
    minimum = models.DecimalField("minimum", max_digits=12, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("maximum", max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField("eenheid", max_length=120)
    cadence = models.CharField("hoe vaak", max_length=120)
    due = models.JSONField("termijnregel")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    reads = models.JSONField("leest deze onderdelen", default=list, blank=True)
    whole_indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="targets_as_whole"
    )
    divide_by = models.PositiveSmallIntegerField("gedeeld door", default=1)
    tolerance = models.DecimalField("speling bij circa", max_digits=4, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField("jaar van de nulmeting", null=True, blank=True)
    baseline_note = models.TextField("over de beginsituatie", blank=True)
    readings = models.ManyToManyField(Interpretation, blank=True, related_name="targets")

    class Meta(AgreedRow.Meta):
        verbose_name = "norm"
        verbose_name_plural = "normen"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.CheckConstraint(condition=models.Q(divide_by__gte=1), name="pillars_target_divides_by_one_or_more"),
            models.CheckConstraint(
                condition=models.Q(maximum__isnull=True)
                | models.Q(minimum__isnull=True)
                | models.Q(maximum__gte=models.F("minimum")),
                name="pillars_target_maximum_not_below_minimum",
            ),
        ]

    @property
    def needed(self) -> Decimal | None:
        """The number that is enough: the minimum, less the room that "circa" leaves; None when there is no number."""
        if self.minimum is None:
            return None
        if self.operator == self.Operator.ABOUT and self.tolerance is not None:
            return self.minimum * (1 - self.tolerance)
        return self.minimum
