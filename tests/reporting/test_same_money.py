"""The command, the page, the workbook and the report tell the same amounts to the cent, whatever was booked."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from finance.ledger_export.rows import Shown
from finance.ledger_export.workbook import AMOUNTS, POSITION_HEADINGS, write_workbook
from regiodeal.base.dutch import euro
from regiodeal.deals.models import Deal, User
from reporting.snapshot.take import take_snapshot
from tests.plugins.deal import SLUG, Enter, run
from tests.plugins.money import Book

ON = date(2026, 6, 14)
LINES = ("A-rijk", "A-regio", "B-rijk", "B-regio", "VAT-rijk")
BOOKED = st.lists(
    st.tuples(
        st.sampled_from(["receipt", "commitment", "expenditure"]),
        st.sampled_from(LINES),
        st.integers(1, 10**9),
        st.dates(date(2023, 11, 2), date(2026, 12, 31)),
        st.sampled_from(["approved", "approved", "submitted"]),
        st.booleans(),
    ),
    max_size=12,
)
type Told = dict[str, dict[str, str | None]]


def book_all(book: Book, rows: list[tuple[str, str, int, date, str, bool]]) -> None:
    """Enter the bookings; some are followed by a credit note of a third."""
    for kind, line, cents, on, state, is_credited in rows:
        amount = Decimal(cents).scaleb(-2)
        row = book(kind, line, str(amount), on=on.isoformat(), state=state)
        back = Decimal(cents // 3).scaleb(-2)
        if is_credited and state == "approved" and back:
            book(kind, line, str(-back), on=on.isoformat(), corrects=row)


def in_workbook(deal: Deal) -> Told:
    """The amounts per line as the workbook has them."""
    file = BytesIO()
    write_workbook(file, Shown(deal, ON))
    book = load_workbook(file, data_only=True)
    rows = [dict(zip(POSITION_HEADINGS, (cell.value for cell in row), strict=True)) for row in book["Positie"].rows]
    assert {row[3].value for row in list(book["Controletotalen"].rows)[1:]} == {0}
    book.close()
    return {
        row["code"]: {
            name: None if row[title] is None else f"{Decimal(str(row[title])):.2f}" for name, title in AMOUNTS
        }
        for row in rows[1:]
        if row["code"]
    }


def told_by(rows: Any) -> Told:
    """The amounts per line as rows have them."""
    names = ("agreed", "received", "committed", "spent", "room", "forecast")
    return {row["code"]: {name: row[name] for name in names} for row in rows}


def on_page(page: Any) -> dict[str, tuple[str, ...]]:
    """The texts of the table under the chart of the position, by the name of the line."""
    chart = page.context["line_chart"]
    html = page.content.decode()
    assert all(cell in html for row in chart.rows for cell in row)
    return {row[0]: row[1:] for row in chart.rows}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=BOOKED)
def test_one_amount_everywhere(deal: Deal, book: Book, bureau: User, enter: Enter, rows: Any) -> None:
    with transaction.atomic():
        book_all(book, rows)
        command = told_by(json.loads(run("position", SLUG, "--json", "--on", ON.isoformat()))["lines"])
        snapshot = take_snapshot(deal, year=2026, stage="concept", on=ON)["money"]["lines"]
        assert command == told_by(snapshot)
        workbook = in_workbook(deal)
        assert command == {code: {name: row[name] for name in command[code]} for code, row in workbook.items()}
        page = on_page(enter(bureau).get(f"/deals/{SLUG}/financien/?op={ON}"))
        labels = {row["code"]: row["label"] for row in snapshot}
        shown = ("agreed", "received", "committed", "spent", "room")
        for code, amounts in command.items():
            assert page[labels[code]][:5] == tuple(euro(Decimal(str(amounts[name]))) for name in shown)
        transaction.set_rollback(True)
