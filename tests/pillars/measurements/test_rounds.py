"""Rounds follow from the obligation that closes them, and a figure belongs to one by its day or its year."""

from datetime import date

import pytest

from pillars.measurements.rounds import Round, round_of, round_on, rounds
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.models import Deal


def in_june(deal: Deal, year: int) -> Round:
    """The round that closes on 14 June of a year."""
    found = round_of(deal, year, on=date(2026, 5, 20))
    assert found is not None
    return found


def test_the_rounds_of_den_haag_zuidwest_close_before_15_june(deal: Deal) -> None:
    assert [(each.first_day.isoformat(), each.last_day.isoformat()) for each in rounds(deal, on=date(2026, 5, 20))] == [
        ("2023-11-02", "2024-06-14"),
        ("2024-06-15", "2025-06-14"),
        ("2025-06-15", "2026-06-14"),
        ("2026-06-15", "2027-06-14"),
    ]


def test_another_deal_has_its_own_last_day(veenland: Deal) -> None:
    found = rounds(veenland, on=date(2026, 5, 20))
    assert [each.last_day.isoformat() for each in found][:2] == ["2023-03-31", "2024-03-31"]


@pytest.mark.parametrize(
    ("on", "year"),
    [("2023-11-02", 2024), ("2026-06-14", 2026), ("2026-06-15", 2027), ("2027-06-14", 2027), ("2031-01-01", 2027)],
)
def test_the_round_that_runs_on_a_day(deal: Deal, on: str, year: int) -> None:
    found = round_on(deal, date.fromisoformat(on))
    assert found is not None
    assert found.year == year


@pytest.mark.parametrize(("year", "figure_year"), [(2024, 2024), (2025, 2024), (2026, 2025), (2027, 2026)])
def test_year_figures_are_about_the_year_that_the_round_judges(deal: Deal, year: int, figure_year: int) -> None:
    assert in_june(deal, year).figure_year == figure_year


def test_a_day_outside_the_round_is_refused_in_words(deal: Deal) -> None:
    in_june(deal, 2026).refuse_outside(date(2026, 6, 14))
    with pytest.raises(ValueError, match="Deze ronde gaat over 15 juni 2025 tot en met 14 juni 2026"):
        in_june(deal, 2026).refuse_outside(date(2026, 6, 15))


def test_a_deal_without_an_obligation_that_closes_rounds_has_none(deal: Deal) -> None:
    Obligation.objects.filter(deal=deal).update(closes_round=False)
    assert rounds(deal, on=date(2026, 5, 20)) == []
    assert round_on(deal, date(2026, 5, 20)) is None
    assert round_of(deal, 2026, on=date(2026, 5, 20)) is None
