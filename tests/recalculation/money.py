"""The position of the money, added up by hand."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

UNDIVIDED = "onverdeeld"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Line:
    """What one line of the budget comes to, in whole cents."""

    agreed: int
    received: int
    committed: int
    spent: int
    room: int


@dataclass(frozen=True)
class Recalculated:
    """All lines by code, and the cap on execution costs: what may be spent, what was, and what is left."""

    lines: dict[str, Line]
    cap: int
    under_cap: int
    left_under_cap: int


def rows(sql: str, *values: str | int | date) -> list[dict[str, Any]]:
    """Return the rows of a query, by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def night_after(on: date) -> datetime:
    """Return the first moment after the day in Amsterdam."""
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=AMSTERDAM)


def recalculated(slug: str, on: date) -> Recalculated:
    """Add up the approved bookings that were booked and approved by then; the cap is 3% of what the state paid."""
    (deal,) = rows("SELECT id FROM deals_deal WHERE slug = %s", slug)
    kinds = ("receipt", "commitment", "expenditure")
    booked = {kind: _counted(kind, deal["id"], on) for kind in kinds}
    budget = rows(
        "SELECT l.id, l.code, l.amount, s.side, l.purpose FROM finance_budgetline l "
        "JOIN finance_source s ON s.id = l.source_id WHERE l.deal_id = %s ORDER BY l.position, l.id",
        deal["id"],
    )
    lines = {line["code"]: _line(line, booked) for line in budget}
    payers = rows("SELECT id FROM finance_source WHERE deal_id = %s AND side = 'national'", deal["id"])
    paying = {row["id"] for row in payers}
    national = sum(row["amount"] for row in booked["receipt"] if row["contributor_id"] in paying)
    undivided = sum(row["amount"] for row in booked["receipt"] if row["line_id"] is None)
    (cap,) = rows(
        "SELECT c.rate, l.code FROM finance_cap c JOIN finance_budgetline l ON l.id = c.budget_line_id "
        "WHERE c.deal_id = %s",
        deal["id"],
    )
    most = int(Fraction(cap["rate"]) * national)  # whole cents, rounded down
    capped = lines[cap["code"]]
    spent = capped.spent
    lines[cap["code"]] = replace(capped, room=capped.room - max(capped.agreed - most, 0))  # the lower of the two
    if undivided:
        lines[UNDIVIDED] = Line(0, undivided, 0, 0, 0)
    return Recalculated(lines, most, spent, most - spent)


def _counted(kind: str, deal: int, on: date) -> list[dict[str, Any]]:
    own = {"receipt": ", contributor_id", "expenditure": ", commitment_id"}.get(kind, "")
    return rows(
        f"SELECT id, line_id, amount, corrects_id{own} FROM finance_{kind} "
        "WHERE deal_id = %s AND state = 'approved' AND booked_on <= %s AND decided_at < %s",
        deal,
        on,
        night_after(on),
    )


def _line(line: dict[str, Any], booked: dict[str, list[dict[str, Any]]]) -> Line:
    received, committed, spent = (
        sum(row["amount"] for row in booked[kind] if row["line_id"] == line["id"]) for kind in booked
    )
    promised: dict[int, int] = defaultdict(int)  # by commitment with its corrections: what is still to be paid
    roots = {row["id"]: row["corrects_id"] or row["id"] for row in booked["commitment"]}
    for row in booked["commitment"]:
        if row["line_id"] == line["id"]:
            promised[roots[row["id"]]] += row["amount"]
    for row in booked["expenditure"]:
        if row["line_id"] == line["id"] and row["commitment_id"] in roots:
            promised[roots[row["commitment_id"]]] -= row["amount"]
    open_ = sum(max(amount, 0) for amount in promised.values())
    return Line(int(line["amount"]), received, committed, spent, int(line["amount"]) - spent - open_)
