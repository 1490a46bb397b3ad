"""The ledger of 50,000 rows, from uploaded file to bookings with their trail, against writing the same rows bare."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import batched

from django.utils import timezone

from finance.budget.models import BudgetLine
from finance.ledger.models import Expenditure, ExpenditureEvent
from finance.ledger_import.models import FileStep, LedgerImport, LedgerMapping
from finance.ledger_import.work import LedgerExchange, approve_file, ask_step, take_step
from finance.position.forecast import euros
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.formats.write import write
from regiodeal.sheets.reading import SheetKind
from regiodeal.sheets.work import BATCH, check_file, enter_file
from tests.bench.imports import undone
from tests.bench.measuring import Case

ROWS = 50_000
CENTER = "6710"
HEADINGS = ("boekstuk", "boekdatum", "bedrag", "btw", "kostenplaats", "crediteur", "omschrijving")
FIELDS = ("key", "booked_on", "amount", "btw", "line", "counterpart", "description")
FIRST_DAY = date(2024, 1, 1)
type Row = tuple[str, date, int, int, str, str, str]


def ledger_cases(deal: Deal, user: User, other: User) -> Iterator[Case]:
    """Give the way to write the rows bare, and what is done with a file of them."""
    size = f"{ROWS:,}"
    line = BudgetLine.objects.get(deal=deal, code="A-rijk")
    bare_name = f"bulk_create of {size} bookings and their trail"
    yield Case(bare_name, lambda: undone(lambda: bare(deal, line, user)), rounds=1)
    for kind in (SheetKind.CSV, SheetKind.XLSX):
        name = f"ledger of {size} rows from {kind.value.upper()}"
        yield Case(name, entered(deal, user, file_of(kind)), 1, bare_name)
    yield Case("the same, entered, approved, read again", again(deal, user, other), 1, bare_name)
    yield Case("the same, entered and taken back", taken_back(deal, user), 1, bare_name)


def rows() -> Iterator[Row]:
    """So many bookings, of a few cents more each."""
    for place in range(ROWS):
        day = FIRST_DAY + timedelta(days=place % 1_000)
        yield (
            f"B{place:06}",
            day,
            1210 + place % 500,
            210,
            CENTER,
            f"Crediteur {place % 700}",
            f"Nota {place} van {day}",
        )


def bare(deal: Deal, line: BudgetLine, user: User) -> None:
    """Write the rows in batches and check nothing."""
    now = timezone.now()
    for batch in batched(rows(), BATCH):
        stored = Expenditure.objects.bulk_create(
            Expenditure(
                deal=deal,
                line=line,
                code=key,
                ledger_key=key,
                booked_on=day,
                year=day.year,
                amount=euros(cents),
                btw_amount=euros(btw),
                origin="import",
                counterpart=counterpart,
                description=description,
                state="submitted",
                entered_by=user,
                entered_at=now,
                version=2,
            )
            for key, day, cents, btw, _center, counterpart, description in batch
        )
        ExpenditureEvent.objects.bulk_create(
            ExpenditureEvent(expenditure_id=row.pk, to_state=state, at=now, by_id=user.pk)
            for row in stored
            for state in ("draft", "submitted")
        )


def file_of(kind: SheetKind) -> bytes:
    """The rows as an export."""
    file = BytesIO()
    cells: Iterator[list[Cell]] = (
        [key, day, euros(cents), euros(btw), *texts] for key, day, cents, btw, *texts in rows()
    )
    write(kind, file, "Grootboek", HEADINGS, cells)
    return file.getvalue()


def check(deal: Deal, user: User, content: bytes) -> LedgerImport:
    """Upload a file and check all of its rows."""
    now = timezone.now()
    columns = dict(zip(FIELDS, HEADINGS, strict=True))
    values = {"columns": columns, "lines": {CENTER: "A-rijk"}}
    mapping, _is_new = LedgerMapping.objects.get_or_create(deal=deal, name="Meting", defaults=values)
    job = LedgerImport.objects.create(
        deal=deal, mapping=mapping, file_name="a", size=len(content), uploaded_by=user, uploaded_at=now
    )
    job.folder.keep_upload([content])
    job.claim_check(at=now)
    check_file(job, LedgerExchange, at=now)
    return job


def enter(deal: Deal, user: User, content: bytes) -> LedgerImport:
    """Upload a file, check all of its rows and enter them."""
    job = check(deal, user, content)
    now = timezone.now()
    job.accept(by=user, submit=True, at=now)
    job.claim_enter(at=now)
    enter_file(job, LedgerExchange, at=now)
    job.folder.remove()
    if (job.state, job.change_count) != (LedgerImport.State.ENTERED, ROWS):
        raise RuntimeError(f"The import ended as {job.state}: {job.reason} {job.fault_count} faults")
    return job


def entered(deal: Deal, user: User, content: bytes) -> Callable[[], None]:
    """Return work that enters a file."""
    return lambda: undone(lambda: enter(deal, user, content))


def again(deal: Deal, user: User, other: User) -> Callable[[], None]:
    """Return work that enters a file, approves it, and finds that the same file changes nothing."""
    content = file_of(SheetKind.CSV)

    def work() -> None:
        job = enter(deal, user, content)
        job.ask_approval(by=other, at=timezone.now())
        approve_file(job, at=timezone.now())
        same = check(deal, user, content)
        same.folder.remove()
        if same.state != LedgerImport.State.UNCHANGED:
            raise RuntimeError(f"The same file is {same.state}")

    return lambda: undone(work)


def taken_back(deal: Deal, user: User) -> Callable[[], None]:
    """Return work that enters a file and takes all of it back."""
    content = file_of(SheetKind.CSV)

    def work() -> None:
        job, now = enter(deal, user, content), timezone.now()
        ask_step(job, FileStep.WITHDRAW, by=user, at=now, reason="Meting")
        take_step(job, at=now)
        if job.withdrawn_at is None or Expenditure.objects.filter(source_file=job).exclude(state="withdrawn").exists():
            raise RuntimeError(f"The file was not taken back: {job.reason}")

    return lambda: undone(work)
