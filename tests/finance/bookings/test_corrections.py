"""Corrections and credit notes: new rows that name the old one, and a sum that is right on every day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.bookings.corrections import as_corrected, correct, divide
from finance.bookings.entry import approve, together
from finance.budget.models import BudgetLine
from finance.ledger.models import Expenditure
from finance.position.money_position import position
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import at
from tests.plugins.money import Book


def right(amount: str, on: str = "2026-01-10", **other: Any) -> dict[str, Any]:
    """What a booking should have been."""
    return {"amount": Decimal(amount), "booked_on": date.fromisoformat(on)} | other


def count(rows: list[Any], by: User) -> None:
    """Approve the rows of a correction."""
    approve(rows[0], seen=rows[0].version, by=by, at=at("2026-01-12"))


def test_a_credit_note_over_a_year_boundary(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    note = book("expenditure", "B-rijk", "1000.00", on="2025-12-20", btw_amount=Decimal("173.55"))
    rows = correct(
        note,
        right("749.50", year=2026) | {"btw_amount": Decimal("130.08")},
        kind="credit_note",
        reason="Minder uren",
        by=bureau,
        at=at("2026-01-10"),
    )
    (credit,) = rows
    assert (credit.amount, credit.btw_amount, credit.corrects) == (Decimal("-250.50"), Decimal("-43.47"), note)
    count(rows, controller)
    assert position(deal, on=date(2025, 12, 31)).total(pillar="B").spent == Decimal("1000.00")
    money = position(deal, on=date(2026, 1, 31))
    assert money.total(pillar="B").spent == Decimal("749.50")
    assert {year: amounts.spent for year, amounts in money.by_year.items()} == {
        2025: Decimal("1000.00"),
        2026: Decimal("-250.50"),
    }


def test_a_credit_note_may_be_of_the_year_before(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    note = book("expenditure", "B-rijk", "1000.00", on="2025-12-20")
    rows = correct(note, right("900.00", year=2025), kind="correction", reason="Fout", by=bureau, at=at("2026-01-10"))
    count(rows, controller)
    assert position(deal, on=date(2026, 1, 31)).by_year[2025].spent == Decimal("900.00")


def test_another_line_is_one_row_back_and_one_in_its_place(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    note = book("expenditure", "B-rijk", "80.00", on="2026-01-02")
    line = BudgetLine.objects.get(deal=deal, code="A-rijk")
    rows = correct(note, right("80.00", line=line), kind="correction", reason="Regel", by=bureau, at=at("2026-01-10"))
    assert [(row.line.code, row.amount) for row in rows] == [
        ("B-rijk", Decimal("-80.00")),
        ("A-rijk", Decimal("80.00")),
    ]
    assert len(together(rows[0])) == 2
    count(rows, controller)
    money = position(deal, on=date(2026, 1, 31))
    assert (money.total(pillar="A").spent, money.total(pillar="B").spent) == (Decimal("80.00"), Decimal(0))
    assert as_corrected(note).amount == Decimal("80.00")


def test_a_correction_of_a_correction_names_the_first_row(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    note = book("expenditure", "B-rijk", "100.00", on="2026-01-02")
    first = correct(note, right("90.00"), kind="correction", reason="Een", by=bureau, at=at("2026-01-10"))
    count(first, controller)
    second = correct(first[0], right("95.00"), kind="correction", reason="Twee", by=bureau, at=at("2026-01-11"))
    assert (second[0].corrects, second[0].amount, second[0].code) == (note, Decimal("5.00"), "expenditure-1-C2")


def test_only_the_btw_is_corrected_by_two_rows(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    note = book("expenditure", "B-rijk", "121.00", on="2026-01-02", btw_amount=Decimal("20.00"))
    fixed = right("121.00") | {"btw_amount": Decimal("21.00")}
    rows = correct(note, fixed, kind="correction", reason="Btw", by=bureau, at=at("2026-01-10"))
    assert [row.amount for row in rows] == [Decimal("-121.00"), Decimal("121.00")]
    count(rows, controller)
    assert as_corrected(note).amounts["btw_amount"] == Decimal("21.00")


def test_after_a_credit_note_without_btw_each_row_is_taken_back(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    """121.00 of which 21.00 btw, less 110.00 without: 11.00 is left with 21.00 btw, which no row can say."""
    note = book("expenditure", "B-rijk", "121.00", on="2026-01-02", btw_amount=Decimal("21.00"))
    credit = right("11.00") | {"btw_amount": Decimal("21.00")}
    count(correct(note, credit, kind="credit_note", reason="Minder", by=bureau, at=at("2026-01-10")), controller)
    with pytest.raises(ValueError, match="is meer dan het bedrag"):
        correct(
            note,
            right("10.00", btw_amount=Decimal("22.00")),
            kind="correction",
            reason="Btw",
            by=bureau,
            at=at("2026-01-11"),
        )
    fixed = right("11.00") | {"btw_amount": Decimal("1.91")}
    rows = correct(note, fixed, kind="correction", reason="Btw", by=bureau, at=at("2026-01-11"))
    assert [(row.amount, row.btw_amount) for row in rows] == [
        (Decimal("-121.00"), Decimal("-21.00")),
        (Decimal("110.00"), Decimal("0.00")),
        (Decimal("11.00"), Decimal("1.91")),
    ]
    count(rows, controller)
    found = as_corrected(note).amounts
    assert (found["amount"], found["btw_amount"]) == (Decimal("11.00"), Decimal("1.91"))


def test_the_old_row_never_changes(deal: Deal, book: Book, bureau: User) -> None:
    note = book("expenditure", "B-rijk", "100.00", on="2026-01-02")
    correct(note, right("90.00"), kind="correction", reason="Fout", by=bureau, at=at("2026-01-10"))
    note.refresh_from_db()
    assert (note.amount, note.state) == (Decimal("100.00"), State.APPROVED)


def test_nothing_to_do_is_refused(deal: Deal, book: Book, bureau: User) -> None:
    note = book("expenditure", "B-rijk", "100.00", on="2026-01-02")
    with pytest.raises(ValueError, match="Er verandert niets"):
        correct(note, right("100.00"), kind="correction", reason="Fout", by=bureau, at=at("2026-01-10"))
    with pytest.raises(ValueError, match="Geef een reden"):
        correct(note, right("90.00"), kind="correction", reason=" ", by=bureau, at=at("2026-01-10"))
    assert Expenditure.objects.count() == 1


def test_an_open_booking_is_changed_and_not_corrected(deal: Deal, book: Book, bureau: User) -> None:
    draft = book("expenditure", "B-rijk", "100.00", state="draft")
    with pytest.raises(WrongStateError, match="goedgekeurde boeking"):
        correct(draft, right("90.00"), kind="correction", reason="Fout", by=bureau, at=at("2026-01-20"))


def test_two_corrections_at_once_are_one_and_a_clear_answer(deal: Deal, book: Book, bureau: User) -> None:
    note = book("expenditure", "B-rijk", "100.00", on="2026-01-02")
    correct(note, right("90.00"), kind="correction", reason="Een", by=bureau, at=at("2026-01-10"))
    with pytest.raises(WrongStateError, match="loopt al een correctie"):
        correct(note, right("80.00"), kind="correction", reason="Twee", by=bureau, at=at("2026-01-10"))


def test_an_undivided_receipt_is_divided_to_the_cent(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    receipt = book("receipt", None, "220000.00", on="2026-01-02")
    lines = {line.code: line for line in BudgetLine.objects.filter(deal=deal)}
    parts = {lines["A-rijk"]: Decimal("73333.33"), lines["B-rijk"]: Decimal("146666.67")}
    days = {"booked_on": date(2026, 1, 10), "year": 2026}
    rows = divide(receipt, parts, reason="Verdeeld volgens besluit", by=bureau, at=at("2026-01-10"), **days)
    count(rows, controller)
    money = position(deal, on=date(2026, 1, 31))
    assert money.total(source="national").received == Decimal("220000.00")
    assert money.of_line("A-rijk").amounts.received == Decimal("73333.33")
    assert all(row.line for row in money.lines)
    assert money.caps[0].base == Decimal("220000.00")


def test_a_part_of_a_divided_receipt_is_corrected_where_it_stands(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    receipt = book("receipt", None, "100.00", on="2026-01-02")
    lines = {line.code: line for line in BudgetLine.objects.filter(deal=deal)}
    days = {"booked_on": date(2026, 1, 10), "year": 2026}
    parts = {lines["A-rijk"]: Decimal("40.00"), lines["B-rijk"]: Decimal("60.00")}
    rows = divide(receipt, parts, reason="Verdeeld", by=bureau, at=at("2026-01-10"), **days)
    count(rows, controller)
    with pytest.raises(WrongStateError, match="is verdeeld"):
        correct(receipt, right("90.00"), kind="correction", reason="Fout", by=bureau, at=at("2026-01-11"))
    part = next(row for row in rows if row.line == lines["A-rijk"])
    part.refresh_from_db()
    fixed = correct(part, right("30.00"), kind="correction", reason="Fout", by=bureau, at=at("2026-01-11"))
    assert [(row.line.code, row.amount) for row in fixed] == [("A-rijk", Decimal("-10.00"))]
    count(fixed, controller)
    assert as_corrected(part).whole == Decimal("90.00")


def test_what_also_serves_another_pillar_goes_with_the_correction(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    pillar = deal.pillar_set.get(code="A")
    note = book("expenditure", "B-rijk", "100.00", also_serves=pillar, also_serves_amount=Decimal("40.00"))
    fixed = right("90.00") | {"also_serves_amount": Decimal("36.00")}
    rows = correct(note, fixed, kind="correction", reason="Fout", by=bureau, at=at("2026-01-20"))
    assert (rows[0].amount, rows[0].also_serves_amount) == (Decimal("-10.00"), Decimal("-4.00"))
    approve(rows[0], seen=rows[0].version, by=controller, at=at("2026-01-21"))
    assert position(deal, on=date(2026, 1, 31)).also_serves("A") == Decimal("36.00")


def test_parts_that_are_not_the_whole_are_refused(deal: Deal, book: Book, bureau: User) -> None:
    receipt = book("receipt", None, "100.00", on="2026-01-02")
    line = BudgetLine.objects.get(deal=deal, code="A-rijk")
    days = {"booked_on": date(2026, 1, 10), "year": 2026}
    with pytest.raises(ValueError, match="niet het hele bedrag"):
        divide(receipt, {line: Decimal("99.99")}, reason="Verdeeld", by=bureau, at=at("2026-01-10"), **days)
