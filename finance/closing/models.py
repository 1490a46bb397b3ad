"""A period of the books that is closed, and the sample that the accountant takes of a year."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models

from finance.base.money_fields import MoneyField
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.base.dutch import day
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.steps import Lifecycle, LifecycleEvent

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september"),
    *("oktober", "november", "december"),
)


class ClosingState(models.TextChoices):
    """Says how far the closing of a period is."""

    PROPOSED = "proposed", "voorgesteld"
    CLOSED = "closed", "afgesloten"
    REOPENED = "reopened", "heropend"
    DROPPED = "dropped", "niet afgesloten"


SHUT = (ClosingState.PROPOSED, ClosingState.CLOSED)


class BookClosing(Lifecycle):
    """A month, quarter or year of the books.

    Proposed: somebody asked to close it; everything can still be booked. Closed: another person closed it, and nothing
    is booked in it any more: a mistake is corrected in an open period. Reopened: one asked for that with a reason and
    another did it. Dropped: it was not closed. `figures` are what was booked in it when it was closed, as text in euro
    by code of the line and kind of booking.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="book_closings")
    first_day = models.DateField("eerste dag")
    last_day = models.DateField("laatste dag")
    state = models.CharField("stand", max_length=10, choices=ClosingState, default=ClosingState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("voorgesteld op")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField("afgesloten op", null=True, blank=True)
    figures = models.JSONField("wat er geboekt was", default=dict, blank=True)
    reopening_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reopening_reason = models.CharField("reden van heropenen", max_length=300, blank=True)

    content_fields = ("first_day", "last_day")
    step_fields = ("reopening_reason",)

    class Meta:
        verbose_name = "afsluiting"
        verbose_name_plural = "afsluitingen"
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__lt=models.F("last_day")), name="finance_bookclosing_days_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_by__isnull=True) | ~models.Q(closed_by=models.F("proposed_by")),
                name="finance_bookclosing_closed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_by__isnull=False, closed_at__isnull=False),
                name="finance_bookclosing_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(reopening_asked_by__isnull=True) | ~models.Q(reopening_reason=""),
                name="finance_bookclosing_reopening_says_why",
            ),
        ]

    def __str__(self) -> str:
        return period_name(self.first_day, self.last_day)

    @property
    def year(self) -> int | None:
        """Return the bookkeeping year that it is the whole of; None for a part of a year."""
        return self.first_day.year if (self.first_day.month, self.last_day.month) == (1, 12) else None

    def bookings(self) -> models.Q:
        """Return which bookings are in it: by their day, and for a whole year by their bookkeeping year too."""
        within = models.Q(booked_on__range=(self.first_day, self.last_day))
        return within | models.Q(year=self.year) if self.year else within

    def holds(self, *, booked_on: date, year: int) -> bool:
        """Tell whether a booking of that day and bookkeeping year is in it."""
        return self.first_day <= booked_on <= self.last_day or year == self.year


def period_name(first: date, last: date) -> str:
    """Name a period: januari 2026, het eerste kwartaal van 2026, heel 2026."""
    months = last.month - first.month + 1
    if first.year == last.year and first.day == 1 and months == 12:
        return f"heel {first.year}"
    if first.year == last.year and first.day == 1 and months == 3 and last.month % 3 == 0:
        return f"het {('eerste', 'tweede', 'derde', 'vierde')[last.month // 3 - 1]} kwartaal van {first.year}"
    if first.year == last.year and months == 1:
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"{day(first)} tot en met {day(last)}"


class BookClosingEvent(LifecycleEvent):
    """A step in the closing of a period."""

    closing = models.ForeignKey(BookClosing, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een afsluiting"
        verbose_name_plural = "stappen van afsluitingen"


class AuditSample(models.Model):
    """The bookings of a year that the accountant looks at: all from an amount, and some of the others by chance.

    The `seed` is kept, so that the same draw can be made again; `keys` are the expenditures that were drawn.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="audit_samples")
    year = models.PositiveSmallIntegerField("boekjaar")
    threshold = MoneyField("alles vanaf")
    size = models.PositiveSmallIntegerField("aantal van de andere")
    seed = models.CharField("startgetal", max_length=40)
    keys = models.JSONField("getrokken bestedingen", default=list)
    population = models.PositiveIntegerField("bestedingen in het jaar", default=0)
    total = MoneyField("samen", default=Decimal(0))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField("getrokken op")

    class Meta:
        verbose_name = "steekproef"
        verbose_name_plural = "steekproeven"
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR) & models.Q(year__lte=LAST_YEAR),
                name="finance_auditsample_year",
            ),
            models.CheckConstraint(condition=~models.Q(seed=""), name="finance_auditsample_has_seed"),
        ]

    def __str__(self) -> str:
        return f"steekproef {self.year}, startgetal {self.seed}"
