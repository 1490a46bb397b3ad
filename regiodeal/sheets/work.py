"""The two long jobs of an import, whatever its rows are: checking a file, and entering what it changes.

What differs per kind of row an `Exchange` says. Both jobs are tried again safely: checking writes nothing but the
files of the import, and entering is one transaction.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.utils import timezone

from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.running import hold_running_for_import
from regiodeal.deals.words import speaking
from regiodeal.sheets.folder import Folder, Packed, RowFault
from regiodeal.sheets.formats import SheetRows, UnreadableError
from regiodeal.sheets.models import FileImport
from regiodeal.sheets.reading import opened

BATCH = 1_000  # rows
ATTEMPTS = 3  # at entering the rows that nobody changed meanwhile
CHANGED_SINCE = "Dit is in het portaal veranderd nadat het bestand was nagekeken."
TOO_LATE = "Er is niets ingevoerd: iemand anders was u voor. Kies het bestand opnieuw om het nieuwe verschil te zien."
UNREACHABLE = "De verwerking is nu niet bereikbaar. Er is niets ingevoerd; probeer het straks opnieuw."
BROKEN = "Er ging bij ons iets mis. Er is niets ingevoerd; kies het bestand opnieuw."
logger = logging.getLogger(__name__)


class LetGoError(Exception):
    """Raised when the owner of the file let it go while it was worked on."""


class StaleError(Exception):
    """Raised when what the file was compared with is no longer what stands in the portal."""


class OutdatedError(StaleError):
    """Raised when it is not one row that is no longer so: to read again what is in the portal would not help."""


class AChange(Protocol):
    """Holds what one row of a file does."""

    @property
    def row(self) -> int:
        """The row as the spreadsheet numbers it."""

    @property
    def kind(self) -> str:
        """A new entry, a revision or a correction."""

    @property
    def sheet(self) -> str:
        """The title of its sheet, in a workbook of which more than one is read."""


class Exchange[Change: AChange](Protocol):
    """Holds what one kind of import knows of its rows, while one file is checked or entered."""

    @property
    def key_title(self) -> str:
        """The heading of the column by which a row is found."""

    def findings(self, sheets: Iterable[SheetRows]) -> Iterator[tuple[int, Change | RowFault | None]]:
        """Return what each row does, with its number; None for one that changes nothing. Raises UnreadableError."""

    def pack(self, change: Change) -> Packed:
        """A change as plain values, to keep until its owner has read it."""

    def unpack(self, packed: Packed) -> Change:
        """The change that was packed."""

    def stale(self, changes: Sequence[Change]) -> list[Change]:
        """Return the changes whose entry is no longer what the change was compared with."""

    def enter(self, changes: Sequence[Change], *, at: datetime) -> None:
        """Write a batch of changes. Raises StaleError or IntegrityError when somebody else was first."""

    def finish(self) -> None:
        """Do what remains when all rows were read, or all were written, within the same transaction."""


class WaitingExchange[Change: AChange](Exchange[Change], Protocol):
    """Holds rows back that came too late, and lets the others be entered."""

    def hold_late(self) -> int:
        """Let each row wait whose entry changed since the check, and return how many wait.

        Every attempt begins with it: the portal is read anew, and the rows that came too late before still wait.
        """

    def finish_partly(self, *, at: datetime) -> bool:
        """Let the import wait for its owner with the rows that came too late; False when there are none."""

    def keep_waiting(self) -> None:
        """Keep those rows alone, once the others were written."""


type ExchangeOf = Callable[[Any], Exchange[Any]]
type Reader = Callable[[Path], AbstractContextManager[Iterable[SheetRows]]]


def check_claimed(job: FileImport, exchange_of: ExchangeOf, *, read: Reader = opened) -> None:
    """Check the file of an import that nobody else has taken up or finished; `read` opens it."""
    if job.claim_check(at=timezone.now()):
        _attempt(job, lambda: check_file(job, exchange_of, at=timezone.now(), read=read))


def enter_claimed(job: FileImport, exchange_of: ExchangeOf) -> None:
    """Enter the changes of an import that nobody else has taken up or finished, all of them or none."""
    if job.claim_enter(at=timezone.now()):
        _attempt(job, lambda: enter_file(job, exchange_of, at=timezone.now()))


def enter_or_hold_claimed(job: FileImport, exchange_of: Callable[[Any], WaitingExchange[Any]]) -> None:
    """Enter the changes of an import as `enter_claimed` does, but only the rows that came too late wait."""
    if job.claim_enter(at=timezone.now()):
        _attempt(job, lambda: _enter_or_hold(job, exchange_of, at=timezone.now()))


def _enter_or_hold(job: FileImport, exchange_of: Callable[[Any], WaitingExchange[Any]], *, at: datetime) -> None:
    exchange = exchange_of(job)  # one for all attempts: it remembers which rows already wait
    for _time in range(ATTEMPTS):
        try:
            with transaction.atomic():
                exchange.hold_late()
                _enter(job, exchange, at, finish=partial(exchange.finish_partly, at=at))
        except WrongStateError as refusal:
            job.refuse(str(refusal), at=at)
        except (StaleError, IntegrityError):
            continue  # somebody was between the reading and the writing: read again
        else:
            exchange.keep_waiting()
        return
    job.refuse(TOO_LATE, at=at)


def tidy(model: type[FileImport], *, at: datetime) -> None:
    """Fail what a lost worker left, let go of what nobody came back for, and take away files that are not needed."""
    rows: Any = model._default_manager
    rows.mark_stalled(at=at)
    for job in rows.forgotten(at=at):
        job.discard(by=None, at=at)
    for folder in Folder.all(model.place):
        if not rows.filter(pk=folder.pk).exclude(state__in=model.OVER).exists():
            folder.remove()


def _attempt(job: FileImport, work: Callable[[], None]) -> None:
    try:
        with speaking(job.deal.words), job.folder.signs_of_life():
            work()
    except LetGoError:
        job.folder.remove()  # its owner did, and the work told how far it was after that
    except Exception:
        # Whatever went wrong, the person who waits gets a plain reason; the log has the rest.
        logger.exception("%s %s failed", type(job).__name__, job.pk)
        job.fail(BROKEN, at=timezone.now())
    if job.is_over:
        job.folder.remove()


def check_file(job: FileImport, exchange_of: ExchangeOf, *, at: datetime, read: Reader = opened) -> None:
    """Compare the file of a claimed import with the portal, and keep what it changes or what is wrong with it."""
    folder = job.folder
    try:
        with folder.upload() as path, read(path) as sheets:
            exchange = exchange_of(job)
            rows, counts, faults = _keep_findings(job, exchange, exchange.findings(sheets))
            exchange.finish()
    except UnreadableError as refusal:
        job.refuse(str(refusal), at=at)
    else:
        job.finish_check(row_count=rows, counts=counts, fault_count=faults, at=at)
    if not job.keeps_upload:
        folder.remove_upload()


def _keep_findings(
    job: FileImport, exchange: Exchange[Any], found: Iterable[tuple[int, Any]]
) -> tuple[int, dict[str, int], int]:
    folder, rows, faults, last = job.folder, 0, 0, 0
    counts: Counter[str] = Counter()
    with folder.findings() as findings:
        for number, finding in found:
            if number != last and (rows := rows + 1) % BATCH == 0:
                _go_on(job, rows)
            last = number
            if isinstance(finding, RowFault):
                faults += 1
                findings.fault(finding)
            elif finding is not None:
                counts[finding.kind] += 1
                findings.change(exchange.pack(finding))
    return rows, dict(counts), faults


def enter_file(job: FileImport, exchange_of: ExchangeOf, *, at: datetime) -> None:
    """Enter all changes of a claimed import in one transaction; when the portal changed since, none of them."""
    for time in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                _enter(job, exchange_of(job), at)
        except WrongStateError as refusal:
            job.refuse(str(refusal), at=at)
        except (StaleError, IntegrityError) as late:
            # Without a row that is stale now, somebody was between the reading and the writing: read again.
            is_last = isinstance(late, OutdatedError) or time == ATTEMPTS
            if not _refuse_stale(job, exchange_of(job), at=at, anyhow=is_last):
                continue
        return


def _refuse_stale(job: FileImport, exchange: Exchange[Any], *, at: datetime, anyhow: bool) -> bool:
    """Refuse an import with each of its rows that is stale now; without any only where that is said. Tell whether."""
    folder = job.folder
    late = [
        (change.row, change.sheet)
        for batch in batched(changes_of(folder, exchange), BATCH)
        for change in exchange.stale(batch)
    ]
    if not late and not anyhow:
        return False
    with folder.findings() as findings:
        for row, sheet in late:
            findings.fault(RowFault(row, exchange.key_title, CHANGED_SINCE, sheet))
    job.refuse(TOO_LATE, at=at, fault_count=len(late))
    return True


def _enter(
    job: FileImport, exchange: Exchange[Any], at: datetime, *, finish: Callable[[], bool] = lambda: False
) -> None:
    # One import of a deal at a time: two that hold the same new row would else both enter it.
    hold_running_for_import(job.deal_id)
    done = 0
    for batch in batched(changes_of(job.folder, exchange), BATCH):
        if exchange.stale(batch):
            raise StaleError
        exchange.enter(batch, at=at)
        done += len(batch)
        _go_on(job, done)
    exchange.finish()
    if not finish() and not job.finish_enter(at=at):
        raise LetGoError


def _go_on(job: FileImport, done: int) -> None:
    """Tell how many rows are done. Raises LetGoError when its owner let the file go."""
    if not type(job)._default_manager.filter(pk=job.pk, state__in=FileImport.WORKING).exists():
        raise LetGoError
    job.folder.tell(done)


def changes_of[Change: AChange](folder: Folder, exchange: Exchange[Change]) -> Iterator[Change]:
    """The changes that the checking kept."""
    return (exchange.unpack(line) for line in folder.changes())


def reason(job: FileImport, change: AChange) -> str:
    """Return what the trail says of a row that came from a file."""
    return f"Uit het bestand {job.file_name}, rij {change.row}."
