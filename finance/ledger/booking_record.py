"""A booking as a record: the snapshot and the API tell the same."""

from typing import TypedDict

from finance.ledger.models import Commitment, Expenditure, Receipt
from regiodeal.base.json_values import Day, Euro, two_decimals


class BookingRecord(TypedDict):
    """A receipt, commitment or expenditure in euro incl. btw; its budget line, measure and project by their codes."""

    code: str
    booked_on: Day
    year: int
    amount: Euro
    budget_line: str | None
    measure: str | None
    project: str | None
    correction_reason: str


def booking_record(row: Receipt | Commitment | Expenditure) -> BookingRecord:
    """The record of a booking whose line, measure and project were fetched along.

    It goes into reports: a confidential project is not named in it.
    """
    measure = None if isinstance(row, Receipt) else row.measure
    project = None if isinstance(row, Receipt) else row.project
    return {
        "code": row.code,
        "booked_on": row.booked_on.isoformat(),
        "year": row.year,
        "amount": two_decimals(row.amount),
        "budget_line": row.line.code if row.line else None,
        "measure": measure.code if measure else None,
        "project": (project.as_read(unapproved=False).code or None) if project else None,
        "correction_reason": row.correction_reason,
    }
