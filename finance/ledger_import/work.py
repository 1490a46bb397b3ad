"""The ledger from a file: what the shared work on an import asks of it, and approving all rows of one file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import file_digest
from heapq import nlargest
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from finance.bookings.entry import CovenantRefusesError, approve_part
from finance.closing.periods import ClosedPeriodError, closed_periods
from finance.ledger.models import Booking, BookingKind, BookingOrigin
from finance.ledger_import.matching import (
    CORRECTION,
    LEFT,
    MODELS,
    NEW,
    REVISION,
    TITLES,
    BookedKey,
    ControlTotals,
    LateChange,
    LedgerChange,
    as_stored,
    closed_refusal,
    compare,
    in_portal,
    left_deal,
    stale,
    verify,
    with_late,
)
from finance.ledger_import.models import FileStep, LedgerImport, LedgerKind
from finance.ledger_import.reading import Elsewhere, LedgerReader, LedgerRow, Reading, layout
from finance.position.forecast import euros
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.deals.running import hold_running
from regiodeal.lifecycle.review import OPEN_STATES, BulkStep, Revision, State, begin_all, move_all, revise_all
from regiodeal.sheets.folder import Packed, RowFault
from regiodeal.sheets.formats import SheetRows
from regiodeal.sheets.reading import find_table
from regiodeal.sheets.work import BATCH, OutdatedError, StaleError, reason

type Finding = LedgerChange | RowFault | None

LEFT_DEAL = "In de administratie hoort deze rij niet meer bij de deal."
NEGATIVE = "Staat als negatief bedrag in de administratie."
LONGEST_REASON = 300
CLOSED, IN_REVIEW = "periode is afgesloten", "wacht op een beoordelaar"
MOST_GONE = MOST_HELD = 200  # that are named
APPROVED_AT_ONCE = 5_000  # bookings in memory


@dataclass
class HeldRows:
    """What the file says otherwise and is not done: how many rows, and the first of them."""

    count: int = 0
    rows: list[Packed] = field(default_factory=list)

    def add(self, change: LedgerChange) -> None:
        """Count a row, and keep it while there are not too many."""
        self.count += 1
        if len(self.rows) < MOST_HELD:
            self.rows.append(change.pack())

    def packed(self) -> dict[str, object]:
        """Return them as plain values."""
        return {"count": self.count, "rows": self.rows}


class LedgerExchange:
    """An Exchange whose rows are bookings."""

    def __init__(self, job: LedgerImport) -> None:
        self._job = job
        self._deal, self._kind = job.deal, job.mapping.kind
        self._model = MODELS[self._kind]
        self._totals = ControlTotals(in_portal(self._deal, self._kind))
        self._reader = LedgerReader(job.mapping, on=timezone.localdate())
        self._elsewhere: list[Elsewhere] = []
        self._stored: set[str] = set()  # the keys of documents whose year was changed
        self._days: set[int] = set()
        self._closings = closed_periods(self._deal)
        self._held = {CLOSED: HeldRows(), IN_REVIEW: HeldRows()}
        self._has_faults = False

        self._late: dict[int, LateChange] = {}

    @property
    def key_title(self) -> str:
        """The heading of the number of the booking."""
        return self._job.mapping.title_of_key

    # --- Checking ----------------------------------------------------------------------------------------------

    def findings(self, sheets: Iterable[SheetRows]) -> Iterator[tuple[int, Finding]]:
        """Find the table by the mapping, and compare its rows with the portal, so many at a time."""
        table = find_table(sheets, [layout(self._job.mapping)])
        self._job.tell(row_count=table.sheet.count(), unread_columns=list(table.unread)[:20])
        last = 0
        for batch in batched(self._reader.readings(table), BATCH):
            for last, finding in self._compared(batch):
                yield last, finding
        yield from ((last, finding) for finding in self._left())

    def _left(self) -> Iterator[Finding]:
        """What to take back of bookings that no row of the deal is about any more, now that all rows were read."""
        gone = [row for row in self._elsewhere if row.key and not self._reader.is_read(row.key)]
        once = list({row.key: row for row in gone}.values())
        for batch in batched(once, BATCH):
            for finding, was in left_deal(self._job.mapping, batch):
                if self._hold(finding):
                    continue
                self._totals.leave(was)
                yield self._counted(finding)

    def _compared(self, batch: Sequence[tuple[int, Iterable[Reading]]]) -> Iterator[tuple[int, Finding]]:
        rows = [reading for _number, readings in batch for reading in readings if isinstance(reading, LedgerRow)]
        rows = as_stored(self._job.mapping, rows)
        self._stored.update(row.key for row in rows if not self._reader.is_read(row.key))
        self._days |= {row.booked_on for row in rows}
        found, known = compare(self._job.mapping, rows)
        held = {each.row: why for each in found if (why := self._hold(each))}
        for row in rows:
            if row.row in held:
                self._totals.leave_out(Elsewhere(row.row, why=held[row.row], cents=row.cents))
        self._totals.read((row for row in rows if row.row not in held), known)
        told = {each.row: each for each in found if each.row not in held}
        for number, readings in batch:
            for reading in readings:
                if isinstance(reading, Elsewhere):
                    self._totals.leave_out(reading)
                    self._elsewhere.append(reading)
                finding = reading if isinstance(reading, RowFault) else told.get(number)
                yield number, self._counted(finding)

    def _hold(self, finding: LedgerChange | RowFault) -> str:
        """Return why a change is left out, for its closed period or for its booking in review; empty when it is not.

        The rest of a cumulative export is read as ever.
        """
        if isinstance(finding, RowFault):
            return ""
        why = CLOSED if closed_refusal(self._closings, finding) else IN_REVIEW if finding.waits else ""
        if why:
            self._held[why].add(finding)
        return why

    def _counted(self, finding: Finding) -> Finding:
        if isinstance(finding, LedgerChange):
            self._totals.change(finding)
        self._has_faults |= isinstance(finding, RowFault)
        return finding

    def pack(self, change: LedgerChange) -> Packed:
        """Return the change as plain values."""
        return change.pack()

    def unpack(self, packed: Packed) -> LedgerChange:
        """Return the change that `pack` wrote as plain values."""
        return LedgerChange.unpack(packed)

    # --- Entering ----------------------------------------------------------------------------------------------

    def stale(self, changes: Sequence[LedgerChange]) -> list[LedgerChange]:
        """Compare with the bookings as they stand now; those that entered review meanwhile wait, and are not told."""
        found, late = stale(self._deal, self._kind, changes)
        self._late |= late
        return found

    def enter(self, changes: Sequence[LedgerChange], *, at: datetime) -> None:
        """Begin what is new or corrects, and revise what is open; all of it waits for approval.

        Raises ClosedPeriodError when a period was closed since the file was checked.
        """
        closings = closed_periods(self._deal)
        changes = [change for change in changes if change.row not in self._late]
        for change in changes if closings else ():
            if refusal := closed_refusal(closings, change):
                raise ClosedPeriodError(f"Er is niets ingevoerd. {change.code}: {refusal}")
        step = BulkStep(by=self._job.uploaded_by, at=at, submit=True)
        new = [(change, booking) for change in changes for booking in self._bookings(change)]
        for _change, booking in new:
            booking.source_file = self._job
        begin_all([booking for _change, booking in new], (reason(self._job, change) for change, _booking in new), step)
        old = [change for change in changes if change.kind == REVISION]
        revisions = [_revision(change, self._content(change.values)) for change in old]
        if not revise_all(self._model, revisions, (reason(self._job, change) for change in old), step):
            raise StaleError

    def finish(self) -> None:
        """Keep the totals with the import when it was checked; when it was entered, see that they hold."""
        if self._job.state == self._job.State.CHECKING:
            unknown = {column: values for column, values in self._reader.unknown.items() if values}
            for column, values in unknown.items():
                self._job.mapping.remember(column, list(values))
            self._totals.cut = self._reader.cut
            held = {"closed": self._held[CLOSED].packed(), "in_review": self._held[IN_REVIEW].packed()}
            told = {"unknown": unknown, "gone": self._gone(), **held}
            with self._job.folder.upload() as path:
                sha256 = hash_of(path)
            self._job.tell(totals=self._totals.packed(holds=not self._has_faults) | told, sha256=sha256)
            return
        late = list(self._late.values())
        totals = with_late(self._job.totals, late, why=IN_REVIEW) if late else self._job.totals
        if not verify(self._deal, self._kind, totals):
            raise OutdatedError  # another file was entered since this one was checked
        if late:
            totals |= {"in_review": self._in_review([each.change for each in late if each.is_held])}
            self._job.hold(late=[each.change.kind for each in late], totals=totals)
        if self._job.folder.has_upload():
            self._job.keep_file()

    def _in_review(self, late: Sequence[LedgerChange]) -> dict[str, object]:
        """The rows that wait for a reviewer: those that were seen at checking, and these."""
        known = self._job.totals["in_review"]
        found = HeldRows(known["count"], list(known["rows"]))
        for change in late:
            found.add(change)
        return found.packed()

    def _gone(self) -> dict[str, object]:
        """The bookings from the administration within the days of the file that the file does not have, largest first.

        A file of one month says nothing of the other months.
        """
        if not self._days:
            return {"count": 0, "rows": []}
        first, last = (date.fromordinal(each) for each in (min(self._days), max(self._days)))
        bookings: Any = self._model._default_manager
        rows = bookings.filter(deal=self._deal, corrects=None, booked_on__range=(first, last))
        rows = rows.exclude(state=State.WITHDRAWN).exclude(ledger_key="").order_by()
        keys = {row.key for row in self._elsewhere} | self._stored
        found = [
            (abs(amount), pk)
            for key, pk, amount in rows.values_list("ledger_key", "pk", "amount").iterator()
            if key not in keys and not self._reader.is_read(key)
        ]
        return {
            "count": len(found),
            "first": first.isoformat(),
            "last": last.isoformat(),
            "rows": [pk for _amount, pk in nlargest(MOST_GONE, found)],
        }

    def _bookings(self, change: LedgerChange) -> list[Booking]:
        if change.kind == NEW:
            return [self._new(change)]
        if change.kind in {CORRECTION, LEFT} and change.was:
            return self._corrections(change, change.was)
        return []

    def _new(self, change: LedgerChange) -> Booking:
        content = self._content(change.values)
        if change.values["cents"] < 0:
            content |= {"kind": BookingKind.CREDIT_NOTE, "correction_reason": NEGATIVE}
        return self._model(
            deal=self._deal, code=change.code, ledger_key=change.key, origin=BookingOrigin.IMPORT, **content
        )

    def _corrections(self, change: LedgerChange, was: BookedKey) -> list[Booking]:
        """The difference as one row where only amounts differ, else the old booking taken back and the new one made."""
        values, differing = change.values, change.differing
        amounts = {name: values[name] - getattr(was, name) for name in ("cents", "btw")}
        if set(differing) <= {"cents", "btw"} and _is_possible(**amounts):
            parts = [values | amounts]
        else:
            back = {name: getattr(was, name) for name in values} | {"cents": -was.cents, "btw": -was.btw}
            parts = [part for part in (back, values) if part["cents"]]
        words = ", ".join(str(TITLES[name]).lower() for name in differing)
        what = LEFT_DEAL if change.kind == LEFT else f"In de administratie gewijzigd: {words}."
        why = f"{what} {reason(self._job, change)}"[:LONGEST_REASON]
        bundle = uuid4().hex
        return [
            self._model(
                deal=self._deal,
                code=f"{change.code}~{was.rows + place}",
                origin=BookingOrigin.IMPORT,
                bundle=bundle,
                kind=BookingKind.CORRECTION,
                correction_reason=why,
                **self._content(part) | {"corrects_id": was.root},
            )
            for place, part in enumerate(parts)
        ]

    def _content(self, values: Values) -> dict[str, object]:
        """The columns of a booking, from cents and numbers."""
        content = {
            "booked_on": date.fromordinal(values["booked_on"]),
            "year": values["year"],
            "amount": euros(values["cents"]),
            "line_id": values["line"],
            "measure_id": values["measure"] or None,
            "project_id": values["project"] or None,
            "counterpart": values["counterpart"],
            "description": values["description"],
        }
        if self._kind == LedgerKind.EXPENDITURE:
            content |= {"btw_amount": euros(values["btw"]), "commitment_id": values["commitment"] or None}
        return content


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_possible(*, cents: int, btw: int) -> bool:
    """Tell whether a difference can be a booking: it is something, and the btw lies within it."""
    return cents != 0 and abs(btw) <= abs(cents) and cents * btw >= 0


def _revision(change: LedgerChange, content: dict[str, object]) -> Revision:
    assert change.was is not None
    values = {name.removesuffix("_id"): value for name, value in content.items()}
    return Revision(change.was.root, change.was.state, change.was.version, values)


# --- Approving all rows of a file ---------------------------------------------------------------------------------


def to_approve(job: LedgerImport) -> Any:
    """The bookings of an entered file that still wait as the file left them: entered by its owner, at that moment."""
    rows: Any = MODELS[job.mapping.kind]._default_manager
    return rows.filter(
        deal=job.deal,
        origin=BookingOrigin.IMPORT,
        state=State.SUBMITTED,
        entered_by=job.uploaded_by,
        entered_at=job.finished_at,
    )


def waiting_digest(job: LedgerImport) -> list[object]:
    """Return what a page about a file shows of what waits: how many bookings, their sum and their newest version."""
    found = to_approve(job).order_by().aggregate(count=Count("pk"), amount=Sum("amount"), versions=Sum("version"))
    return [job.pk, *found.values()]


class NotApprovedError(Exception):
    """The bookings of a file cannot all count. Its text is Dutch and says why."""


def approve_file(job: LedgerImport, *, at: datetime) -> None:
    """Let all waiting bookings of a file count, or none: the covenant may refuse what they do together.

    What takes back goes first, so that no limit is passed on the way that is not passed at the end. Raises
    NotApprovedError.
    """
    assert job.approved_by is not None
    related = ("line", *(("commitment",) if job.mapping.kind == LedgerKind.EXPENDITURE else ()))
    rows = to_approve(job).select_related(*related)
    with transaction.atomic():
        try:
            hold_running(job.deal_id)
        except WrongStateError as refusal:
            raise NotApprovedError(str(refusal)) from refusal
        _refuse_halves(rows)
        for pks in batched(list(rows.order_by("amount", "pk").values_list("pk", flat=True)), APPROVED_AT_ONCE):
            try:
                approve_part(job.deal, list(rows.filter(pk__in=pks)), by=job.approved_by, at=at)
            except (CovenantRefusesError, FourEyesError, WrongStateError) as refusal:
                raise NotApprovedError(str(refusal)) from refusal
        if not job.finish_approval(at=at):
            raise NotApprovedError("Iemand anders was u voor.")


def _refuse_halves(rows: Any) -> None:
    """Raise NotApprovedError when a row that stands or falls with one of these does not wait along with it."""
    bundles = rows.exclude(bundle="").order_by().values("bundle")
    others = rows.model._default_manager.filter(bundle__in=bundles).exclude(state=State.WITHDRAWN)
    if half := others.exclude(pk__in=rows.order_by().values("pk")).first():
        raise NotApprovedError(f"{half.code} hoort hierbij en wacht niet mee. Zij worden samen beoordeeld.")


# --- Taking a file back, or returning it, as a whole --------------------------------------------------------------


def open_rows(job: LedgerImport) -> Any:
    """The bookings that a file brought and that count for nothing yet, whatever became of them since."""
    rows: Any = MODELS[job.mapping.kind]._default_manager
    return rows.filter(deal=job.deal, source_file=job, state__in=OPEN_STATES)


def touched_rows(job: LedgerImport) -> Any:
    """The bookings that a file brought or changed, whatever became of them since."""
    rows: Any = MODELS[job.mapping.kind]._default_manager
    as_entered = Q(origin=BookingOrigin.IMPORT, entered_by=job.uploaded_by, entered_at=job.finished_at)
    return rows.filter(Q(source_file=job) | as_entered, deal=job.deal)


def left_to_do(job: LedgerImport, step: FileStep | str) -> Any:
    """The bookings with which a step is still to be taken: returning those that wait, or taking back all that is open.

    What the file changed and did not bring is only taken back while it still waits as the file left it.
    """
    if step == FileStep.RETURN:
        return to_approve(job)
    brought, changed = Q(source_file=job, state__in=OPEN_STATES), Q(state=State.SUBMITTED)
    return touched_rows(job).filter(brought | (changed & (Q(source_file=None) | ~Q(source_file=job))))


def ask_step(job: LedgerImport, step: FileStep, *, by: User, at: datetime, reason: str) -> None:
    """Ask that a file is taken back by its owner, or returned by another, as a whole. Raises WrongStateError.

    Nothing of it may count already; from here on nobody approves it as a whole.
    """
    if step == FileStep.WITHDRAW and touched_rows(job).filter(source_file=job, state=State.APPROVED).exists():
        raise WrongStateError("Een deel van dit bestand is al goedgekeurd. Corrigeer dat; het telt.")
    if not left_to_do(job, step).exists() or not job.ask_step(step, by=by, at=at, reason=reason):
        raise WrongStateError("Dat kan niet meer: dit bestand is al goedgekeurd, teruggestuurd of teruggenomen.")


def take_step(job: LedgerImport, *, at: datetime) -> None:
    """Withdraw all that a file brought and make what it changed a draft again, or return all that waits of it.

    A part at a time, each with its trail, and each kept: memory does not grow with the file, and who waits to write
    comes in between. A part that was done is not done twice.
    """
    last = 0
    while True:
        with transaction.atomic():
            if not job.go_on(at=timezone.now()):
                return
            rows = left_to_do(job, job.step).filter(pk__gt=last).order_by("pk").select_for_update(no_key=True)
            part = list(rows[:BATCH])
            _take(job, part, at=at)
        if not part:
            break
        last = part[-1].pk
    job.finish_step(at=at)


def _take(job: LedgerImport, part: Sequence[Booking], *, at: datetime) -> None:
    if job.step == FileStep.RETURN:
        assert job.returned_by is not None
        decided = {"decided_by": job.returned_by, "decided_at": at, "return_reason": job.step_reason}
        move_all(part, State.RETURNED, by=job.returned_by, at=at, reason=job.step_reason, **decided)
        return
    brought = [row for row in part if row.source_file_id == job.pk]
    changed = [row for row in part if row.source_file_id != job.pk]
    move_all(brought, State.WITHDRAWN, by=job.uploaded_by, at=at, reason=job.step_reason)
    move_all(changed, State.DRAFT, by=job.uploaded_by, at=at, reason=job.step_reason)
