"""The money, worked out by hand."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.caps.cap_position import cap_amount
from finance.ledger.models import Receipt
from finance.position.figures import Amounts
from finance.position.forecast import monthly
from finance.position.money_position import contributions, position
from regiodeal.deals.models import Deal
from tests.plugins.deal import SLUG, run
from tests.plugins.money import Book

ON = date(2026, 6, 14)


@pytest.mark.parametrize(
    ("received", "cap"),
    [
        ("0.00", "0.00"),
        ("4000000.00", "120000.00"),
        ("10000000.00", "300000.00"),
        ("18000000.00", "540000.00"),  # not 500,000: the table's rounded cell is not what is computed with
        ("0.99", "0.02"),  # 2.97 cents: a cent above the share is above the cap
    ],
)
def test_the_cap_follows_what_was_received(deal: Deal, book: Book, received: str, cap: str) -> None:
    if Decimal(received):
        book("receipt", None, received)
    found = position(deal, on=ON).caps[0]
    assert (found.base, found.amount) == (Decimal(received), Decimal(cap))


def test_the_same_cap_on_the_command_line(deal: Deal) -> None:
    for received, cap in (("18000000", "540000.00"), ("10000000", "300000.00")):
        told = json.loads(run("position", SLUG, "--on", "2026-06-14", "--json", "--received", received))
        assert (told["cap"]["rate"], told["cap"]["amount"]) == ("0.03", cap)


def test_what_came_later_does_not_count_yet(deal: Deal, book: Book) -> None:
    book("receipt", None, "10000000.00", on="2026-06-14")
    book("receipt", None, "8000000.00", on="2026-06-15")
    assert position(deal, on=ON).caps[0].base == Decimal("10000000.00")
    assert position(deal, on=date(2026, 6, 15)).caps[0].amount == Decimal("540000.00")


def test_room_is_agreed_less_what_was_promised_or_spent_without_a_promise(deal: Deal, book: Book) -> None:
    promise = book("commitment", "A-rijk", "1000000.00")
    book("expenditure", "A-rijk", "400000.00", commitment=promise)
    book("expenditure", "A-rijk", "50000.25")
    line = next(row for row in position(deal, on=ON).lines if row.line and row.line.code == "A-rijk")
    assert line.amounts.spent == Decimal("450000.25")
    assert line.amounts.bound == Decimal("1050000.25")
    assert line.amounts.room == Decimal("4549999.75")  # 5,600,000.00 - 1,000,000.00 - 50,000.25


def test_a_credit_note_is_a_row_of_its_own(deal: Deal, book: Book) -> None:
    note = book("expenditure", "B-rijk", "1000.00", on="2025-12-20")
    book("expenditure", "B-rijk", "-250.50", on="2026-01-10", corrects=note)
    assert position(deal, on=date(2025, 12, 31)).total(pillar="B").spent == Decimal("1000.00")
    assert position(deal, on=date(2026, 1, 31)).total(pillar="B").spent == Decimal("749.50")


def test_undivided_receipts_are_a_row_of_their_own_and_in_the_total(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "300.00")
    book("receipt", None, "200.00")
    money = position(deal, on=ON)
    assert money.lines[-1].label == "Ontvangen rijksbijdrage, nog niet verdeeld"
    assert money.total(source="national").received == Decimal("500.00")
    assert money.caps[0].base == Decimal("500.00")


def test_what_each_brings_in_stands_beside_what_was_agreed(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "300.00")
    found = {row.code: (row.amount, row.received) for row in contributions(deal, on=ON)}
    assert found["rijk-maximum"] == (Decimal("18000000.00"), Decimal("300.00"))
    assert found["gemeente-minimum"][0] == Decimal("18000000.00")
    assert found["gemeente-beoogd"][0] == Decimal("27000000.00")
    assert found["partners-beoogd"][0] == Decimal("4000000.00")


def test_the_position_takes_five_queries_and_the_pillar_and_the_cap(
    deal: Deal, book: Book, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(20):
        book("expenditure", "A-rijk", f"{number + 1}.01")
    with django_assert_num_queries(7):  # type: ignore[attr-defined]
        position(deal, on=ON)


def test_elapsed_time_runs_from_the_first_day_to_the_last(deal: Deal) -> None:
    assert position(deal, on=date(2023, 11, 1)).elapsed == 0
    assert position(deal, on=date(2027, 12, 31)).elapsed == 1
    assert position(deal, on=date(2030, 1, 1)).elapsed == 1
    # 2 November 2023 to 14 June 2026 is 956 of 1,521 days.
    assert position(deal, on=ON).elapsed.quantize(Decimal("0.0001")) == Decimal("0.6285")


def test_the_json_has_two_decimals_and_adds_up(deal: Deal, book: Book) -> None:
    book("receipt", "VAT-rijk", "100.10")
    told = json.loads(run("position", SLUG, "--on", "2026-06-14", "--json"))
    assert {"pillar", "source", "agreed", "received", "committed", "spent", "room"} <= told["lines"][0].keys()
    assert sum(Decimal(row["agreed"]) for row in told["lines"]) == Decimal("49000000.00")
    assert all(value == f"{Decimal(value):.2f}" for row in told["lines"] for value in (row["agreed"], row["room"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(
        st.tuples(
            st.sampled_from(["A-rijk", "A-regio", "B-rijk", "B-regio", "VAT-rijk"]), st.integers(-(10**9), 10**11)
        ),
        max_size=12,
    )
)
def test_the_parts_are_the_whole_to_the_cent(deal: Deal, book: Book, amounts: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        for code, cents in amounts:
            if cents:
                given = {"origin": "import"} if cents < 0 else {}
                book("expenditure", code, str(Decimal(cents).scaleb(-2)), **given)
        money = position(deal, on=ON)
        whole = Decimal(sum(cents for _, cents in amounts)).scaleb(-2)
        assert money.total().spent == whole
        assert sum((row.amounts.spent for row in money.lines), Decimal(0)) == whole
        by_source = [money.total(source=source) for source in ("national", "regional")]
        assert sum(by_source, Amounts()) == money.total()
        series = monthly(deal, on=ON).burn()
        assert series.rows[-1][3] == whole
        transaction.set_rollback(True)


@given(cents=st.integers(0, 18 * 10**8))
def test_the_cap_never_exceeds_its_share(cents: int) -> None:
    received = Decimal(cents).scaleb(-2)
    cap = cap_amount(Decimal("0.03"), received)
    assert cap <= received * Decimal("0.03") < cap + Decimal("0.01")


@pytest.mark.parametrize("amount", ["0.001", "1.005", "NaN", "Infinity", "veel", "1" * 20])
def test_what_is_no_amount_is_refused_and_never_rounded(deal: Deal, book: Book, amount: str) -> None:
    with pytest.raises((ValidationError, ArithmeticError)):
        book("receipt", "A-rijk", amount)


def test_a_float_is_no_amount(deal: Deal) -> None:
    field = Receipt._meta.get_field("amount")
    with pytest.raises(ValidationError, match="drijvende komma"):
        field.to_python(0.1)


def test_the_database_refuses_nothing_as_a_booking(deal: Deal, book: Book) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        book("receipt", "A-rijk", "0.00")


def test_the_database_refuses_a_document_number_twice(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "1.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        book("receipt", "A-rijk", "2.00", code="receipt-1")
