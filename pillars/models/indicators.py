"""What is counted."""

from django.db import models

from pillars.models.items import ItemSet, NamedItem
from regiodeal.covenant.models import AgreedRow


class Indicator(AgreedRow):
    """An indicator: the thing that is counted. Several targets may read one, so that a fact is entered once.

    `aggregation` says how measurements add up: `sum` adds all of them, `last` takes the newest of each item and adds
    those (a stock), `distinct` counts the items whose newest value is one or more.
    """

    class ValueKind(models.TextChoices):
        """What a value of the indicator means."""

        NUMBER = "number", "aantal"
        MILESTONE = "milestone", "mijlpaal"
        SCALE = "scale", "schaal"

    class Aggregation(models.TextChoices):
        """How measurements make one figure."""

        SUM = "sum", "optellen"
        LAST = "last", "laatste stand"
        DISTINCT = "distinct", "aantal verschillende"

    class Breakdown(models.TextChoices):
        """What each measurement is about."""

        NONE = "none", "geheel"
        NEIGHBOURHOOD = "neighbourhood", "per wijk"
        ITEM = "item", "per onderdeel"

    name = models.CharField("naam", max_length=250)
    definition = models.TextField("wat telt mee", blank=True)
    unit = models.CharField("eenheid", max_length=120)
    value_kind = models.CharField("soort waarde", max_length=10, choices=ValueKind)
    aggregation = models.CharField("optelling", max_length=10, choices=Aggregation)
    breakdown = models.CharField("uitsplitsing", max_length=15, choices=Breakdown, default=Breakdown.NONE)
    is_yearly = models.BooleanField("cijfer per jaar", default=False)
    item_sets = models.ManyToManyField(ItemSet, blank=True, related_name="indicators", verbose_name="telt plekken uit")

    class Meta(AgreedRow.Meta):
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"

    def __str__(self) -> str:
        return self.name


class IndicatorItem(models.Model):
    """A part of an indicator that is counted apart from the others, such as a route or a neighbourhood.

    Items of one indicator exclude each other: what is counted in one is not counted in another. An item that stands
    for one named thing belongs to the register, and takes its name from there.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="items")
    code = models.CharField("code", max_length=60)
    name = models.CharField("naam", max_length=200)
    position = models.PositiveIntegerField("volgorde", default=0)
    named_item = models.ForeignKey(
        NamedItem, on_delete=models.CASCADE, null=True, blank=True, related_name="parts", verbose_name="plek"
    )

    class Meta:
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "code"], name="pillars_indicatoritem_code_once"),
        ]

    def __str__(self) -> str:
        return self.name
