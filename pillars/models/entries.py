"""The story of a measure in a period."""

from django.db import models

from pillars.models.agreement import Measure
from pillars.models.review import OPEN_STATES, ReviewedEntry, ReviewEvent


class ProgressEntry(ReviewedEntry):
    """Progress of a measure in a year: what was done (art. 8 lid 2 a), on schedule or not (b), the outlook (c)."""

    class Schedule(models.TextChoices):
        """Whether the measure is on schedule, in the words of the bureau."""

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

    content_fields = ("done", "schedule", "reason", "outlook", "learned")

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
                condition=models.Q(schedule="on_schedule") | ~models.Q(reason=""),
                name="pillars_progressentry_off_schedule_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.year}"


class ProgressEntryEvent(ReviewEvent):
    """A step in the life of a progress entry."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="events")

    class Meta(ReviewEvent.Meta):
        verbose_name = "stap van een voortgang"
        verbose_name_plural = "stappen van voortgang"
