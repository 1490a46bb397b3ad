"""Outcome measurements: how neighbourhoods and residents fare (art. 2), as others count it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce

from pillars.agreed.models import OutcomeIndicator
from regiodeal.base.dutch import number
from regiodeal.deals.models import AgreedRow, Neighbourhood
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.corrections import CorrectableEntry
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.steps import LifecycleEvent


class OutcomeArea(AgreedRow):
    """An area as statistics draw it. It may hold more than one neighbourhood: the note says what that means."""

    name = models.CharField("naam", max_length=150)
    neighbourhoods = models.ManyToManyField(
        Neighbourhood, blank=True, related_name="+", verbose_name=deal_text("{areas}")
    )
    note = models.TextField("toelichting", blank=True)

    class Meta(AgreedRow.Meta):
        verbose_name = "gebied van de statistiek"
        verbose_name_plural = "gebieden van de statistiek"

    def __str__(self) -> str:
        return self.name


class OutcomeSource(AgreedRow):
    """A body that publishes figures."""

    name = models.CharField("naam", max_length=150)

    class Meta(AgreedRow.Meta):
        verbose_name = "bron van maatschappelijke cijfers"
        verbose_name_plural = "bronnen van maatschappelijke cijfers"

    def __str__(self) -> str:
        return self.name


class OutcomeMeasurementQuerySet(models.QuerySet["OutcomeMeasurement"]):
    """Outcome measurements, by what may count."""

    def known_on(self, on: date) -> Self:
        """The approved figures that were known at the end of that day."""
        return self.filter(state=State.APPROVED, decided_at__date__lte=on, year__lte=on.year)


class OutcomeMeasurement(CorrectableEntry):
    """One figure of an outcome indicator: a year and an area (none: the whole region of the deal).

    An approved figure never changes. Another one for the same year and area is a correction that `replaces` it: a
    source may revise what it published. Both stay. The baseline is the figure that the Parties compare with.
    """

    indicator = models.ForeignKey(OutcomeIndicator, on_delete=models.PROTECT, related_name="measurements")
    area = models.ForeignKey(
        OutcomeArea, on_delete=models.PROTECT, null=True, blank=True, related_name="measurements", verbose_name="gebied"
    )
    year = models.PositiveSmallIntegerField("jaar")
    value = models.DecimalField("waarde", max_digits=14, decimal_places=2)
    source = models.ForeignKey(  # none: a draft that is not complete
        OutcomeSource, on_delete=models.PROTECT, null=True, related_name="measurements", verbose_name="bron"
    )
    table = models.CharField("tabel of webadres", max_length=300, blank=True)
    is_baseline = models.BooleanField("dit is de nulmeting", default=False)
    note = models.TextField("toelichting", blank=True)

    objects = OutcomeMeasurementQuerySet.as_manager()
    content_fields = ("area", "year", "value", "source", "table", "is_baseline", "note")

    class Meta:
        verbose_name = "maatschappelijk cijfer"
        verbose_name_plural = "maatschappelijke cijfers"
        ordering = ["year", "pk"]
        constraints = [
            *CorrectableEntry.Meta.constraints,
            models.CheckConstraint(condition=models.Q(value__gte=0), name="pillars_outcomemeasurement_not_negative"),
            models.UniqueConstraint(
                "indicator",
                Coalesce("area", models.Value(0)),
                "year",
                condition=models.Q(state__in=OPEN_STATES),
                name="pillars_outcomemeasurement_one_open_per_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.name}, {self.area_name}, {self.year}"

    @property
    def area_name(self) -> str:
        """The area, or the whole region of the deal."""
        return str(self.area) if self.area else self.indicator.deal.region_name

    @property
    def place_fields(self) -> tuple[str, ...]:
        """Return what tells one figure of an indicator from another: the area and the year."""
        return ("area", "year")

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the source, where it has none: a figure without one cannot be checked."""
        return () if self.source_id else ("source",)

    @property
    def already(self) -> str:
        """Return in Dutch that this figure counts for its year and area."""
        return f"Over {self.year} is voor {self.area_name} al een goedgekeurd cijfer: {number(self.value)}."


class OutcomeMeasurementEvent(LifecycleEvent):
    """A step in the life of an outcome measurement."""

    measurement = models.ForeignKey(OutcomeMeasurement, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een maatschappelijk cijfer"
        verbose_name_plural = "stappen van maatschappelijke cijfers"
