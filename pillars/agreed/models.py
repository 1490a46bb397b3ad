"""What is promised: pillars, goals, measures, results, targets, indicators and named things."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models.functions import Coalesce

from pillars.agreed.scale import SCALE_WORDS
from regiodeal.base.dutch import number
from regiodeal.base.outlines import fit_location
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import AgreedRow, Interpretation, Neighbourhood, User
from regiodeal.deals.words import deal_text, word
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import MOVED_ON, LifecycleEvent


class Pillar(AgreedRow):
    """A pillar (pijler). The covenant names pillars differently per article: one name counts, the rest are aliases."""

    name = models.CharField("naam", max_length=200)
    aliases = models.JSONField("andere namen in het convenant", default=list, blank=True)

    class Meta(AgreedRow.Meta):
        verbose_name = deal_text("{pillar}")
        verbose_name_plural = deal_text("{pillars}")
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="pillars_pillar_in_deal"),
        ]

    def __str__(self) -> str:
        return f"{word('Pillar')} {self.code}: {self.name}"


class Goal(AgreedRow):
    """A goal (doel) of art. 2, with the code that art. 3 and 4 give it."""

    pillar = models.ForeignKey(Pillar, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField("titel", max_length=300)
    wording = models.TextField("afgesproken tekst")

    class Meta(AgreedRow.Meta):
        verbose_name = "doel"
        verbose_name_plural = "doelen"


class Measure(AgreedRow):
    """A measure (maatregel) of art. 3. `activities` quotes its lettered parts, which are no results."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")
    title = models.CharField("titel", max_length=300)
    wording = models.TextField("afgesproken tekst")
    activities = models.JSONField("activiteiten", default=list, blank=True)

    class Meta(AgreedRow.Meta):
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="pillars_measure_in_deal"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class OutcomeIndicator(AgreedRow):
    """A societal indicator that art. 2 gives as an example of a goal. It has no target, and proves no cause."""

    class Direction(models.TextChoices):
        """Says which way the Parties hope it moves."""

        UP = "up", "omhoog"
        DOWN = "down", "omlaag"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="outcome_indicators")
    name = models.CharField("naam", max_length=300)
    direction = models.CharField("gewenste richting", max_length=4, choices=Direction)
    unit = models.CharField("eenheid", max_length=100)

    class Meta(AgreedRow.Meta):
        verbose_name = "maatschappelijke indicator"
        verbose_name_plural = "maatschappelijke indicatoren"


class NationalProgramme(AgreedRow):
    """A national programme or aim that the deal adds to (bijlage 1); without measures it is about the whole deal."""

    name = models.CharField("naam", max_length=200)
    wording = models.TextField("tekst")
    measures = models.ManyToManyField(Measure, blank=True, related_name="national_programmes")

    class Meta(AgreedRow.Meta):
        verbose_name = "landelijk programma"
        verbose_name_plural = "landelijke programma's"

    def __str__(self) -> str:
        return self.name


class CrossLink(AgreedRow):
    """An example of how measures of both pillars strengthen each other (bijlage 2)."""

    title = models.CharField("titel", max_length=200)
    wording = models.TextField("tekst")
    measures = models.ManyToManyField(Measure, related_name="cross_links")

    class Meta(AgreedRow.Meta):
        verbose_name = "samenhang"
        verbose_name_plural = "samenhang"

    def __str__(self) -> str:
        return self.title


class ItemSet(AgreedRow):
    """A set of named things of one kind, such as the 14 meeting places of art. 4, 1.1.1.

    An indicator that counts a set and names no items of its own has one item for each thing in it. One with items of
    its own counts the things in groups; a thing stands in one group, so that no total counts it twice. A fixed set
    was agreed by name or number, and never grows.
    """

    name = models.CharField("naam", max_length=150)
    singular = models.CharField("naam van één", max_length=100)
    is_fixed = models.BooleanField("vaste lijst", default=False)

    class Meta(AgreedRow.Meta):
        verbose_name = "lijst van plekken"
        verbose_name_plural = "lijsten van plekken"

    def __str__(self) -> str:
        return self.name


class PresentItems(models.Manager["NamedItem"]):
    """The named things without those that were entered by mistake and removed again."""

    def get_queryset(self) -> models.QuerySet["NamedItem"]:
        """Leave out what was removed."""
        return super().get_queryset().filter(is_removed=False)


