"""A booking in the wrong bookkeeping year: taken back in that year and booked in the right one; closed years stay."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.bookings.corrections import as_corrected, correct
from finance.bookings.entry import let_count
from finance.budget.models import BudgetLine
from finance.closing.models import BookClosing
from finance.closing.periods import booked_in, close, propose
from finance.ledger.models import Expenditure
from finance.position.money_position import position
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import Book

ON = date(2026, 3, 31)


def moved(row: Expenditure, by: User, **right: Any) -> list[Any]:
    """The rows of a correction of 10 January 2026."""
    should_be = {"amount": row.amount, "booked_on": date(2026, 1, 10)} | right
    return correct(row, should_be, kind="correction", reason="Verkeerd boekjaar", by=by, at=at("2026-01-10"))


def told(rows: list[Any]) -> list[tuple[int, Decimal]]:
    return [(row.year, row.amount) for row in rows]


def spent_by_year(deal: Deal) -> dict[int, Decimal]:
    return {year: amounts.spent for year, amounts in position(deal, on=ON).by_year.items() if amounts.spent}


def closed(deal: Deal, one: User, other: User, year: int) -> BookClosing:
    closing = propose(deal, date(year, 1, 1), date(year, 12, 31), by=one, at=timezone.now())
    close(closing, by=other, at=timezone.now(), version=closing.version)
    return closing


def test_it_is_taken_back_in_the_wrong_year_and_booked_in_the_right_one(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    """121,00 with 21,00 btw of December 2025, booked in 2026: 2026 loses it and 2025 gets it, btw and all."""
    row = book("expenditure", "B-rijk", "121.00", on="2026-01-05", year=2026, btw_amount=Decimal("21.00"))
    made = moved(row, bureau, right_year=2025)
    assert told(made) == [(2026, Decimal("-121.00")), (2025, Decimal("121.00"))]
    assert [each.btw_amount for each in made] == [Decimal("-21.00"), Decimal("21.00")]
    assert {each.correction_reason for each in made} == {"Verkeerd boekjaar"}
    let_count(deal, made, by=controller, at=at("2026-01-12"))
    assert spent_by_year(deal) == {2025: Decimal("121.00")}
    assert (as_corrected(row).amount, as_corrected(row).years) == (Decimal("121.00"), [2025])


def test_the_amount_is_put_right_with_it_and_a_later_credit_note_stays(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    """100,00 in 2024 and -25,00 in 2026; it should be 2025 and 70,00 in all: -100,00 in 2024 and +95,00 in 2025."""
    row = book("expenditure", "B-rijk", "100.00", on="2024-12-30", year=2024)
    book("expenditure", "B-rijk", "-25.00", on="2026-01-02", year=2026, corrects=row)
    made = moved(row, bureau, right_year=2025, amount=Decimal("70.00"))
    assert told(made) == [(2024, Decimal("-100.00")), (2025, Decimal("95.00"))]
    let_count(deal, made, by=controller, at=at("2026-01-12"))
    assert spent_by_year(deal) == {2025: Decimal("95.00"), 2026: Decimal("-25.00")}


def test_another_line_in_another_year_takes_all_of_it_along(
    deal: Deal, book: Book, bureau: User, controller: User
) -> None:
    row = book("expenditure", "B-rijk", "100.00", on="2024-12-30", year=2024)
    book("expenditure", "B-rijk", "-25.00", on="2026-01-02", year=2026, corrects=row)
    line = BudgetLine.objects.get(deal=deal, code="A-rijk")
    made = moved(row, bureau, right_year=2025, amount=Decimal("75.00"), line=line)
    assert [(each.line.code, *pair) for each, pair in zip(made, told(made), strict=True)] == [
        ("B-rijk", 2024, Decimal("-100.00")),
        ("B-rijk", 2026, Decimal("25.00")),
        ("A-rijk", 2025, Decimal("75.00")),
    ]
    let_count(deal, made, by=controller, at=at("2026-01-12"))
    assert spent_by_year(deal) == {2025: Decimal("75.00")}
    assert position(deal, on=ON).of_line("B-rijk").amounts.spent == 0


def test_a_closed_year_keeps_what_it_showed(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    """100,00 in 2024, which is closed, should be in 2025: 2024 keeps it, 2026 takes it back and says of which year."""
    row = book("expenditure", "B-rijk", "100.00", on="2024-12-30", year=2024)
    closing = closed(deal, bureau, controller, 2024)
    made = moved(row, bureau, right_year=2025)
    assert told(made) == [(2026, Decimal("-100.00")), (2025, Decimal("100.00"))]
    assert made[0].correction_reason == "Verkeerd boekjaar (van boekjaar 2024, dat is afgesloten)"
    assert {each.corrects for each in made} == {row}
    let_count(deal, made, by=controller, at=at("2026-01-12"))
    assert spent_by_year(deal) == {2024: Decimal("100.00"), 2025: Decimal("100.00"), 2026: Decimal("-100.00")}
    assert booked_in(closing) == closing.figures == {"B-rijk": {"besteed": "100.00"}}


def test_nothing_comes_into_a_closed_year(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    row = book("expenditure", "B-rijk", "100.00", on="2026-01-05", year=2026)
    closed(deal, bureau, controller, 2025)
    with pytest.raises(ValueError, match=r"Boekjaar 2025 is afgesloten: .* blijft in boekjaar 2026"):
        moved(row, bureau, right_year=2025)
    with pytest.raises(ValueError, match="Er verandert niets"):
        moved(row, bureau, right_year=2026)
    assert not row.corrections.exists()


def test_a_booking_in_two_years_is_told_by_its_row(deal: Deal, book: Book, bureau: User) -> None:
    """Of 100,00 in 2023 nothing stands there any more: 60,00 stands in 2024 and 40,00 in 2025."""
    row = book("expenditure", "B-rijk", "100.00", on="2023-12-01", year=2023)
    book("expenditure", "B-rijk", "-100.00", on="2024-01-01", year=2023, corrects=row)
    part = book("expenditure", "B-rijk", "60.00", on="2024-01-01", year=2024, corrects=row)
    book("expenditure", "B-rijk", "40.00", on="2025-01-01", year=2025, corrects=row)
    with pytest.raises(ValueError, match="staat in meer boekjaren"):
        moved(row, bureau, right_year=2026)
    assert told(moved(part, bureau, right_year=2026, amount=Decimal("100.00"))) == [
        (2024, Decimal("-60.00")),
        (2026, Decimal("60.00")),
    ]


def test_the_form_asks_it_and_says_in_which_year_it_stands(deal: Deal, book: Book, bureau: User, enter: Enter) -> None:
    row = book("expenditure", "A-rijk", "100.00", on="2026-01-05", year=2026)
    client, page = enter(bureau), f"{MONEY}boekingen/bestedingen/{row.pk}/corrigeren/"
    answer = client.get(page)
    assert "in boekjaar 2026." in words(answer)
    data = {name: value for name, value in answer.context["form"].initial.items() if value is not None}
    data |= {name: value.pk for name, value in data.items() if hasattr(value, "pk")}
    data |= {"seen": answer.context["seen"], "reason": "Nota van december", "amount": "100,00", "btw_amount": "0"}
    data |= {"also_serves_amount": "0", "booked_on": "2026-02-01", "right_year": "2099"}
    assert "right_year" in client.post(page, data).context["form"].errors
    client.post(page, data | {"right_year": "2025"})
    assert told(list(row.corrections.order_by("pk"))) == [(2026, Decimal("-100.00")), (2025, Decimal("100.00"))]


YEARS = st.sampled_from((2023, 2024, 2025, 2026))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("book"), YEARS, st.integers(1, 10**6)),
        st.tuples(st.just("year"), YEARS, st.integers(0, 50)),
        st.tuples(st.just("amount"), YEARS, st.integers(0, 10**6)),
        st.tuples(st.just("close"), st.sampled_from((2023, 2024, 2025)), st.just(0)),
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_years_add_up_and_closed_ones_never_change(
    deal: Deal, book: Book, bureau: User, controller: User, steps: list[tuple[str, int, int]]
) -> None:
    """Whatever is booked, moved to another year and closed: moving never changes the whole, nor what a closed year has.

    The whole is kept in plain cents; of each year the portal's sum is that of its rows.
    """
    with transaction.atomic():
        whole = 0
        closings: list[BookClosing] = []
        for what, year, number in steps:
            rows = list(Expenditure.objects.filter(corrects=None).order_by("pk"))
            if what == "book" and year not in {each.year for each in closings}:
                book("expenditure", "B-rijk", str(Decimal(number).scaleb(-2)), on=f"{year}-01-02", year=year)
                whole += number
            elif what == "close":
                with suppress(WrongStateError):
                    closings.append(closed(deal, bureau, controller, year))
            elif what in {"year", "amount"} and rows:
                row: Any = rows[number % len(rows)]
                before = int(as_corrected(row).amount.scaleb(2))
                wanted = number if what == "amount" else before
                with suppress(ValueError, WrongStateError):
                    made = moved(row, bureau, right_year=year, amount=Decimal(wanted).scaleb(-2))
                    let_count(deal, made, by=controller, at=at("2026-01-12"))
                    whole += wanted - before
        sums: dict[int, Decimal] = {}
        for year, amount in Expenditure.objects.filter(state=State.APPROVED).values_list("year", "amount"):
            sums[year] = sums.get(year, Decimal(0)) + amount
        assert spent_by_year(deal) == {year: total for year, total in sums.items() if total}
        assert sum(sums.values()) == Decimal(whole).scaleb(-2) == position(deal, on=ON).total().spent
        assert all(booked_in(each) == each.figures for each in closings)
        transaction.set_rollback(True)
