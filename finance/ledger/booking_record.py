"""A booking as a record: the snapshot and the API tell the same."""

from typing import TypedDict

from finance.ledger.models import Commitment, Expenditure, Receipt
from regiodeal.base.json_values import Day, Euro, two_decimals


class BookingRecord(TypedDict):
    """A receipt, commitment or expenditure in euro incl. btw; its budget line and measure by their codes."""

    code: str
    booked_on: Day
    year: int
    amount: Euro
    budget_line: str | None
    measure: str | None
    correction_reason: str


def booking_record(row: Receipt | Commitment | Expenditure) -> BookingRecord:
    """The record of a booking whose line and measure were fetched along."""
    measure = None if isinstance(row, Receipt) else row.measure
    return {
        "code": row.code,
        "booked_on": row.booked_on.isoformat(),
        "year": row.year,
        "amount": two_decimals(row.amount),
        "budget_line": row.line.code if row.line else None,
        "measure": measure.code if measure else None,
        "correction_reason": row.correction_reason,
    }
