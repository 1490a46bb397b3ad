"""The rows of a workbook of projects: what the shared work on an import asks of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from pillars.exchange.checking import Finding, check
from pillars.exchange.differences import difference
from pillars.exchange.matching import RowChange
from pillars.project_book.book_rows import ProjectBook
from pillars.project_book.book_sheet import ProjectBookSheet
from pillars.project_book.executor_sheet import ExecutorSheet
from pillars.project_book.models import ProjectImport
from pillars.project_book.plan_sheet import plan_sheet_of
from pillars.project_book.project_sheet import ProjectSheet
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.differences import RowDifference
from regiodeal.sheets.folder import Packed, RowFault
from regiodeal.sheets.formats import SheetRows, UnreadableError
from regiodeal.sheets.formats.workbooks import CalamineRows
from regiodeal.sheets.reading import NoTableError, Table, find_table
from regiodeal.sheets.work import StaleError, reason


def book_sheets(deal: Deal, *, by: User | None = None) -> dict[str, ProjectBookSheet]:
    """The sheets of a deal by their title, in the order in which they are read: who, what, and what each plans."""
    book = ProjectBook(deal)
    kinds: list[type[ProjectBookSheet]] = [ExecutorSheet, ProjectSheet, plan_sheet_of(book)]
    return {kind.sheet_title: kind(deal, book=book, by=by) for kind in kinds}


class ProjectExchange:
    """An Exchange of the three sheets of a workbook of projects."""

    key_title = "code"

    def __init__(self, job: ProjectImport) -> None:
        self._job = job
        deal = deal_in_force(job.deal, on=timezone.localdate())
        self._sheets = book_sheets(deal, by=job.uploaded_by)
        self._book = next(iter(self._sheets.values())).book

    def findings(self, sheets: Iterable[SheetRows]) -> Iterator[tuple[int, Finding]]:
        """Find the tables and check their rows, executors first: projects name them, and plans name projects."""
        tables = self._tables(sheets)
        unread = [title for table in tables.values() for title in table.unread]
        self._job.tell(row_count=sum(table.sheet.count() for table in tables.values()), unread_columns=unread[:20])
        for title, sheet in self._sheets.items():
            if title in tables:
                for number, finding in check(sheet, tables[title]):
                    yield from self._placed(title, number, finding)

    def _tables(self, sheets: Iterable[SheetRows]) -> Mapping[str, Table]:
        """The table of each sheet that has one, by our title. A sheet with our name has to be readable as ours."""
        by_layout = {sheet.layout_name: title for title, sheet in self._sheets.items()}
        layouts = [sheet.layout(self._job.deal) for sheet in self._sheets.values()]
        chosen = list(sheets)
        if not all(isinstance(sheet, CalamineRows) for sheet in chosen):
            table = find_table(chosen, layouts)  # a CSV file is one sheet, cut in several ways
            return {by_layout[table.layout]: table}
        found: dict[str, Table] = {}
        for sheet in chosen:
            assert isinstance(sheet, CalamineRows)
            ours = next((title for title in self._sheets if title.casefold() == sheet.title.strip().casefold()), None)
            fitting = [layout for layout in layouts if ours is None or by_layout[layout.name] == ours]
            try:
                table = find_table([sheet], fitting)
            except UnreadableError as refusal:
                if ours is None or sheet.count() == 0:
                    continue  # an explanation, a list of words, or something of one's own
                raise UnreadableError(f"Werkblad {ours}: {refusal}") from refusal
            title = by_layout[table.layout]
            if title in found:
                raise UnreadableError(f"Er zijn twee werkbladen met {title.lower()}. Laat er één staan.")
            found[title] = table
        if not found:
            raise NoTableError("In dit bestand staat geen werkblad Projecten, Planning of Uitvoerders.")
        return found

    def _placed(self, title: str, number: int, finding: Finding) -> Iterator[tuple[int, Finding]]:
        """The finding with its sheet; before a project the executors that it is the first to name."""
        match finding:
            case RowFault():
                yield number, replace(finding, sheet=title)
            case RowChange():
                finding.sheet = title
                yield from ((number, change) for change in self._new_executors(title, number, finding))
                yield number, finding
            case None:
                yield number, None

    def _new_executors(self, title: str, number: int, change: RowChange) -> list[RowChange]:
        """Remember what the rows below may refer to, and make the executors that are not known yet."""
        book, executors = self._book, self._sheets[ExecutorSheet.sheet_title]
        assert isinstance(executors, ExecutorSheet)
        if title == ExecutorSheet.sheet_title:
            book.bring_executor(change.values["name"])
        if title != ProjectSheet.sheet_title:
            return []
        code, values = change.key[0], change.values
        book.coming[code] = frozenset([values["main_measure"], *values["measures"]])
        book.titles[code] = values["title"]
        made = []
        for name in filter(None, [values["executor"], *values["partners"]]):
            if book.executor_named(name) is None:
                book.bring_executor(name)
                made.append(executors.from_name(name, row=number))
                made[-1].sheet = title
        return made

    def pack(self, change: RowChange) -> Packed:
        """Pack the change as its sheet does, with the sheets that it is of and stands on."""
        kind = self._kind(change)
        return [kind, change.sheet, *self._sheets[kind].pack(change)]

    def _kind(self, change: RowChange) -> str:
        """The title of the sheet whose rules the change follows: a project may bring an executor."""
        if "website" in change.values:
            return ExecutorSheet.sheet_title
        return change.sheet

    def unpack(self, packed: Packed) -> RowChange:
        """Unpack the change as its sheet does."""
        kind, sheet, *rest = packed
        change = self._sheets[kind].unpack(rest)
        change.sheet = sheet
        return change

    def stale(self, changes: Sequence[RowChange]) -> list[RowChange]:
        """Compare with the list as it stood when the work began."""
        for sheet in self._sheets.values():
            assert sheet.current is not None  # reads it, before the first change is made
        return [change for change in changes if not self._sheets[self._kind(change)].portal_is_as_read(change)]

    def enter(self, changes: Sequence[RowChange], *, at: datetime) -> None:
        """Enter the changes sheet by sheet, each with its row of the file in the trail."""
        step = BulkStep(by=self._job.uploaded_by, at=at, submit=False)
        try:
            for kind, rows in groupby(changes, key=self._kind):
                chosen = list(rows)
                told = {change.row: self._told(change) for change in chosen}
                self._sheets[kind].enter(chosen, told, step)
        except WrongStateError as error:
            raise StaleError from error

    def _told(self, change: RowChange) -> str:
        """Return what the trail says of a row."""
        return reason(self._job, change).replace(", rij", f", werkblad {change.sheet}, rij")

    def finish(self) -> None:
        """Do nothing: no work remains."""

    def differences(self, lines: Iterable[Packed]) -> list[RowDifference]:
        """What some changes do, cell by cell."""
        found = []
        for change in map(self.unpack, lines):
            sheet = self._sheets[self._kind(change)]
            if change.sheet == ProjectSheet.sheet_title and sheet is self._sheets[change.sheet]:
                self._book.coming[change.key[0]] = frozenset([change.values["main_measure"]])
                self._book.titles[change.key[0]] = change.values["title"]
            found.append(difference(sheet, change, sheet.before(change)))
        return found
