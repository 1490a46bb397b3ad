"""Measurements: the figures that were entered."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce

from pillars.agreed.models import Indicator, IndicatorItem
from pillars.projects.models import Project
from regiodeal.base.dutch import day
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.corrections import CorrectableEntry
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.steps import LifecycleEvent


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    """Measurements, by what may count."""

    def known_on(self, on: date) -> Self:
        """The approved figures that were known at the end of that day: about no later day, and decided by then."""
        return self.filter(state=State.APPROVED, measured_on__lte=on, decided_at__date__lte=on)

    def shown_on(self, on: date, *, unapproved: bool) -> Self:
        """Return what somebody may see as of that day: the approved figures then known, or all that were entered."""
        if not unapproved:
            return self.known_on(on)
        return self.filter(measured_on__lte=on).exclude(state=State.WITHDRAWN)

    def waiting(self) -> Self:
        """The figures that wait for a reviewer, oldest first."""
        return self.filter(state=State.SUBMITTED).order_by("entered_at", "pk")


class Measurement(CorrectableEntry):
    """One figure: a value of an indicator, about a year or a day, with its source.

    An approved measurement never changes. A correction is a new measurement that `replaces` it. One that names its
    `project` is what that project did: those of several projects, and the one of none, stand side by side.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    item = models.ForeignKey(IndicatorItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="onderdeel")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="measurements", verbose_name="project"
    )
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    measured_on = models.DateField("peildatum")
    value = models.DecimalField("waarde", max_digits=14, decimal_places=2)
    note = models.TextField("toelichting", blank=True)
    source = models.CharField("bron", max_length=300, blank=True)  # of a draft that is not complete

    objects = MeasurementQuerySet.as_manager()
    content_fields = ("item", "project", "year", "measured_on", "value", "note", "source")

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["measured_on", "pk"]
        indexes = [models.Index(fields=["indicator", "state", "measured_on"], name="pillars_measurement_known")]
        constraints = [
            *CorrectableEntry.Meta.constraints,
            models.CheckConstraint(condition=models.Q(value__gte=0), name="pillars_measurement_value_not_negative"),
            # One open figure per indicator, item, project and year: two colleagues cannot enter the same fact twice.
            models.UniqueConstraint(
                "indicator",
                Coalesce("item", models.Value(0)),
                Coalesce("project", models.Value(0)),
                "year",
                condition=models.Q(state__in=OPEN_STATES, year__isnull=False),
                name="pillars_measurement_one_open_per_year",
            ),
        ]

    @property
    def place_fields(self) -> tuple[str, ...]:
        """Return what tells one figure of an indicator from another: the item, the project, and the year or the day."""
        return ("item", "project", "measured_on" if self.year is None else "year")

    @property
    def about(self) -> str:
        """Return the year or the day that it is about."""
        return str(self.year) if self.year else day(self.measured_on)

    @property
    def value_words(self) -> str:
        """Return the value as people say it: yes or no, a step of the scale with its word, or a number."""
        return self.indicator.in_words(self.value)

    @property
    def already(self) -> str:
        """Return in Dutch that this figure counts for its year or day."""
        return f"Over {self.about} is al een goedgekeurd cijfer: {self.value_words}."

    @property
    def is_provisional(self) -> bool:
        """Tell whether it is a figure of a year that was not over yet: the year's end figure is still to come."""
        return self.year is not None and self.measured_on < date(self.year, 12, 31)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the source, where it has none: a figure without one cannot be checked."""
        return () if self.source.strip() else ("source",)

    @property
    def lacks_grounds(self) -> bool:
        """Tell whether it is a judgement on a scale that does not say why."""
        return self.indicator.value_kind == Indicator.ValueKind.SCALE and not self.note.strip()

    def correct(self, *, by: User, at: datetime, values: Values, reason: str) -> Self:
        """Start a correction as of any entry; it is of the same project, unless `values` name another."""
        return super().correct(by=by, at=at, values={"project": self.project, **values}, reason=reason)

    def __str__(self) -> str:
        part = f", {self.item}" if self.item else ""
        return f"{self.indicator}{part}: {self.value_words} ({self.about})"


class MeasurementEvent(LifecycleEvent):
    """A step in the life of a measurement."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een meting"
        verbose_name_plural = "stappen van metingen"
