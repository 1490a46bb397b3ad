"""The forecast, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.position.forecast import SpendingForecast, cents, horizon, monthly, of_source, path
from finance.position.money_position import position
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import SLUG, Enter
from tests.plugins.money import Book

ON = date(2026, 6, 14)  # the last whole month is May 2026; 19 months are left: June 2026 up to December 2027


def forecast_of(deal: Deal, line: str, on: date = ON) -> SpendingForecast:
    """The forecast of a line by its code."""
    return next(row.forecast for row in position(deal, on=on).lines if row.line and row.line.code == line)


def test_the_pace_of_the_last_twelve_months_goes_on(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "500000.00", on="2025-05-31")  # a month before the window
    for month in ("2025-06-01", "2025-12-15", "2026-05-31"):
        book("expenditure", "A-rijk", "400.00", on=month)
    book("expenditure", "A-rijk", "70.00", on="2026-06-10")  # in a month that is not over: no part of the pace
    found = forecast_of(deal, "A-rijk")
    assert found.pace == Decimal("100.00")  # 1,200.00 in twelve months
    # 501,200.00 up to May, and 19 months of 100.00
    assert found.amount == Decimal("503100.00")


def test_what_is_committed_is_paid_in_any_case(deal: Deal, book: Book) -> None:
    for month in ("2025-06-01", "2025-12-15", "2026-05-31"):
        book("expenditure", "A-rijk", "400.00", on=month)
    book("commitment", "A-rijk", "5000.00")
    found = forecast_of(deal, "A-rijk")
    assert found.outstanding == Decimal("5000.00")
    assert found.amount == Decimal("6200.00")  # 1,200.00 + 5,000.00; going on would give 1,200.00 + 19 x 100.00


def test_a_line_that_is_paid_once_a_year_follows_its_commitments(deal: Deal, book: Book) -> None:
    """Money 53: 400,00 was paid in one month, 5.000,00 is committed besides: that is known, and the pace is not."""
    book("expenditure", "A-rijk", "400.00", on="2026-04-01")
    book("commitment", "A-rijk", "5000.00")
    found = forecast_of(deal, "A-rijk")
    assert (found.amount, found.pace) == (Decimal("5400.00"), None)
    assert found.reason.startswith("Te weinig gegevens: in 1 van de laatste 12 maanden is iets besteed.")
    assert found.reason.endswith("Wel bekend is wat is besteed en verplicht: dat is hier de prognose.")


def test_half_cents_are_rounded_up_once(deal: Deal, book: Book) -> None:
    for month, amount in (("2025-06-01", "0.02"), ("2025-12-15", "0.02"), ("2026-05-31", "0.03")):
        book("expenditure", "A-rijk", amount, on=month)
    # 7 cents in twelve months, 19 months: 133/12 = 11.08 cents; after the 7 that were spent
    assert forecast_of(deal, "A-rijk").amount == Decimal("0.18")


def test_with_too_few_months_of_spending_nothing_is_guessed(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "400.00", on="2026-04-01")
    book("expenditure", "A-rijk", "400.00", on="2026-05-01")
    found = forecast_of(deal, "A-rijk")
    assert found.amount is None
    assert found.reason == (
        "Te weinig gegevens: in 2 van de laatste 12 maanden is iets besteed. Een prognose kan vanaf 3 maanden."
    )
    assert position(deal, on=ON).total(source="national").forecast is None


def test_when_more_came_back_than_was_spent_the_past_says_nothing(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "30.00", on="2024-03-01")
    for month in ("2026-03-01", "2026-04-01"):
        first = book("expenditure", "A-rijk", "10.00", on=month)
    book("expenditure", "A-rijk", "-30.00", on="2026-05-01", corrects=first)
    assert "kwam meer terug" in forecast_of(deal, "A-rijk").reason


@pytest.mark.parametrize("on", ["2023-10-01", "2024-04-29"])  # before the deal; five whole months after its start
def test_too_early_in_the_deal_it_says_so(deal: Deal, book: Book, on: str) -> None:
    for month in ("2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01"):
        book("expenditure", "A-rijk", "400.00", on=month)
    found = forecast_of(deal, "A-rijk", date.fromisoformat(on))
    assert (found.amount, "Te weinig gegevens: er zijn" in found.reason) == (None, True)


def test_a_shorter_past_gives_a_shorter_window(deal: Deal, book: Book) -> None:
    for month in ("2023-11-20", "2024-01-01", "2024-03-01"):
        book("expenditure", "A-rijk", "300.00", on=month)
    # November 2023 up to April 2024 are six whole months; May 2024 up to December 2027 are 44
    assert horizon(deal, on=date(2024, 4, 30)).window == 6
    assert forecast_of(deal, "A-rijk", date(2024, 4, 30)).amount == Decimal("900.00") + 44 * Decimal("150.00")


@pytest.mark.parametrize("on", ["2027-12-31", "2029-01-01"])
def test_after_the_term_the_forecast_is_what_was_spent(deal: Deal, book: Book, on: str) -> None:
    book("expenditure", "A-rijk", "12.34", on="2026-05-01")
    money = position(deal, on=date.fromisoformat(on))
    assert money.total().forecast == Decimal("12.34")
    assert [money.expected_path(source) for source in money.line_sources] == [[], []]
    assert money.ahead.assumption.startswith("De looptijd is voorbij sinds 31 december 2027")


def test_the_path_begins_with_what_was_spent_and_ends_with_the_forecast(deal: Deal) -> None:
    ahead = horizon(deal, on=date(2027, 10, 31))
    assert path(ahead, Decimal("1.00"), Decimal("1.01")) == [
        (date(2027, 10, 31), Decimal("1.00")),
        (date(2027, 11, 30), Decimal("1.01")),  # half a cent is rounded up
        (date(2027, 12, 31), Decimal("1.01")),
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spent=st.integers(0, 10**13), expected=st.integers(0, 10**13), on=st.dates(date(2023, 1, 1), date(2028, 1, 1)))
def test_a_path_never_loses_a_cent(deal: Deal, spent: int, expected: int, on: date) -> None:
    found = path(horizon(deal, on=on), Decimal(spent).scaleb(-2), Decimal(expected).scaleb(-2))
    ends = [(cents(found[0][1]), cents(found[-1][1]))] if found else []
    assert ends == ([(spent, expected)] if on < deal.ends_on else [])  # empty when the term is over


def test_the_series_of_the_sources_add_up_to_the_whole(deal: Deal, book: Book) -> None:
    book("receipt", None, "300.33", on="2024-01-31")
    book("receipt", "A-regio", "0.01", on="2024-02-29")
    book("commitment", "A-rijk", "77.77", on="2023-01-01")  # before the deal: in its first month
    months = monthly(deal, on=ON)
    whole = months.burn()
    parts = [months.burn(of_source(deal, source)).frame for source in position(deal, on=ON).line_sources]
    assert (parts[0] + parts[1]).equals(whole.frame)
    assert set(whole.frame.dtypes.astype(str)) == {"int64"}
    assert whole.rows[0] == (date(2023, 11, 30), Decimal(0), Decimal("77.77"), Decimal(0))
    assert whole.rows[-1][1:] == (Decimal("300.34"), Decimal("77.77"), Decimal(0))


def test_the_page_shows_the_forecast_its_assumption_and_what_is_missing(
    deal: Deal, book: Book, bzk: User, enter: Enter
) -> None:
    for month in ("2025-06-01", "2025-12-15", "2026-05-31"):
        book("expenditure", "A-rijk", "400.00", on=month)
    page = enter(bzk).get(f"/deals/{SLUG}/financien/prognose/?op=2026-06-14").content.decode()
    assert "de laatste 12 hele maanden, tot en met 31 mei 2026" in page
    assert "€\u00a03.100,00" in page
    assert "in 0 van de laatste 12 maanden is iets besteed" in page


def test_a_deal_that_has_not_begun_shows_a_page(veenland: Deal, enter: Enter) -> None:
    from regiodeal.deals.roles import Role
    from tests.plugins.deal import person

    client = enter(person(veenland, "Bureau", Role.BUREAU))
    for on in ("1999-01-01", "2026-06-14", "2099-01-01"):
        assert client.get(f"/deals/{veenland.slug}/financien/prognose/?op={on}").status_code == 200
