"""The import of 100,000 figures, from uploaded file to drafts with their trail, against writing the same rows bare."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import batched, islice, product

from django.db import transaction
from django.utils import timezone

from pillars.exchange.figures import Figure, enterable_figures
from pillars.exchange.models import ImportJob
from pillars.exchange.work import FigureExchange
from pillars.measurements.models import Measurement, MeasurementEvent
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.folder import Folder
from regiodeal.sheets.formats.write import write
from regiodeal.sheets.reading import SheetKind
from regiodeal.sheets.work import BATCH, check_file, enter_file
from tests.bench.measuring import Case

ROWS = 100_000
FIRST_DAY = date(2015, 1, 1)  # before the example, so that every row is new
HEADINGS = ("code", "omschrijving", "onderdeel", "eenheid", "peildatum", "waarde", "bron", "toelichting")
SOURCE = "Registratie van het bureau, mei 2026"


def import_cases(deal: Deal, user: User) -> Iterator[Case]:
    """Give the two ways to write the rows bare, and the import of them from two kinds of file."""
    size = f"{ROWS:,}"
    yield Case(f"bulk_create of {size} figures", lambda: undone(lambda: bare(deal, user)), rounds=1)
    yield Case(
        f"bulk_create of {size} figures and their trail",
        lambda: undone(lambda: bare(deal, user, with_trail=True)),
        rounds=1,
        against=f"bulk_create of {size} figures",
    )
    for kind in (SheetKind.CSV, SheetKind.XLSX):
        yield Case(
            f"import of {size} figures from {kind.value.upper()}",
            imported(deal, user, file_of(deal, kind)),
            rounds=1,
            against=f"bulk_create of {size} figures and their trail",
        )


def rows_of(deal: Deal) -> Iterator[tuple[Figure, date, int]]:
    """So many figures of the deal, each about a day of its own."""
    figures = [figure for figure in enterable_figures(deal, on=timezone.localdate()) if not figure.indicator.is_yearly]
    days = (FIRST_DAY + timedelta(days=day) for day in range(ROWS))
    return islice(((figure, day, day.day % 2) for day, figure in product(islice(days, 2_000), figures)), ROWS)


def undone(work: Callable[[], object]) -> None:
    """Do work on the database and take it back."""
    with transaction.atomic():
        work()
        transaction.set_rollback(True)


def bare(deal: Deal, user: User, *, with_trail: bool = False) -> None:
    """Write the rows in batches and check nothing."""
    now = timezone.now()
    for batch in batched(rows_of(deal), BATCH):
        stored = Measurement.objects.bulk_create(figure_row(row, user, now) for row in batch)
        if with_trail:
            MeasurementEvent.objects.bulk_create(
                MeasurementEvent(measurement_id=row.pk, to_state="draft", at=now, by_id=user.pk) for row in stored
            )


def figure_row(row: tuple[Figure, date, int], user: User, at: datetime) -> Measurement:
    """One figure as a row."""
    figure, day, value = row
    indicator, item = figure.place
    return Measurement(
        indicator_id=indicator,
        item_id=item,
        measured_on=day,
        value=Decimal(value),
        source=SOURCE,
        note=f"Geteld op {day}",
        entered_by_id=user.pk,
        entered_at=at,
    )


def file_of(deal: Deal, kind: SheetKind) -> bytes:
    """The same rows as a file, with the columns of the template that say what a row is about."""
    file = BytesIO()
    write(kind, file, "Cijfers", HEADINGS, map(cells, rows_of(deal)))
    return file.getvalue()


def cells(row: tuple[Figure, date, int]) -> list[Cell]:
    """One row of the file."""
    figure, day, value = row
    item = figure.item.name if figure.item else None
    about: list[Cell] = [figure.code, figure.indicator.name, item, figure.indicator.unit]
    return [*about, day, Decimal(value), SOURCE, f"Geteld op {day}"]


def imported(deal: Deal, user: User, content: bytes) -> Callable[[], None]:
    """Return work that reads a file, checks all of its rows and enters them."""

    def work() -> None:
        now = timezone.now()
        job = ImportJob.objects.create(
            deal=deal, file_name="cijfers", size=len(content), uploaded_by=user, uploaded_at=now
        )
        folder = Folder(job.pk)
        folder.keep_upload([content])
        job.claim_check(at=now)
        check_file(job, FigureExchange, at=now)
        job.accept(by=user, submit=False, at=now)
        job.claim_enter(at=now)
        enter_file(job, FigureExchange, at=now)
        folder.remove()
        if (job.state, job.change_count) != (ImportJob.State.ENTERED, ROWS):
            raise RuntimeError(f"The import ended as {job.state}: {job.reason} {job.fault_count} faults")

    return lambda: undone(work)
