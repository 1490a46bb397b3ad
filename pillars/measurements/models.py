"""Measurements: the figures that were entered."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce

from pillars.agreed.models import Indicator, IndicatorItem
from regiodeal.base.refusals import NO_REASON_TO_CORRECT, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import OPEN_STATES, ReviewedEntry, State
from regiodeal.lifecycle.steps import LifecycleEvent


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    """Measurements, by what may count."""

    def known_on(self, on: date) -> Self:
        """The approved figures that were known at the end of that day: about no later day, and decided by then."""
        return self.filter(state=State.APPROVED, measured_on__lte=on, decided_at__date__lte=on)

    def shown_on(self, on: date, *, unapproved: bool) -> Self:
        """Return what somebody may see as of that day: the approved figures then known, or all that were entered."""
        return self.filter(measured_on__lte=on) if unapproved else self.known_on(on)

    def waiting(self) -> Self:
        """The figures that wait for a reviewer, oldest first."""
        return self.filter(state=State.SUBMITTED).order_by("entered_at", "pk")


class Measurement(ReviewedEntry):
    """One figure: a value of an indicator, about a year or a day, with its source.

    An approved measurement never changes. A correction is a new measurement that `replaces` it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    item = models.ForeignKey(IndicatorItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name="onderdeel")
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    measured_on = models.DateField("peildatum")
    value = models.DecimalField("waarde", max_digits=14, decimal_places=2)
    note = models.TextField("toelichting", blank=True)
    source = models.CharField("bron", max_length=300)
    correction_reason = models.TextField("reden van de correctie", blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = MeasurementQuerySet.as_manager()
    content_fields = ("item", "year", "measured_on", "value", "note", "source")

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["measured_on", "pk"]
        indexes = [models.Index(fields=["indicator", "state", "measured_on"], name="pillars_measurement_known")]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.CheckConstraint(condition=models.Q(value__gte=0), name="pillars_measurement_value_not_negative"),
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True) | ~models.Q(correction_reason=""),
                name="pillars_measurement_correction_has_reason",
            ),
            # One open figure per indicator, item and year: two colleagues cannot enter the same fact side by side.
            models.UniqueConstraint(
                "indicator",
                Coalesce("item", models.Value(0)),
                "year",
                condition=models.Q(state__in=OPEN_STATES, year__isnull=False),
                name="pillars_measurement_one_open_per_year",
            ),
        ]

    @property
    def is_superseded(self) -> bool:
        """Tell whether an approved correction has taken its place. The figure itself stays as it was, for the past."""
        correction = getattr(self, "replaced_by", None)
        return correction is not None and correction.state == State.APPROVED

    def correct(self, *, by: User, at: datetime, values: Values, reason: str) -> "Measurement":
        """Start a correction: a new draft that names this figure and says why.

        Raises ValueError without a reason, WrongStateError unless this figure is approved and not yet corrected.
        """
        if not reason.strip():
            raise ValueError(NO_REASON_TO_CORRECT)
        if self.state != State.APPROVED or Measurement.objects.filter(replaces=self).exists():
            raise WrongStateError("Dit cijfer is niet goedgekeurd of wordt al gecorrigeerd.")
        return Measurement.begin(
            by=by, at=at, indicator=self.indicator, replaces=self, correction_reason=reason.strip(), **values
        )

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} ({self.year or self.measured_on})"


class MeasurementEvent(LifecycleEvent):
    """A step in the life of a measurement."""

    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een meting"
        verbose_name_plural = "stappen van metingen"
