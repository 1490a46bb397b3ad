"""The rows of a file of the pillars: what the shared work on an import asks of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from pillars.exchange.checking import RESOURCES, Finding, check
from pillars.exchange.matching import Refusal, RowChange
from pillars.exchange.models import ImportJob
from pillars.exchange.resources import ExchangeResource
from regiodeal.base.dutch import counted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.in_force import deal_in_force
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.folder import Packed
from regiodeal.sheets.formats import SheetRows
from regiodeal.sheets.reading import find_table
from regiodeal.sheets.work import reason

MOST_TOLD = 5  # rows that could not be entered any more, in one message


class FigureExchange:
    """An Exchange of any kind of rows of the pillars; which kind, the heading of the file says."""

    _resource: ExchangeResource

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._choice = job.folder.choice()
        self._waiting: dict[int, RowChange] = {}  # by the number of the row
        self._refused: list[str] = []
        self._entered: Counter[str] = Counter()
        if job.kind:
            self._resource = self._resource_of(job.kind)

    def _resource_of(self, kind: str) -> ExchangeResource:
        """The columns of a kind, by the deal as it is agreed today, as the pages have it."""
        deal = deal_in_force(self._job.deal, on=timezone.localdate())
        return RESOURCES[kind](deal, by=self._job.uploaded_by)

    @property
    def key_title(self) -> str:
        """The heading of the code."""
        return self._resource.titles([self._resource.key_field])[0]

    def findings(self, sheets: Iterable[SheetRows]) -> Iterator[tuple[int, Finding]]:
        """Find the table and check its rows, when the first is asked for."""
        table = find_table(sheets, [resource.layout(self._job.deal) for resource in RESOURCES.values()])
        self._job.tell(kind=table.layout, row_count=table.sheet.count(), unread_columns=list(table.unread)[:20])
        self._resource = self._resource_of(table.layout)
        yield from check(self._resource, table)

    def pack(self, change: RowChange) -> Packed:
        """Pack the change as the resource does."""
        return self._resource.pack(change)

    def unpack(self, packed: Packed) -> RowChange:
        """Unpack the change as the resource does."""
        return self._resource.unpack(packed)

    def takes(self, change: RowChange) -> bool:
        """Tell whether its owner wants the row entered; a row that waits only when that was chosen."""
        return self._choice.get(change.row, not change.waits)

    def stale(self, changes: Sequence[RowChange]) -> list[RowChange]:
        """Compare those that are to be entered with the entries as they stood when the work began."""
        taken = (change for change in changes if self.takes(change))
        return [each for each in taken if each.is_in_review or not self._resource.portal_is_as_read(each)]

    def _is_late(self, change: RowChange) -> bool:
        """Tell whether a row waits from now on: it came too late, is in review, or nobody said that it is right."""
        is_unsaid = bool(change.doubt) and change.row not in self._choice
        return change.row not in self._waiting and (change.is_in_review or is_unsaid or bool(self.stale([change])))

    def hold_late(self) -> int:
        """Let each row wait whose entry is in review, or changed since the check; how many wait by now.

        Of the changed ones only those that are to be entered. A row that the portal says by now is left out; so is one
        that it would refuse by now, and its owner is told. At a second attempt the portal is read anew, and what waits
        or was refused since the first still is.
        """
        self._resource, self._entered = self._resource_of(self._job.kind), Counter()
        folder = self._job.folder
        if any(map(self._is_late, map(self.unpack, folder.changes()))):
            folder.keep_changes(self._still(folder.changes()))
            folder.choose(dict.fromkeys(self._waiting, False))
            self._choice = folder.choice()
        return len(self._waiting)

    def _still(self, changes: Iterable[Packed]) -> Iterator[Packed]:
        """The changes as they can be kept now."""
        for packed in changes:
            change = self.unpack(packed)
            if not self._is_late(change):
                yield packed
                continue
            is_chosen = self.takes(change)
            if not change.is_in_review and not self.stale([change]):
                self._waiting[change.row] = change  # as it was read: only its owner has to say that it is right
                yield packed
                continue
            try:
                held = self._resource.held_again(change)
            except Refusal as refusal:
                self._refused.append(f"Rij {change.row} is niet ingevoerd. {refusal}")
                continue
            if held is None:
                continue
            if held.waits or not is_chosen:
                self._waiting[held.row] = held
            yield self.pack(held)

    def finish_partly(self, *, at: datetime) -> bool:
        """Let the import wait for its owner with the rows that came too late; False when there are none.

        Raises WrongStateError when nothing waits and nothing could be entered.
        """
        waiting, count = self._waiting, self._entered.total()
        told = self._refused[:MOST_TOLD]
        if not waiting:
            if told and not count:
                raise WrongStateError(" ".join(told))
            entering = Q(state=self._job.State.ENTERING)
            self._job.change_if(entering, counts=dict(self._entered), reason=" ".join(told))
            return False
        rest = "1 andere rij is ingevoerd" if count == 1 else f"{count} andere rijen zijn ingevoerd"
        rest = rest if count else "Er is nog niets ingevoerd"
        reason = " ".join([*_why(waiting.values()), f"{rest}.", *told])
        counts = dict(Counter(str(change.kind) for change in waiting.values()))
        return self._job.finish_partly(reason=reason, counts=counts, at=at)

    def keep_waiting(self) -> None:
        """Keep the rows that came too late, and none that was entered."""
        if self._waiting:
            self._job.folder.keep_changes([self.pack(change) for change in self._waiting.values()])

    def enter(self, changes: Sequence[RowChange], *, at: datetime) -> None:
        """Enter the chosen changes as the resource does, each with its row of the file in the trail."""
        changes = [change for change in changes if self.takes(change)]
        self._entered.update(str(change.kind) for change in changes)
        step = BulkStep(by=self._job.uploaded_by, at=at, submit=self._job.is_submitted)
        self._resource.enter(changes, {change.row: reason(self._job, change) for change in changes}, step)

    def finish(self) -> None:
        """Do nothing: no work remains."""


def _why(waiting: Iterable[RowChange]) -> Iterator[str]:
    """Say in Dutch for what the rows wait that were not entered: for their owner, or for a reviewer."""
    rows = list(waiting)
    in_review = [row for row in rows if row.is_in_review]
    doubted = [row for row in rows if row.doubt and not row.is_stale and not row.is_in_review]
    wait = "rij wacht", "rijen wachten"
    if count := len(rows) - len(in_review) - len(doubted):
        yield f"Iemand anders was u voor: {counted(count, *wait)} op uw keuze."
    if doubted:
        yield f"{counted(len(doubted), *wait)} op uw vinkje: het cijfer is onwaarschijnlijk."
    if in_review:
        yield f"{counted(len(in_review), *wait)} op een beoordelaar."
