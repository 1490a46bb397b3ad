"""How ready the round of 14 June is: which results are reported, who stands between us and that day, and since when."""

from datetime import date

import pytest

from pillars.agreed.models import IndicatorItem
from pillars.measurements.readiness import Readiness, readiness, start_by
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.figures import measure

ON = date(2026, 5, 20)
PLACES = [f"plek-{number:02}" for number in range(1, 15)]


def ready(deal: Deal, on: date = ON) -> Readiness:
    """How ready the round of 2026 was on a date."""
    found = readiness(deal, year=2026, on=on)
    assert found is not None
    return found


def missing(deal: Deal, code: str) -> list[str]:
    """The keys of the figures that a result still misses."""
    return next([f.key for f in each.missing] for each in ready(deal).results if each.result.code == code)


def reported(deal: Deal) -> set[str]:
    """The codes of the results that are reported."""
    return {each.result.code for each in ready(deal).reported}


def test_at_the_start_of_a_round_43_results_are_open(deal: Deal) -> None:
    assert (len(ready(deal).results), len(ready(deal).reported), len(ready(deal).open)) == (43, 0, 43)


def test_a_round_that_the_deal_does_not_have_has_no_readiness(deal: Deal) -> None:
    assert readiness(deal, year=2031, on=ON) is None


def test_a_result_is_reported_when_both_its_targets_are(deal: Deal, bureau: User) -> None:
    measure(deal, "vrijwilligers-vergoeding", 84, "2025-12-31", by=bureau, year=2025)
    assert missing(deal, "1.1.1.g") == ["vrijwilligers-coaching"]
    measure(deal, "vrijwilligers-coaching", 30, "2025-12-31", by=bureau, year=2025)
    assert reported(deal) == {"1.1.1.g"}


def test_every_place_counts_and_so_does_the_whole(deal: Deal, bureau: User) -> None:
    for place in PLACES[:13]:
        measure(deal, "plekken-ruimer-open", 1, "2026-05-01", by=bureau, item=place)
    measure(deal, "coordinatoren-opgeleid", 9, "2026-05-01", by=bureau)
    assert missing(deal, "1.1.1.a") == ["plekken-ruimer-open--plek-14"]
    assert missing(deal, "1.1.1.b") == ["coordinatoren-totaal"]


def test_a_draft_and_a_returned_figure_do_not_count(deal: Deal, bureau: User, reviewer: User) -> None:
    figure = measure(deal, "loopbaanpaden", 5, "2026-05-01", by=bureau)
    assert reported(deal) == {"2.2.1.b"}
    figure.give_back(by=reviewer, at=at("2026-05-10"), reason="De bron ontbreekt")
    assert reported(deal) == set()
    figure.revise(by=bureau, at=at("2026-05-11"), values={"value": 6}, version=figure.version)
    assert reported(deal) == set()


def test_one_figure_reports_two_results(deal: Deal, bureau: User) -> None:
    for neighbourhood in ("moerwijk", "morgenstond", "vrederust", "bouwlust"):
        measure(deal, "wijkbedrijven", 1, "2026-05-01", by=bureau, item=neighbourhood)
    assert reported(deal) == {"2.5.1-2.a"}
    assert "wijkbedrijven--moerwijk" not in missing(deal, "1.1.2.a")


def test_a_target_that_reads_nothing_yet_is_not_reported(deal: Deal, bureau: User) -> None:
    IndicatorItem.objects.filter(indicator__code="pilots-instapeconomie").delete()
    result = next(each for each in ready(deal).results if each.result.code == "2.5.1-2.b")
    assert not result.is_reported


def test_everything_is_submitted_a_week_before_and_never_on_a_weekend(deal: Deal) -> None:
    assert ready(deal).submit_by == date(2026, 6, 5)  # 14 June is a Sunday, a week before it too: the Friday
    in_2027 = readiness(deal, year=2027, on=ON)
    assert in_2027 is not None
    assert in_2027.submit_by == date(2027, 6, 7)  # a Monday


@pytest.mark.parametrize(
    ("figures", "start"), [(1, "2027-06-07"), (20, "2027-06-07"), (21, "2027-06-04"), (45, "2027-06-03")]
)
def test_twenty_figures_take_a_working_day(figures: int, start: str) -> None:
    assert start_by(date(2027, 6, 7), figures) == date.fromisoformat(start)


def test_each_owner_has_a_plan_and_who_starts_first_is_on_top(
    deal: Deal, bureau: User, colleague: User, reviewer: User
) -> None:
    for indicator in ("plekken-ruimer-open", "plekken-programma"):  # last year: 28 figures of the colleague
        for place in PLACES:
            measure(deal, indicator, 1, "2025-03-01", by=colleague, item=place, approved_by=reviewer)
    measure(deal, "loopbaanpaden", 3, "2025-03-01", by=bureau, approved_by=reviewer)
    for plan, person, codes, count, start in zip(
        ready(deal).plans,
        (colleague, bureau),
        (["1.1.1.a", "1.1.1.f"], ["2.2.1.b"]),
        (28, 1),
        (date(2026, 6, 4), date(2026, 6, 5)),
        strict=False,
    ):
        assert (plan.person, [r.code for r in plan.results], plan.figures, plan.start_on) == (
            person,
            codes,
            count,
            start,
        )
    assert ready(deal).plans[-1].person is None


def test_a_shared_figure_is_counted_once_in_a_plan(deal: Deal) -> None:
    plan = ready(deal).plans[0]
    assert plan.person is None
    keys = {figure.key for each in ready(deal).open for figure in each.missing}
    assert plan.figures == len(keys)


def test_after_the_last_day_it_says_that_it_is_over(deal: Deal) -> None:
    assert not ready(deal, date(2026, 6, 14)).is_over
    assert ready(deal, date(2026, 6, 15)).is_over