class NamedItem(RegisterRow, AgreedRow):
    """One named thing. The deal file says which things were agreed; the bureau keeps its name, place and dates.

    In a fixed set only what was agreed counts in "n of N": the 14 do not become 15 when another place opens.
    """

    item_set = models.ForeignKey(ItemSet, on_delete=models.PROTECT, related_name="items", verbose_name="lijst")
    agreed_name = models.CharField("naam in de afspraken", max_length=200, blank=True)
    in_agreed_set = models.BooleanField("hoort bij de afgesproken lijst", default=True)
    name = models.CharField("naam", max_length=200, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=deal_text("{area}"),
    )
    group = models.ForeignKey(
        "pillars.IndicatorItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="telt mee als",
    )
    opened_on = models.DateField("open sinds", null=True, blank=True)
    closed_on = models.DateField("gesloten op", null=True, blank=True)
    agreed_location = models.CharField("ligging in de afspraken", max_length=40, blank=True, validators=[fit_location])
    location = models.CharField("ligging", max_length=40, blank=True, validators=[fit_location])
    note = models.TextField("toelichting", blank=True)
    is_removed = models.BooleanField("weggehaald", default=False, editable=False)

    objects = PresentItems()
    with_removed = models.Manager()  # for their trail, and so that no code is given twice

    content_fields = ("name", "neighbourhood", "location", "group", "opened_on", "closed_on", "note")

    class Meta(AgreedRow.Meta):
        verbose_name = "plek"
        verbose_name_plural = "plekken"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="pillars_nameditem_closes_after_opening",
                violation_error_message="Een plek sluit niet voordat zij opengaat.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.agreed_name

    @property
    def counts_in_coverage(self) -> bool:
        """Tell whether it is one of the N that a coverage counts."""
        return self.in_agreed_set or not self.item_set.is_fixed

    def revise(self, *, by: User, at: datetime, values: Values, version: int, reason: str = "") -> None:
        """Change the content; its items at the indicators follow its name."""
        with transaction.atomic():
            super().revise(by=by, at=at, values=values, version=version, reason=reason)
            self.parts.update(name=str(self))

    def remove(self, *, by: User, at: datetime, version: int, reason: str) -> None:
        """Take away what was entered by mistake; its trail stays. Raises ValueError without a reason.

        Raises WrongStateError for what was agreed, for what a figure is about, and when it moved on.
        """
        if not reason.strip():
            raise ValueError("Geef een reden: anderen moeten kunnen lezen waarom dit is weggehaald.")
        if self.in_agreed_set:
            raise WrongStateError("Dit hoort bij de afgesproken lijst. Alleen een wijziging van de deal haalt het weg.")
        with transaction.atomic():
            step = {"by": by, "at": at, "reason": reason.strip()}
            self.change(models.Q(is_removed=False), {"is_removed": True}, version=version, refusal=MOVED_ON, step=step)
            try:
                with transaction.atomic():
                    self.parts.all().delete()
            except models.ProtectedError as error:
                raise WrongStateError(
                    "Er zijn cijfers over deze plek. Vul in wanneer zij is gesloten; dan blijft te zien wat er was."
                ) from error

    def is_open(self, on: date) -> bool | None:
        """Tell whether it is open on that date; None when it is not known when it opened."""
        if self.closed_on is not None and self.closed_on <= on:
            return False
        return None if self.opened_on is None else self.opened_on <= on


