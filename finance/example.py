"""Example money: made-up receipts, commitments and expenditure."""

from typing import Any

from finance.models import BudgetLine, Commitment, Expenditure, Receipt
from pillars.models import Measure
from regiodeal.covenant.models import Deal


def load_money(deal: Deal, data: dict[str, Any]) -> None:
    """Create the example's bookings."""
    lines = {line.code: line for line in BudgetLine.objects.filter(deal=deal)}
    measures = {measure.code: measure for measure in Measure.objects.filter(deal=deal)}
    Receipt.objects.bulk_create(
        Receipt(
            deal=deal,
            code=row["code"],
            line=lines[row["line"]] if row.get("line") else None,
            contributor=row["contributor"],
            booked_on=row["received_on"],
            amount=row["amount"],
            reference=row["reference"],
        )
        for row in data["receipts"]
    )
    commitments: dict[str, Commitment] = {}
    for row in data["commitments"]:
        commitments[row["code"]] = Commitment.objects.create(
            deal=deal, **_booking(row, lines, measures), counterpart=row["counterpart"], description=row["description"]
        )
    Expenditure.objects.bulk_create(
        Expenditure(
            deal=deal,
            **_booking(row, lines, measures),
            commitment=commitments[row["commitment"]] if row.get("commitment") else None,
            btw_amount=row["btw_amount"],
            counterpart=row["counterpart"],
            description=row["description"],
        )
        for row in data["expenditures"]
    )


def _booking(row: dict[str, Any], lines: dict[str, BudgetLine], measures: dict[str, Measure]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "line": lines[row["line"]],
        "measure": measures[row["measure"]] if row.get("measure") else None,
        "booked_on": row["booked_on"],
        "amount": row["amount"],
    }
