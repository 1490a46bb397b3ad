"""The ledger: receipts, commitments and expenditure, each entered by one and approved by another."""

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from finance.base.money_fields import MoneyField
from finance.budget.models import BudgetLine, Source
from finance.budget.project_fit import refuse_misfit
from finance.contributions.models import Contribution
from pillars.agreed.models import Measure, Pillar
from pillars.projects.models import Project
from regiodeal.base.constraints import Agrees
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.base.refusals import NO_REASON_TO_CORRECT, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.steps import LifecycleEvent

PLACE_OF_PROJECT = ("project", "line", "measure")


class BookingOrigin(models.TextChoices):
    """Says how a booking came into the portal."""

    MANUAL = "manual", "met de hand ingevoerd"
    IMPORT = "import", "uit de financiële administratie"


class BookingKind(models.TextChoices):
    """Says what a row of the ledger is. Only what takes something back may be negative."""

    BOOKING = "booking", "boeking"
    CORRECTION = "correction", "correctie"
    CREDIT_NOTE = "credit_note", "creditnota"


def end_of(day: date) -> datetime:
    """The first moment after the day, in Amsterdam: what was decided before it, was known on that day."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_default_timezone())


def known_by(on: date, *, of: str = "") -> models.Q:
    """Return what counts as of that day: approved by then, so that a figure of the past stays what it was.

    With `of` it is asked of a row that a field names: `of="commitment__"`.
    """
    return models.Q(**{f"{of}state": State.APPROVED, f"{of}decided_at__lt": end_of(on)})


def waiting_on(on: date, *, of: str = "") -> models.Q:
    """Return what waited for approval at the end of that day."""
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
        """Return what somebody may see as of that day: the bookings that count, or all that were entered."""
        rows = self.filter(deal=deal, booked_on__lte=on).exclude(state=State.WITHDRAWN)
        return rows if unapproved else self.booked_by(deal, on)


class Booking(ReviewedEntry):
    """A row of the ledger: an amount in euros with cents, including btw, on a day and in a bookkeeping year.

    Draft, submitted, returned: it counts for nothing. Approved: it counts, and never changes again. A correction or
    credit note is a new row with the difference, that names the row it corrects (`corrects`, always the first one) and
    says why; both stay, and together they are the right amount. Only such rows may be negative.

    Rows with the same `bundle` were entered together, as the halves of one correction or the parts of one receipt:
    every step is taken by all of them or by none. `source_file` brought the row; a withdrawn row frees its code and
    its key.
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
    origin = models.CharField("herkomst", max_length=6, choices=BookingOrigin, default=BookingOrigin.MANUAL)
    ledger_key = models.CharField("sleutel in de administratie", max_length=120, blank=True)
    bundle = models.CharField("hoort bij elkaar", max_length=32, blank=True, db_index=True)
    source_file = models.ForeignKey(
        "finance.LedgerImport",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ingelezen bestand",
    )

    own_fields: ClassVar[frozenset[str]] = frozenset({"code", "booked_on", "year", "amount"})

    class Meta:
        abstract = True
        ordering = ["booked_on", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            # An administration numbers its documents anew each year, and takes no notice of capitals.
            models.UniqueConstraint(
                models.F("deal"),
                models.F("year"),
                Upper("code"),
                condition=~models.Q(state=State.WITHDRAWN),
                name="%(app_label)s_%(class)s_code_once",
            ),
            models.UniqueConstraint(fields=["deal", "id"], name="%(app_label)s_%(class)s_in_deal"),
            models.UniqueConstraint(
                fields=["deal", "ledger_key"],
                condition=~models.Q(ledger_key="") & ~models.Q(state=State.WITHDRAWN),
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
                | models.Q(origin=BookingOrigin.IMPORT),
                name="%(app_label)s_%(class)s_correction_names_its_row",
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR) & models.Q(year__lte=LAST_YEAR),
                name="%(app_label)s_%(class)s_year",
            ),
        ]

    @classmethod
    def begin(cls, *, by: User, at: datetime, **values: Any) -> Self:
        """Start a booking as a draft; without a bookkeeping year it is of the year it is booked in.

        Raises ProjectMisfitError for a project that does not fit its line or measure; a correction may take back what
        does not fit any more.
        """
        if not values.get("corrects"):
            refuse_misfit(values.get("project"), line=values.get("line"), measure=values.get("measure"))
        booked_on = models.DateField().to_python(values["booked_on"])
        return super().begin(by=by, at=at, **{"year": booked_on.year} | values)

    def revise(self, *, by: User, at: datetime, values: Values, version: int) -> None:
        """Change the content of an open booking. Raises as ReviewedEntry.revise does, and ProjectMisfitError."""
        project, line, measure = (values.get(name, getattr(self, name, None)) for name in PLACE_OF_PROJECT)
        refuse_misfit(project, line=line, measure=measure)
        super().revise(by=by, at=at, values=values, version=version)

    def correct(self, *, by: User, at: datetime, kind: str, reason: str, **values: object) -> Self:
        """Start a correction or credit note: a new draft with the difference in `amount`, for the same line and so on.

        Raises ValueError without a reason, WrongStateError unless this row is approved. It names the first row, so that
        the corrections of a correction stand with it too.
        """
        if not reason.strip():
            raise ValueError(NO_REASON_TO_CORRECT)
        if self.state != State.APPROVED:
            raise WrongStateError("Alleen een goedgekeurde boeking wordt gecorrigeerd. Wijzig deze boeking zelf.")
        kept = {name: getattr(self, name) for name in self.content_fields if name not in self.own_fields}
        named = {"kind": kind, "corrects": self.corrects or self, "correction_reason": reason.strip()}
        return self.begin(by=by, at=at, deal=self.deal, **kept | values | named)

    @property
    def root(self) -> Any:
        """The first row, that all corrections of this booking name."""
        return self.corrects or self

    @property
    def may_be_negative(self) -> bool:
        """Tell whether it may take something back: a correction or a credit note."""
        return self.kind != BookingKind.BOOKING

    def __str__(self) -> str:
        return f"{self.code}: {self.amount}"


