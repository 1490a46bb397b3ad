"""When something is due, with the dates that a calendar on the wall would give."""

from datetime import date

import pytest

from regiodeal.covenant.due_rules.due_rules import due_dates, first_counted_year, judged_year
from regiodeal.covenant.obligations.deadlines import calendar, upcoming
from regiodeal.deals.models import Deal


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"rule": "fixed", "date": "2024-03-31"}, [date(2024, 3, 31)]),
        ({"rule": "window", "from": "2024-03-01", "to": "2024-05-31"}, [date(2024, 5, 31)]),
        (
            {"rule": "yearly", "month": 6, "day": 14, "first_year": 2024, "last_year": 2026},
            [date(2024, 6, 14), date(2025, 6, 14), date(2026, 6, 14)],
        ),
        ({"rule": "end_of_year"}, [date(2024, 12, 31), date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 31)]),
        ({"rule": "end_of_deal"}, [date(2027, 12, 31)]),
        ({"rule": "after_end_of_deal"}, [date(2027, 12, 31)]),
        ({"rule": "before_end_of_financing", "months": 6}, [date(2027, 6, 30)]),
        ({"rule": "years_after_signing", "years": 4}, [date(2027, 11, 1)]),
        ({"rule": "after_event", "event": "amendment_requested", "weeks": 6}, []),
    ],
)
def test_last_days(deal: Deal, rule: dict[str, object], expected: list[date]) -> None:
    assert due_dates(rule, deal) == expected


def test_a_deal_signed_on_a_leap_day_has_its_anniversary_in_february(deal: Deal) -> None:
    deal.signed_on = date(2024, 2, 29)
    assert due_dates({"rule": "years_after_signing", "years": 1}, deal) == [date(2025, 2, 28)]


def test_six_months_before_the_end_moves_with_an_extension(deal: Deal) -> None:
    deal.financing_ends_on = date(2028, 8, 31)
    assert due_dates({"rule": "before_end_of_financing", "months": 6}, deal) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("on", "year"),
    [
        ("2023-11-02", 2024),
        ("2024-12-30", 2024),
        ("2024-12-31", 2024),
        ("2025-12-30", 2024),
        ("2025-12-31", 2025),
        ("2026-01-01", 2025),
        ("2028-07-31", 2027),
        ("2031-01-01", 2027),
    ],
)
def test_the_year_that_is_judged(deal: Deal, on: str, year: int) -> None:
    assert judged_year(deal, date.fromisoformat(on)) == year


def test_a_deal_from_new_year_counts_its_first_year(deal: Deal) -> None:
    assert first_counted_year(deal) == 2024
    deal.in_force_on = date(2024, 1, 1)
    assert first_counted_year(deal) == 2024


def test_the_calendar_of_the_covenant(deal: Deal) -> None:
    days = {(d.obligation.article, d.due_on) for d in calendar(deal, on=date(2026, 6, 1))}
    for year in (2024, 2025, 2026, 2027):
        assert {day for _, day in days} >= {date(year, 6, 14), date(year, 7, 14), date(year, 9, 30), date(year, 7, 15)}
    assert {day for _, day in days} >= {date(2024, 3, 31), date(2024, 5, 31), date(2027, 6, 30), date(2027, 12, 31)}
    assert date(2028, 7, 15) in {day for _, day in days}  # SiSa over 2027


def test_the_next_three_from_the_first_of_june(deal: Deal) -> None:
    found = [(deadline.due_on, deadline.days_left) for deadline in upcoming(deal, on=date(2026, 6, 1))]
    assert found[0] == (date(2026, 6, 14), 13)
    assert found[1] == (date(2026, 7, 14), 43)
    assert found[2] == (date(2026, 7, 15), 44)


def test_the_last_day_itself_is_still_in_time_and_a_sunday_is_flagged(deal: Deal) -> None:
    deadline = upcoming(deal, on=date(2026, 6, 14))[0]
    assert (deadline.due_on, deadline.days_left, deadline.is_on_weekend) == (date(2026, 6, 14), 0, True)