class NamedItemEvent(LifecycleEvent):
    """A change of a named thing. It keeps the thing: what somebody worked on cannot go with a new deal file."""

    item = models.ForeignKey(NamedItem, on_delete=models.PROTECT, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een plek"
        verbose_name_plural = "wijzigingen van plekken"


class Indicator(AgreedRow):
    """An indicator: the thing that is counted. Several targets may read one, so that a fact is entered once.

    `aggregation` says how measurements add up: `sum` adds all of them, `last` takes the newest of each item and adds
    those (a stock), `distinct` counts the items whose newest value is one or more.
    """

    class ValueKind(models.TextChoices):
        """Says what a value of the indicator means."""

        NUMBER = "number", "aantal"
        MILESTONE = "milestone", "mijlpaal"
        SCALE = "scale", "schaal"

        def is_reached(self, value: Decimal | None) -> bool:
            """Tell whether a milestone of this value was reached; of what is counted nothing ever is."""
            return self is type(self).MILESTONE and value is not None and value >= 1

    class Aggregation(models.TextChoices):
        """Says how measurements make one figure."""

        SUM = "sum", "optellen"
        LAST = "last", "laatste stand"
        DISTINCT = "distinct", "aantal verschillende"

    class Breakdown(models.TextChoices):
        """Says what each measurement is about."""

        NONE = "none", "geheel"
        NEIGHBOURHOOD = "neighbourhood", deal_text("per {area}")
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

    def in_words(self, value: Decimal) -> str:
        """Return a value as people say it: yes or no, a step of the scale with its word, or a number."""
        match self.value_kind:
            case Indicator.ValueKind.MILESTONE:
                return "ja" if value >= 1 else "nee"
            case Indicator.ValueKind.SCALE:
                step = int(min(value, Decimal(len(SCALE_WORDS) - 1)))
                return f"{step}: {SCALE_WORDS[step]}"
            case _:
                return number(value)


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


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets, with what the rules of progress ask of them."""

    def with_parts(self) -> Self:
        """Add how many items the indicator of each has that count: all but what came into a fixed list later."""
        counts = models.Q(named_item__isnull=True) | models.Q(named_item__in_agreed_set=True)
        counts |= models.Q(named_item__item_set__is_fixed=False)
        items = IndicatorItem.objects.filter(counts, indicator=models.OuterRef("indicator")).order_by()
        number_of = items.values("indicator").annotate(number=models.Count("pk")).values("number")
        return self.annotate(counted_parts=Coalesce(models.Subquery(number_of), 0))


class Target(AgreedRow):
    """A target (norm): one part of a result that can be tested.

    `reads` names the items of the indicator that count (by code; empty means all), `whole_indicator` the indicator
    that counts the N of "n of all N" where the covenant gives no number, and `divide_by` a number the figure is
    divided by ("per wijkbedrijf"). `tolerance` is the room in "circa", as a share of 1. `is_ceiling` says that more
    than the maximum is too much; without it a maximum only tells what was expected.
    """

    class Kind(models.TextChoices):
        """The seven kinds of target, each with a rule of its own in pillars/progress/target_rules.py."""

        PER_YEAR = "per_year", "aantal per jaar"
        CUMULATIVE = "cumulative", "aantal, opgeteld"
        COVERAGE = "coverage", "dekking (n van N)"
        RANGE = "range", "bandbreedte"
        MILESTONE = "milestone", "mijlpaal"
        QUALITATIVE = "qualitative", "kwalitatief"
        TREND = "trend", "trend"

    class Operator(models.TextChoices):
        """Says how the value is held against the number."""

        AT_LEAST = "at_least", "minimaal"
        EXACTLY = "exactly", "precies"
        ABOUT = "about", "ongeveer"
        BETWEEN = "between", "tussen"
        AIM = "aim", "streven"
        DONE = "done", "gereed"
        DECREASES = "decreases", "daalt"
        INCREASES = "increases", "stijgt"

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="targets")
    title = models.CharField("titel", max_length=250)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    operator = models.CharField("vergelijking", max_length=10, choices=Operator)
    minimum = models.DecimalField("minimum", max_digits=12, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("maximum", max_digits=12, decimal_places=2, null=True, blank=True)
    is_ceiling = models.BooleanField(
        "maximum is een plafond", default=False, help_text="Meer dan het maximum is dan te veel."
    )
    unit = models.CharField("eenheid", max_length=120)
    cadence = models.CharField("hoe vaak", max_length=120, blank=True)
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

    objects = TargetQuerySet.as_manager()

    counted_parts: int | None = None  # where `with_parts` fetched it along

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
            models.CheckConstraint(
                condition=models.Q(is_ceiling=False) | models.Q(kind="range", maximum__isnull=False),
                name="pillars_target_ceiling_has_maximum",
                violation_error_message="Alleen een bandbreedte met een maximum heeft een plafond.",
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

    @property
    def ceiling(self) -> Decimal | None:
        """The number that is too much to pass: the maximum, with the room of "circa"; None where more is welcome."""
        if not self.is_ceiling or self.maximum is None:
            return None
        if self.operator == self.Operator.ABOUT and self.tolerance is not None:
            return self.maximum * (1 + self.tolerance)
        return self.maximum

    @property
    def parts(self) -> int:
        """How many items it reads: those it names, or all of its indicator that were agreed; 0 for an undivided one."""
        if self.reads:
            return len(self.reads)
        if self.counted_parts is None:
            row = Target.objects.filter(pk=self.pk).with_parts().first()
            self.counted_parts = row.counted_parts if row else 0
        return self.counted_parts or 0