def _part_of_amount(name: str) -> models.Q:
    """The amount of that name lies within the booking's amount, from nothing to all of it, on the same side of zero."""
    amount = models.F("amount")
    return models.Q(amount__gt=0, **{f"{name}__gte": 0, f"{name}__lte": amount}) | models.Q(
        amount__lt=0, **{f"{name}__lte": 0, f"{name}__gte": amount}
    )


class Receipt(Booking):
    """A receipt (ontvangst). Without a line it was not yet divided over the lines of the budget.

    It may name the contribution that it pays, which then has the same contributor and so is of the same deal.
    """

    line = models.ForeignKey(
        BudgetLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name="begrotingsregel",
    )
    contributor = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="receipts", verbose_name="van wie")
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name="betaalt bijdrage",
    )
    reference = models.CharField("kenmerk", max_length=200)

    objects = BookingQuerySet["Receipt"].as_manager()
    content_fields = ("code", "booked_on", "year", "amount", "line", "contributor", "contribution", "reference")

    class Meta(Booking.Meta):
        verbose_name = "ontvangst"
        verbose_name_plural = "ontvangsten"
        constraints = [
            *Booking.Meta.constraints,
            Agrees(field="contributor", on="deal", name="finance_receipt_contributor_of_deal"),
            Agrees(field="contribution", on="contributor", name="finance_receipt_contribution_of_contributor"),
        ]
        indexes = [models.Index(fields=["deal", "state", "booked_on"], name="finance_receipt_known")]

    @property
    def description(self) -> str:
        """Return what it is about, for a list of bookings of all sorts."""
        return self.reference

    @property
    def counterpart(self) -> str:
        """Return from whom the money came."""
        return self.contributor.who


