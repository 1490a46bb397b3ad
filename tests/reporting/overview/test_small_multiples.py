"""All measures on one page: each norm in the picture that fits its kind, with its figure and status in words."""

from datetime import date

import pytest

from pillars.progress.deal_progress import deal_progress
from regiodeal.deals.models import Deal, User
from reporting.overview.small_multiples import (
    BARS,
    DOT,
    NOTHING,
    PLACES,
    STEPS,
    NormPicture,
    in_one_sentence,
    measure_pictures,
)
from tests.pages import BASE, queries, words_at
from tests.plugins.deal import Enter
from tests.plugins.figures import indicator_of, measure

ON = date(2026, 3, 1)


@pytest.fixture
def measured(deal: Deal, bureau: User, reviewer: User) -> None:
    """Volunteers of two years, places one by one, and a network that is there."""
    for year, value in ((2024, 60), (2025, 120)):
        volunteers = indicator_of(deal, "1.1.1.g-1")
        measure(deal, volunteers, value, f"{year}-12-31", by=bureau, year=year, approved_by=reviewer)
    measure(deal, indicator_of(deal, "1.1.1.d"), 1, "2025-11-01", by=bureau, approved_by=reviewer)


def picture(deal: Deal, code: str) -> NormPicture:
    """The picture of a norm."""
    pictures = measure_pictures(deal_progress(deal, on=ON))
    return next(norm for each in pictures for norm in each.norms if norm.progress.target.code == code)


@pytest.mark.usefixtures("measured")
def test_a_yearly_norm_is_bars_and_a_milestone_is_a_dot(deal: Deal) -> None:
    yearly, milestone = picture(deal, "1.1.1.g-1"), picture(deal, "1.1.1.d")
    assert yearly.spark.kind == BARS
    first, second = yearly.spark.bars
    assert second.height == pytest.approx(first.height * 2, abs=0.2)
    assert yearly.spark.norm is not None
    assert second.y < yearly.spark.norm < first.y  # 120 is above the norm of 100, 60 below it
    assert (milestone.spark.kind, milestone.spark.is_done, milestone.figure) == (DOT, True, "")


def test_so_many_of_a_number_and_a_scale_are_places_filled(deal: Deal, bureau: User, reviewer: User) -> None:
    """Issue 18: n of N as places filled, a scale with its word."""
    for place in ("plek-01", "plek-02", "plek-03"):
        measure(deal, indicator_of(deal, "1.1.1.a"), 1, "2025-11-01", by=bureau, item=place, approved_by=reviewer)
    measure(deal, indicator_of(deal, "1.3.2"), 2, "2025-11-01", by=bureau, approved_by=reviewer)
    coverage, scale = picture(deal, "1.1.1.a"), picture(deal, "1.3.2")
    assert (coverage.spark.kind, scale.spark.kind) == (PLACES, PLACES)
    assert [place.is_filled for place in coverage.spark.places] == [True] * 3 + [False] * 11
    assert [place.is_filled for place in scale.spark.places] == [True, True, False, False]
    assert (coverage.figure, scale.figure) == ("3, norm 14", "2: op weg")


def test_a_norm_without_a_figure_draws_nothing_and_says_so(deal: Deal) -> None:
    assert picture(deal, "1.1.1.g-1").spark.kind == NOTHING
    assert picture(deal, "1.1.1.g-1").figure.startswith("nog geen cijfer, norm 100")


@pytest.mark.usefixtures("measured")
def test_the_page_names_every_measure_and_norm(deal: Deal, overleg: User, enter: Enter) -> None:
    progress = deal_progress(deal, on=ON)
    page = words_at(enter(overleg), f"maatregelen-in-beeld/?op={ON}")
    for row in progress.measures:
        assert f"{row.code} {row.title}" in page
    assert "120 in 2025, norm 100" in page
    pictures = measure_pictures(progress)
    lagging = [each for each in pictures if each.row.status == "behind"]
    assert in_one_sentence(pictures) in page
    assert str(len(lagging) or "geen") in in_one_sentence(pictures)
    assert {norm.spark.kind for each in pictures for norm in each.norms} <= {BARS, DOT, NOTHING, PLACES, STEPS}


@pytest.mark.usefixtures("measured")
def test_more_figures_ask_no_more_queries(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    client = enter(overleg)
    first = queries(client, f"{BASE}maatregelen-in-beeld/?op=2026-03-01")
    measure(deal, indicator_of(deal, "1.1.1.g-2"), 5, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    assert queries(client, f"{BASE}maatregelen-in-beeld/?op=2026-03-01") == first
