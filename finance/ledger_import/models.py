"""Reading the ledger of the municipality: which column is what, and the life of one file."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.db import models

from regiodeal.base.constraints import Agrees
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent
from regiodeal.sheets.folder import Folder
from regiodeal.sheets.models import STALLED_AFTER, FileImport, FileImportQuerySet, ImportState

ELSEWHERE = "-"  # a value of the ledger that belongs to no line of this deal: its rows are passed over
EXAMPLES = "ledger-examples"  # the folder of the files that mappings were made from
APPROVAL_STALLS_AFTER = timedelta(minutes=30)
STOPPED = "Het werk is onderbroken. Wat gedaan is, blijft; vraag het opnieuw om de rest te doen."


class LedgerKind(models.TextChoices):
    """Says what the rows of a file are. Receipts are few, and entered by hand."""

    EXPENDITURE = "expenditure", "bestedingen"
    COMMITMENT = "commitment", "verplichtingen"


class FileStep(models.TextChoices):
    """Says what is being done with all that an entered file brought."""

    WITHDRAW = "withdraw", "wordt teruggenomen"
    RETURN = "return", "wordt teruggestuurd"


class LedgerColumn(models.TextChoices):
    """Says what the portal reads from a file, each from a column that the mapping names."""

    KEY = "key", "Boekstuk"
    KEY_PART = "key_part", "Regel van het boekstuk"
    BOOKED_ON = "booked_on", "Boekdatum"
    YEAR = "year", "Boekjaar"
    BOOK = "book", "Dagboek"
    AMOUNT = "amount", "Bedrag (debet)"
    CREDIT = "credit", "Bedrag credit"
    SIDE = "side", "Debet of credit (D/C)"
    BTW = "btw", "Btw"
    LINE = "line", "Begrotingsregel"
    MEASURE = "measure", "Maatregel"
    PROJECT = "project", "Project (kostendrager)"
    COMMITMENT = "commitment", "Nummer van de verplichting"
    COUNTERPART = "counterpart", "Aan wie"
    DESCRIPTION = "description", "Omschrijving"
    ACCOUNT = "account", "Grootboekrekening"
    PERIOD = "period", "Periode"
    CURRENCY = "currency", "Valuta"


REQUIRED_COLUMNS = (
    LedgerColumn.KEY,
    LedgerColumn.BOOKED_ON,
    LedgerColumn.AMOUNT,
    LedgerColumn.LINE,
    LedgerColumn.DESCRIPTION,
)
EXPENDITURE_COLUMNS = (LedgerColumn.BTW, LedgerColumn.COMMITMENT)


class LedgerMapping(RegisterRow):
    """Says how the export of an administration is read (koppeling): kept, so that the next file is read the same.

    `columns`: the heading per LedgerColumn. `lines`: the code of a budget line per value of the line's column, or
    ELSEWHERE. `measures` and `projects`: the code of a measure or project per value of its column, or
    ELSEWHERE for none; the code itself needs no entry. `seen`: the
    headings of the file that was looked at last, each with the values that stand in it where they are few; `sample`
    its first rows, as a list of texts per heading. Without a `heading_row` and a `sheet_number`, both counted from 1,
    the heading is looked for.

    `only` and `never`: per LedgerColumn a list of values (finance/ledger_import/row_rules.py); a row that does not pass
    does not belong to the deal. `rates`: euros for one of a currency, as text. `defaults`: per LedgerColumn what is
    booked for what the administration does not say.
    """

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="ledger_mappings")
    name = models.CharField("naam", max_length=60)
    kind = models.CharField("wat de rijen zijn", max_length=11, choices=LedgerKind, default=LedgerKind.EXPENDITURE)
    columns = models.JSONField("kolommen", default=dict, blank=True)
    adds_btw = models.BooleanField("bedrag is zonder btw", default=False)
    lines = models.JSONField("waarden per begrotingsregel", default=dict, blank=True)
    measures = models.JSONField("waarden per maatregel", default=dict, blank=True)
    projects = models.JSONField("waarden per project", default=dict, blank=True)
    seen = models.JSONField("kolommen van het laatste bestand", default=dict, blank=True)
    sample = models.JSONField("eerste rijen van het laatste bestand", default=dict, blank=True)
    heading_row = models.PositiveSmallIntegerField("rij met de kopjes", null=True, blank=True)
    sheet_number = models.PositiveSmallIntegerField("nummer van het werkblad", null=True, blank=True)
    leaves_out_totals = models.BooleanField("totalen en beginbalans overslaan", default=True)
    has_no_numbers = models.BooleanField("er zijn geen boekstuknummers", default=False)
    only = models.JSONField("alleen deze waarden", default=dict, blank=True)
    never = models.JSONField("deze waarden overslaan", default=dict, blank=True)
    btw_accounts = models.CharField("rekeningen van de btw", max_length=200, blank=True)
    rates = models.JSONField("koersen", default=dict, blank=True)
    defaults = models.JSONField("waarden voor wat ontbreekt", default=dict, blank=True)

    content_fields = (
        *("name", "kind", "columns", "adds_btw", "lines", "measures", "projects", "heading_row", "sheet_number"),
        *("leaves_out_totals", "has_no_numbers", "only", "never", "btw_accounts", "rates", "defaults"),
    )

    class Meta:
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "name"], name="finance_ledgermapping_name_once"),
            models.UniqueConstraint(fields=["deal", "id"], name="finance_ledgermapping_in_deal"),
            models.CheckConstraint(condition=~models.Q(name=""), name="finance_ledgermapping_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def required(self) -> list[LedgerColumn]:
        """Return the columns that a file must have, less those for which it is said what is booked without them."""
        without = {LedgerColumn(column) for column, value in self.defaults.items() if value}
        if self.has_no_numbers:
            without.add(LedgerColumn.KEY)
        if self.columns.get(LedgerColumn.PERIOD) and not self.columns.get(LedgerColumn.BOOKED_ON):
            without.add(LedgerColumn.BOOKED_ON)
        return [column for column in REQUIRED_COLUMNS if column not in without or self.columns.get(column)]

    @property
    def title_of_key(self) -> str:
        """Return the heading of the number of the document, or what it is called where the file has none."""
        return str(self.columns.get(LedgerColumn.KEY) or LedgerColumn.KEY.label)

    @property
    def missing(self) -> list[str]:
        """Return what no column was chosen for yet, of what cannot be missed."""
        return [str(column.label) for column in self.required if not self.columns.get(column)]

    @property
    def is_complete(self) -> bool:
        """Tell whether a file can be read with it."""
        return not self.missing

    def content(self) -> Values:
        """Return what stands in each field: kept as it is, since columns and values are no single text."""
        return {name: getattr(self, name) for name in self.content_fields}

    def get_columns_display(self) -> str:
        """The columns as a person reads them."""
        return "; ".join(
            f"{LedgerColumn(name).label}: {title}" for name, title in sorted(self.columns.items()) if title
        )

    def get_lines_display(self) -> str:
        """The values per line as a person reads them."""
        return _pairs(self.lines)

    def get_measures_display(self) -> str:
        """The values per measure as a person reads them."""
        return _pairs(self.measures)

    def get_projects_display(self) -> str:
        """The values per project as a person reads them."""
        return _pairs(self.projects)

    def get_only_display(self) -> str:
        """The values that are read, as a person reads them."""
        return _per_column(self.only)

    def get_never_display(self) -> str:
        """The values that are passed over, as a person reads them."""
        return _per_column(self.never)

    def get_defaults_display(self) -> str:
        """What is booked for what is missing, as a person reads it."""
        return _per_column(self.defaults)

    def get_rates_display(self) -> str:
        """The rates as a person reads them."""
        return "; ".join(f"{name} {rate}" for name, rate in sorted(self.rates.items())).replace(".", ",")

    @property
    def example(self) -> Folder:
        """Return where the file lies that was looked at last."""
        return Folder(self.pk, EXAMPLES)

    def remember(self, column: str, values: list[str]) -> None:
        """Keep values of a column that nobody has given a meaning yet, so that the page can ask for it."""
        title = self.columns.get(column, "")
        known = self.seen.get(title) or []
        self.seen[title] = [*known, *(value for value in values if value not in known)]
        type(self).objects.filter(pk=self.pk).update(seen=self.seen)


class LedgerMappingEvent(LifecycleEvent):
    """A change of a mapping."""

    mapping = models.ForeignKey(LedgerMapping, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een koppeling"
        verbose_name_plural = "wijzigingen van koppelingen"


def kept_name(_imported: "LedgerImport", _name: str) -> str:
    """A name on disk that nobody can guess and that says nothing."""
    return f"ledger-files/{uuid4().hex}"


class LedgerImport(FileImport):
    """One export of the ledger. Entered, its rows wait for somebody else to approve them, all at once or one by one.

    `totals` are the control totals, in cents: see finance/ledger_import/matching.py. The `file` itself is kept once it
    was entered, with the `sha256` of what was uploaded: the auditor ties the bookings to the export by it.

    `step` is what is being done with all that it brought, some thousand bookings at a time: each part stays, also when
    the work is interrupted after it (`step_is_stopped`). Whoever asked for it then asks again, and the rest is done.
    """

    mapping = models.ForeignKey(
        LedgerMapping, on_delete=models.PROTECT, related_name="imports", verbose_name="koppeling"
    )
    totals = models.JSONField("controletotalen", default=dict, blank=True)
    sha256 = models.CharField("controlegetal", max_length=64, blank=True)
    file = models.FileField("bestand zelf", upload_to=kept_name, max_length=200, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="goedgekeurd door",
    )
    approval_asked_at = models.DateTimeField("goedkeuring gevraagd op", null=True, blank=True)
    approved_at = models.DateTimeField("goedgekeurd op", null=True, blank=True)
    approval_refusal = models.TextField("waarom niet goedgekeurd", blank=True)
    withdrawn_at = models.DateTimeField("teruggenomen op", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="teruggestuurd door",
    )
    returned_at = models.DateTimeField("teruggestuurd op", null=True, blank=True)
    step_reason = models.TextField("reden van terugnemen of terugsturen", blank=True)
    step = models.CharField("wat ermee gebeurt", max_length=8, choices=FileStep, blank=True)
    step_is_stopped = models.BooleanField("is onderbroken", default=False)

    place = "ledger-imports"
    keeps_upload = True
    words: ClassVar = {
        "new": ("nieuwe boeking", "nieuwe boekingen"),
        "revision": ("wijziging", "wijzigingen"),
        "correction": ("correctie op een goedgekeurde boeking", "correcties op goedgekeurde boekingen"),
        "left": ("boeking die niet meer bij de deal hoort", "boekingen die niet meer bij de deal horen"),
    }

    objects = FileImportQuerySet["LedgerImport"].as_manager()

    class Meta(FileImport.Meta):
        verbose_name = "ingelezen grootboek"
        verbose_name_plural = "ingelezen grootboeken"
        constraints = [
            *FileImport.Meta.constraints,
            Agrees(field="mapping", on="deal", name="finance_ledgerimport_mapping_of_deal"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(state="entered") & ~models.Q(approved_by=models.F("uploaded_by")),
                name="finance_ledgerimport_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True) | models.Q(approved_by__isnull=False),
                name="finance_ledgerimport_approved_by_somebody",
            ),
        ]

    @property
    def is_busy(self) -> bool:
        """Tell whether a worker is at it, or is to be."""
        return super().is_busy or (bool(self.step) and not self.step_is_stopped)

    @property
    def is_being_approved(self) -> bool:
        """Tell whether a worker is to approve its rows."""
        return self.approved_by_id is not None and self.approved_at is None

    def check_again(self, *, by: User) -> bool:
        """Have a refused file of one's own checked once more, after the mapping changed; False when that is late."""
        mine = models.Q(state=ImportState.REFUSED, uploaded_by=by, fault_count__gt=0)
        anew = {"state": ImportState.QUEUED, "reason": "", "fault_count": 0, "change_count": 0, "counts": {}}
        return self.folder.has_upload() and self.change_if(mine, finished_at=None, **anew)

    def hold(self, *, late: list[str], totals: Values) -> None:
        """Note the kinds of the rows that are not entered after all; `finish_enter` keeps it."""
        left = {kind: count - late.count(kind) for kind, count in self.counts.items()}
        self.counts = {kind: count for kind, count in left.items() if count}
        self.change_count, self.totals = sum(self.counts.values()), totals

    def finish_enter(self, *, at: datetime) -> bool:
        """Say that all was entered but for what waits; nothing changed when all of it waits."""
        state = ImportState.ENTERED if self.change_count else ImportState.UNCHANGED
        told = {"counts": self.counts, "change_count": self.change_count, "totals": self.totals}
        return self.change_if(models.Q(state=ImportState.ENTERING), state=state, finished_at=at, **told)

    def keep_file(self) -> None:
        """Keep the file that was read with what it brought, whole and unchanged."""
        with self.folder.upload() as path, path.open("rb") as upload:
            self.file.save(self.file_name, File(upload), save=False)
        type(self)._default_manager.filter(pk=self.pk).update(file=self.file.name)

    def ask_approval(self, *, by: User, at: datetime) -> bool:
        """Say that all its rows may count; False when it is the owner who says so, or somebody did before."""
        free = models.Q(approved_by__isnull=True) | models.Q(
            approved_at__isnull=True, approval_asked_at__lt=at - APPROVAL_STALLS_AFTER
        )
        mine = (
            free & models.Q(state=ImportState.ENTERED, withdrawn_at__isnull=True, step="") & ~models.Q(uploaded_by=by)
        )
        return self.change_if(mine, approved_by=by, approval_asked_at=at, approval_refusal="")

    def finish_approval(self, *, at: datetime) -> bool:
        """Say that all its rows count, within the transaction that approved them."""
        return self.change_if(models.Q(approved_by__isnull=False, approved_at__isnull=True), approved_at=at)

    def ask_step(self, step: FileStep, *, by: User, at: datetime, reason: str) -> bool:
        """Say that all it brought is taken back, by its owner, or returned, by another; once more when that stopped.

        False when it counts already, was taken back, or somebody else is at it.
        """
        free = models.Q(step="") | models.Q(step=step, step_is_stopped=True)
        entered = models.Q(state=ImportState.ENTERED, withdrawn_at__isnull=True, approved_by__isnull=True)
        is_own = models.Q(uploaded_by=by)
        mine = is_own if step == FileStep.WITHDRAW else ~is_own
        told = {"step_reason": reason} | ({"returned_by": by} if step == FileStep.RETURN else {})
        anew = {"step": step, "step_is_stopped": False, "alive_at": None, "reason": ""}
        return self.change_if(free & entered & mine, **anew, **told)

    def claim_step(self, *, at: datetime) -> bool:
        """Take up the step; False when another worker has it or it is done."""
        return self.change_if(self._goes_on() & models.Q(alive_at__isnull=True), alive_at=at)

    def go_on(self, *, at: datetime) -> bool:
        """Say that a part is being done; False when the step was stopped."""
        return self.change_if(self._goes_on(), alive_at=at)

    def finish_step(self, *, at: datetime) -> None:
        """Say that all of it was done."""
        column = "withdrawn_at" if self.step == FileStep.WITHDRAW else "returned_at"
        self.change_if(self._goes_on(), step="", **{column: at})

    def stop_step(self, reason: str) -> None:
        """Say that the step was not done, or not for all: it can be asked for again."""
        self.change_if(self._goes_on(), step_is_stopped=True, reason=reason)

    def fail_when_silent(self, *, at: datetime) -> bool:
        """Fail the reading, or stop the step, when its worker was lost; tell whether it was."""
        if not self.step:
            return super().fail_when_silent(at=at)
        if not self.is_busy or self.alive_at is None or self.alive_at >= at - STALLED_AFTER:
            return False
        silent = self._goes_on() & models.Q(alive_at=self.alive_at)
        return self.change_if(silent, step_is_stopped=True, reason=STOPPED)

    def _goes_on(self) -> models.Q:
        return models.Q(step=self.step, step_is_stopped=False) & ~models.Q(step="")

    def refuse_approval(self, reason: str) -> None:
        """Take back what was asked, when it could not be done."""
        waiting = models.Q(approved_by__isnull=False, approved_at__isnull=True)
        self.change_if(waiting, approved_by=None, approval_asked_at=None, approval_refusal=reason)


def _per_column(values: dict[str, str]) -> str:
    return "; ".join(f"{LedgerColumn(name).label}: {text}" for name, text in sorted(values.items()) if text)


def _pairs(values: dict[str, object]) -> str:
    return "; ".join(f"{value}: {code}" for value, code in sorted(values.items()) if code)
