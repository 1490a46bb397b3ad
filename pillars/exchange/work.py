"""The rows of a file of the pillars: what the shared work on an import asks of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from pillars.exchange.checking import RESOURCES, Finding, check
from pillars.exchange.matching import RowChange
from pillars.exchange.models import ImportJob
from pillars.exchange.resources import ExchangeResource
from regiodeal.deals.in_force import deal_in_force
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.folder import Packed
from regiodeal.sheets.formats import SheetRows
from regiodeal.sheets.reading import find_table
from regiodeal.sheets.work import reason


class FigureExchange:
    """An Exchange of any kind of rows of the pillars; which kind, the heading of the file says."""

    _resource: ExchangeResource

    def __init__(self, job: ImportJob) -> None:
        self._job = job
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

    def stale(self, changes: Sequence[RowChange]) -> list[RowChange]:
        """Compare with the entries as they stood when the work began."""
        return [change for change in changes if not self._resource.portal_is_as_read(change)]

    def enter(self, changes: Sequence[RowChange], *, at: datetime) -> None:
        """Enter the changes as the resource does, each with its row of the file in the trail."""
        step = BulkStep(by=self._job.uploaded_by, at=at, submit=self._job.is_submitted)
        self._resource.enter(changes, {change.row: reason(self._job, change) for change in changes}, step)

    def finish(self) -> None:
        """Do nothing: no work remains."""
