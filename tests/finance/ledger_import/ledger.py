"""Exports of a financial administration, and reading them in by the tasks that the portal itself uses."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from finance.ledger.models import Expenditure
from finance.ledger_import.models import FileStep, LedgerImport, LedgerMapping
from finance.ledger_import.tasks import approve_ledger, check_ledger, enter_ledger, step_ledger
from finance.ledger_import.work import ask_step
from regiodeal.deals.models import Deal, User
from tests.pillars.exchange.files import csv_file

HEADINGS = (
    *("Boekstuknummer", "Regelnr", "Boekdatum", "Boekjaar", "Bedrag", "BTW"),
    *("Kostenplaats", "Project", "Crediteur", "Omschrijving"),
)
COLUMNS = {
    "key": "boekstuknummer",
    "key_part": "regelnr",
    "booked_on": "boekdatum",
    "year": "boekjaar",
    "amount": "bedrag",
    "btw": "btw",
    "line": "kostenplaats",
    "measure": "project",
    "counterpart": "crediteur",
    "description": "omschrijving",
}
LINES = {"6710": "A-rijk", "6720": "B-rijk", "9999": "-"}
ROOT = "/deals/den-haag-zuidwest-ii/financien/grootboek/"
FIRST = ("2026-17", 1, "14-01-2026", 2026, "1.210,00", "210,00", "6710", "P1", "Welzijn BV", "Nota januari")
SECOND = ("2026-17", 2, "14-01-2026", 2026, "605,50", "105,09", "6720", "", "Werk NV", "Nota januari")


def mapping_of(deal: Deal, **values: Any) -> LedgerMapping:
    """The mapping that reads these files."""
    common = {"name": "Grootboek", "columns": COLUMNS, "lines": LINES, "measures": {"P1": "1.1.1"}}
    return LedgerMapping.objects.create(deal=deal, **common | values)


def changed(row: tuple[Any, ...], **cells: Any) -> tuple[Any, ...]:
    """A row with some cells changed, by heading."""
    return tuple(cells.get(title, cell) for title, cell in zip(HEADINGS, row, strict=True))


def ledger(*rows: tuple[Any, ...]) -> bytes:
    """An export with these rows."""
    return csv_file(rows, headings=HEADINGS)


def uploaded(mapping: LedgerMapping, user: User, content: bytes) -> LedgerImport:
    """A file that was uploaded and not checked yet."""
    job = LedgerImport.objects.create(
        deal=mapping.deal,
        mapping=mapping,
        file_name="grootboek.csv",
        size=len(content),
        uploaded_by=user,
        uploaded_at=timezone.now(),
    )
    job.folder.keep_upload([content])
    return job


def checked(mapping: LedgerMapping, user: User, content: bytes) -> LedgerImport:
    """A file that was uploaded and checked."""
    job = uploaded(mapping, user, content)
    check_ledger(job.pk)
    job.refresh_from_db()
    return job


def entered(mapping: LedgerMapping, user: User, content: bytes) -> LedgerImport:
    """A file that was uploaded, checked and entered."""
    job = checked(mapping, user, content)
    assert job.accept(by=user, submit=True, at=timezone.now()), (job.state, job.reason, faults(job))
    enter_ledger(job.pk)
    job.refresh_from_db()
    return job


def approved(mapping: LedgerMapping, user: User, by: User, content: bytes) -> LedgerImport:
    """A file that was entered, and approved by another."""
    job = entered(mapping, user, content)
    assert job.ask_approval(by=by, at=timezone.now())
    approve_ledger(job.pk)
    job.refresh_from_db()
    assert job.approved_at
    return job


def stepped(job: LedgerImport, step: FileStep, by: User, reason: str) -> LedgerImport:
    """A file that was taken back or returned as a whole, by the work that the portal itself uses."""
    ask_step(job, step, by=by, at=timezone.now(), reason=reason)
    step_ledger(job.pk)
    job.refresh_from_db()
    assert not job.step
    return job


def faults(job: LedgerImport) -> list[tuple[int, str, str]]:
    """What is wrong in a file: row, column and reason."""
    return [(each.row, each.column, each.reason) for each in job.folder.faults()] if job.fault_count else []


def totals(job: LedgerImport) -> dict[str, list[int | None]]:
    """The control totals by line: before, file, missing and after, in cents."""
    codes = dict(job.deal.budgetline_set.values_list("pk", "code"))
    return {codes[line]: amounts for line, *amounts in job.totals["lines"]}


def bookings() -> list[tuple[str, str, Decimal, str]]:
    """Every booking: number, kind, amount and line."""
    return list(Expenditure.objects.order_by("pk").values_list("code", "kind", "amount", "line__code"))