class Commitment(Booking):
    """A commitment (verplichting): money promised to somebody under a line."""

    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="commitments", verbose_name="begrotingsregel"
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="maatregel",
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name="project"
    )
    counterpart = models.CharField("aan wie", max_length=200)
    description = models.CharField("omschrijving", max_length=300)

    objects = BookingQuerySet["Commitment"].as_manager()
    content_fields = (
        *("code", "booked_on", "year", "amount", "line", "measure", "project", "counterpart", "description"),
    )

    class Meta(Booking.Meta):
        verbose_name = "verplichting"
        verbose_name_plural = "verplichtingen"
        indexes = [models.Index(fields=["deal", "state", "booked_on"], name="finance_commitment_known")]
        constraints = [
            *Booking.Meta.constraints,
            models.UniqueConstraint(fields=["line", "id"], name="finance_commitment_in_line"),
            Agrees(field="measure", on="deal", name="finance_commitment_measure_of_deal"),
            Agrees(field="project", on="deal", name="finance_commitment_project_of_deal"),
        ]


class Expenditure(Booking):
    """Money spent (besteding), under a commitment where there is one. `btw_amount` is the btw within the amount.

    `also_serves_amount` is the part of the amount that also serves another pillar than its line's (footnote 2 of the
    table of art. 5). It stays in its own line, and is shown beside it: no euro counts twice.
    """

    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="expenditures", verbose_name="begrotingsregel"
    )
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name="maatregel",
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="expenditures", verbose_name="project"
    )
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name="verplichting",
    )
    btw_amount = MoneyField("waarvan btw", default=0)
    counterpart = models.CharField("aan wie", max_length=200)
    description = models.CharField("omschrijving", max_length=300)
    also_serves = models.ForeignKey(
        Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="draagt ook bij aan"
    )
    also_serves_amount = MoneyField("waarvan ook daarvoor", default=0)

    objects = BookingQuerySet["Expenditure"].as_manager()
    content_fields = (
        "code",
        "booked_on",
        "year",
        "amount",
        "btw_amount",
        "line",
        "measure",
        "project",
        "commitment",
        "counterpart",
        "description",
        "also_serves",
        "also_serves_amount",
    )

    own_fields = Booking.own_fields | {"btw_amount", "also_serves", "also_serves_amount"}

    class Meta(Booking.Meta):
        verbose_name = "besteding"
        verbose_name_plural = "bestedingen"
        indexes = [models.Index(fields=["deal", "state", "booked_on"], name="finance_expenditure_known")]
        constraints = [
            *Booking.Meta.constraints,
            Agrees(field="measure", on="deal", name="finance_expenditure_measure_of_deal"),
            Agrees(field="project", on="deal", name="finance_expenditure_project_of_deal"),
            Agrees(field="also_serves", on="deal", name="finance_expenditure_also_serves_in_deal"),
            Agrees(field="commitment", on="line", name="finance_expenditure_commitment_of_line"),
            models.CheckConstraint(condition=_part_of_amount("btw_amount"), name="finance_expenditure_btw_within"),
            models.CheckConstraint(
                condition=models.Q(also_serves__isnull=True, also_serves_amount=0)
                | models.Q(also_serves__isnull=False)
                & ~models.Q(also_serves_amount=0)
                & _part_of_amount("also_serves_amount"),
                name="finance_expenditure_also_serves_within",
            ),
        ]


class ReceiptEvent(LifecycleEvent):
    """A step in the life of a receipt."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een ontvangst"
        verbose_name_plural = "stappen van ontvangsten"


class CommitmentEvent(LifecycleEvent):
    """A step in the life of a commitment."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een verplichting"
        verbose_name_plural = "stappen van verplichtingen"


class ExpenditureEvent(LifecycleEvent):
    """A step in the life of an expenditure."""

    expenditure = models.ForeignKey(Expenditure, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een besteding"
        verbose_name_plural = "stappen van bestedingen"
