"""The story of a measure in a period."""

from datetime import date
from typing import Self

from django.db import models

from pillars.agreed.models import Measure
from regiodeal.covenant.meetings.models import Decision
from regiodeal.lifecycle.review import OPEN_STATES, ReviewedEntry, State
from regiodeal.lifecycle.steps import LifecycleEvent


class ProgressEntryQuerySet(models.QuerySet["ProgressEntry"]):
    """Progress entries, by whoever may see them."""

    def known_on(self, on: date) -> Self:
        """The approved texts that were known at the end of that day."""
        return self.filter(year__lte=on.year, state=State.APPROVED, decided_at__date__lte=on)

    def shown_on(self, on: date, *, unapproved: bool) -> Self:
        """Return what somebody may see as of that day: the approved texts that were known, or all that were written."""
        if not unapproved:
            return self.known_on(on)
        return self.filter(year__lte=on.year, entered_at__date__lte=on).exclude(state=State.WITHDRAWN)


class ProgressEntry(ReviewedEntry):
    """Progress of a measure in a year: what was done (art. 8 lid 2 a), on schedule or not (b), the outlook (c)."""

    class Schedule(models.TextChoices):
        """Says whether the measure is on schedule, in the words of the bureau."""

        ON_SCHEDULE = "on_schedule", "op schema"
        ATTENTION = "attention", "aandacht"
        BEHIND = "behind", "loopt achter"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="entries")
    year = models.PositiveSmallIntegerField("jaar")
    done = models.TextField("wat is gedaan")
    schedule = models.CharField("planning", max_length=12, choices=Schedule)
    reason = models.TextField("waarom aandacht nodig is of het achterloopt", blank=True)
    outlook = models.TextField("vooruitblik")
    learned = models.TextField("wat is geleerd", blank=True)
    risks = models.TextField("welke risico's ziet u", blank=True)
    decisions = models.ManyToManyField(
        Decision, blank=True, related_name="+", verbose_name="besluiten die hierbij horen"
    )

    objects = ProgressEntryQuerySet.as_manager()
    content_fields = ("done", "schedule", "reason", "outlook", "learned", "risks")

    class Meta:
        verbose_name = "voortgang"
        verbose_name_plural = "voortgang"
        ordering = ["year", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["measure", "year"],
                condition=models.Q(state__in=OPEN_STATES),
                name="pillars_progressentry_one_open_per_year",
            ),
            models.CheckConstraint(
                condition=models.Q(schedule="on_schedule")
                | ~models.Q(reason="")
                | models.Q(state__in=(State.DRAFT, State.WITHDRAWN)),
                name="pillars_progressentry_off_schedule_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.year}"

    @property
    def missing(self) -> tuple[str, ...]:
        """What was done, whether it is on schedule and the outlook; off schedule also why: nothing red without it."""
        is_behind = self.schedule not in {"", self.Schedule.ON_SCHEDULE}
        needed = ("done", "schedule", *(("reason",) if is_behind else ()), "outlook")
        return tuple(name for name in needed if not getattr(self, name).strip())

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Return what was written, each text that is filled in after what it is about."""
        names = ("done", "reason", "outlook", "learned", "risks")
        return [(self.label_of(name), text) for name in names if (text := getattr(self, name))]


class ProgressEntryEvent(LifecycleEvent):
    """A step in the life of a progress entry."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een voortgang"
        verbose_name_plural = "stappen van voortgang"
