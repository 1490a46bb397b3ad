"""What the rows of the ledger share: each is entered by one, approved by another, and then never changes."""

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone

from finance.fields import MoneyField
from regiodeal.covenant.models import Deal, User
from regiodeal.covenant.models.review import ReviewedEntry, State, WrongStateError
from regiodeal.covenant.models.same import Agrees


class Origin(models.TextChoices):
    """How a booking came into the portal."""

    MANUAL = "manual", "met de hand ingevoerd"
    IMPORT = "import", "uit de financiële administratie"


class BookingKind(models.TextChoices):
    """What a row of the ledger is. Only what takes something back may be negative."""

    BOOKING = "booking", "boeking"
    CORRECTION = "correction", "correctie"
    CREDIT_NOTE = "credit_note", "creditnota"


def end_of(day: date) -> datetime:
    """The first moment after the day, in Amsterdam: what was decided before it, was known on that day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_default_timezone())


def known_by(on: date, *, of: str = "") -> models.Q:
    """What counts as of that day: approved, and approved by then, so that a figure of the past stays what it was.

    With `of` it is asked of a row that a field names: `of="commitment__"`.
    """
    return models.Q(**{f"{of}state": State.APPROVED, f"{of}decided_at__lt": end_of(on)})


def waiting_on(on: date, *, of: str = "") -> models.Q:
    """What waited for approval at the end of that day."""
    later = models.Q(**{f"{of}state": State.APPROVED, f"{of}decided_at__gte": end_of(on)})
    submitted = models.Q(**{f"{of}state": State.SUBMITTED})
    return models.Q(**{f"{of}entered_at__lt": end_of(on)}) & (submitted | later)


class BookingQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Bookings of a deal, as of a date."""

    def booked_by(self, deal: Deal, on: date) -> Self:
        """The bookings that count: of the deal, booked up to and including that day and approved by then."""
        return self.filter(known_by(on), deal=deal, booked_on__lte=on)

    def waiting(self, deal: Deal, on: date) -> Self:
        """The bookings up to and including that day that waited for approval at its end. They count for nothing yet."""
        return self.filter(waiting_on(on), deal=deal, booked_on__lte=on)

    def shown_on(self, deal: Deal, on: date, *, unapproved: bool) -> Self:
        """What somebody may see as of that day: the bookings that count, or all that were entered."""
        return self.filter(deal=deal, booked_on__lte=on) if unapproved else self.booked_by(deal, on)


class Booking(ReviewedEntry):
    """A row of the ledger: an amount in euros with cents, including btw, on a day and in a bookkeeping year.

    Draft, submitted, returned: it counts for nothing. Approved: it counts, and never changes again. A correction or
    credit note is a new row with the difference, that names the row it corrects (`corrects`, always the first one) and
    says why; both stay, and together they are the right amount. Only such rows may be negative.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="%(class)s_set")
    code = models.CharField("boekstuk", max_length=60)
    kind = models.CharField("soort boeking", max_length=12, choices=BookingKind, default=BookingKind.BOOKING)
    booked_on = models.DateField("boekdatum")
    year = models.PositiveSmallIntegerField("boekjaar")
    amount = MoneyField("bedrag incl. btw")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="corrigeert"
    )
    correction_reason = models.CharField("reden van de correctie", max_length=300, blank=True)
    origin = models.CharField("herkomst", max_length=6, choices=Origin, default=Origin.MANUAL)
    ledger_key = models.CharField("sleutel in de administratie", max_length=120, blank=True)

    own_fields: ClassVar[frozenset[str]] = frozenset({"code", "booked_on", "year", "amount"})

    class Meta:
        abstract = True
        ordering = ["booked_on", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "code"], name="%(app_label)s_%(class)s_code_once"),
            models.UniqueConstraint(fields=["deal", "id"], name="%(app_label)s_%(class)s_in_deal"),
            models.UniqueConstraint(
                fields=["deal", "ledger_key"],
                condition=~models.Q(ledger_key=""),
                name="%(app_label)s_%(class)s_ledger_key_once",
            ),
            Agrees(field="line", on="deal", name="%(app_label)s_%(class)s_line_of_deal"),
            Agrees(field="corrects", on="deal", name="%(app_label)s_%(class)s_corrects_in_deal"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="%(app_label)s_%(class)s_amount_not_zero"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) | ~models.Q(kind=BookingKind.BOOKING),
                name="%(app_label)s_%(class)s_negative_is_explicit",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=BookingKind.BOOKING, corrects__isnull=True, correction_reason="")
                | ~models.Q(kind=BookingKind.BOOKING) & ~models.Q(correction_reason=""),
                name="%(app_label)s_%(class)s_correction_has_reason",
            ),
            models.CheckConstraint(
                # The administration does not always say which row a credit note belongs to; a person does.
                condition=models.Q(corrects__isnull=False)
                | models.Q(kind=BookingKind.BOOKING)
                | models.Q(origin=Origin.IMPORT),
                name="%(app_label)s_%(class)s_correction_names_its_row",
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=2000) & models.Q(year__lte=2100), name="%(app_label)s_%(class)s_year"
            ),
        ]

    @classmethod
    def begin(cls, *, by: User, at: datetime, **values: Any) -> Self:
        """Start a booking as a draft; without a bookkeeping year it is of the year it is booked in."""
        booked_on = models.DateField().to_python(values["booked_on"])
        return super().begin(by=by, at=at, **{"year": booked_on.year} | values)

    def correct(self, *, by: User, at: datetime, kind: str, reason: str, **values: Any) -> Self:
        """Start a correction or credit note: a new draft with the difference in `amount`, for the same line and so on.

        Raises ValueError without a reason, WrongStateError unless this row is approved. It names the first row, so that
        the corrections of a correction stand with it too.
        """
        if not reason.strip():
            raise ValueError("Geef een reden: een correctie vertelt wat er niet klopte.")
        if self.state != State.APPROVED:
            raise WrongStateError("Alleen een goedgekeurde boeking wordt gecorrigeerd. Wijzig deze boeking zelf.")
        kept = {name: getattr(self, name) for name in self.content_fields if name not in self.own_fields}
        named = {"kind": kind, "corrects": self.corrects or self, "correction_reason": reason.strip()}
        return self.begin(by=by, at=at, deal=self.deal, **kept | values | named)

    @property
    def root(self) -> Any:
        """The first row, that all corrections of this booking name."""
        return self.corrects or self

    def __str__(self) -> str:
        return f"{self.code}: {self.amount}"
