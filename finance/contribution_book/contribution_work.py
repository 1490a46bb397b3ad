"""The rows of a workbook of contributions: what the shared work on an import asks of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from finance.contribution_book.contribution_sheet import ContributionSheet
from finance.contribution_book.models import ContributionImport
from pillars.exchange.checking import Finding, check
from pillars.exchange.matching import RowChange
from regiodeal.deals.in_force import deal_in_force
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.folder import Packed
from regiodeal.sheets.formats import SheetRows
from regiodeal.sheets.reading import find_table
from regiodeal.sheets.work import reason


class ContributionExchange:
    """An Exchange whose rows are contributions."""

    def __init__(self, job: ContributionImport) -> None:
        self._job = job
        self.sheet = ContributionSheet(deal_in_force(job.deal, on=timezone.localdate()), by=job.uploaded_by)

    @property
    def key_title(self) -> str:
        """The heading of the number."""
        return self.sheet.titles([self.sheet.key_field])[0]

    def findings(self, sheets: Iterable[SheetRows]) -> Iterator[tuple[int, Finding]]:
        """Find the table and check its rows, when the first is asked for."""
        table = find_table(sheets, [self.sheet.layout(self._job.deal)])
        self._job.tell(row_count=table.sheet.count(), unread_columns=list(table.unread)[:20])
        yield from check(self.sheet, table)

    def pack(self, change: RowChange) -> Packed:
        """Pack the change as the sheet does."""
        return self.sheet.pack(change)

    def unpack(self, packed: Packed) -> RowChange:
        """Unpack the change as the sheet does."""
        return self.sheet.unpack(packed)

    def stale(self, changes: Sequence[RowChange]) -> list[RowChange]:
        """Compare with the contributions as they stood when the work began."""
        return [change for change in changes if not self.sheet.portal_is_as_read(change)]

    def enter(self, changes: Sequence[RowChange], *, at: datetime) -> None:
        """Enter the changes, each with its row of the file in the trail."""
        step = BulkStep(by=self._job.uploaded_by, at=at, submit=False)
        self.sheet.enter(changes, {change.row: reason(self._job, change) for change in changes}, step)

    def finish(self) -> None:
        """Do nothing: no work remains."""
