"""Worked examples of the seven kinds of target, with numbers that a controller can check by hand.

Every example says what was entered, and what the portal then says on a date.
"""

from datetime import date
from decimal import Decimal

import pytest

from pillars.progress.deal_progress import deal_progress
from pillars.status.status import Status
from regiodeal.deals.models import Deal, User
from tests.plugins.figures import Figure, indicator_of, measure, target_on


def result_status(deal: Deal, code: str, on: str) -> Status:
    """The status of a result on a date."""
    return deal_progress(deal, on=date.fromisoformat(on)).of_result(code).status


# --- Number per year: art. 4, 1.1.1.g, 100 volunteers each calendar year -------------------------------------------


def test_a_year_that_reaches_its_number_is_on_schedule(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.g-1", 112, "2024-12-31", year=2024)
    found = target_on(deal, "1.1.1.g-1", "2025-03-01")
    assert (found.outcome.value, found.outcome.needed) == (Decimal(112), Decimal(100))
    assert found.status == Status.ON_SCHEDULE  # 2025, 2026 and 2027 are still to come
    assert found.outcome.share == 1  # never more than the whole


def test_84_of_100_volunteers_asks_for_attention(deal: Deal, figure: Figure) -> None:
    # 84 is below 100 less the margin of nothing, and above 70: 100 less twice the margin of 15%.
    figure("1.1.1.g-1", 84, "2025-12-31", year=2025)
    found = target_on(deal, "1.1.1.g-1", "2026-06-14")
    assert found.outcome.value == Decimal(84)
    assert found.outcome.share == Decimal("0.8400")
    assert found.status == Status.ATTENTION
    assert found.outcome.reason == f"84 van 100 {found.target.unit} in 2025: 16 te weinig."


@pytest.mark.parametrize(("value", "status"), [(70, Status.ATTENTION), (69, Status.BEHIND), (100, Status.ON_SCHEDULE)])
def test_the_edges_of_a_year(deal: Deal, figure: Figure, value: int, status: Status) -> None:
    figure("1.1.1.g-1", value, "2025-12-31", year=2025)
    assert target_on(deal, "1.1.1.g-1", "2026-06-14").status == status


def test_every_full_year_is_told_beside_the_one_that_counts(deal: Deal, figure: Figure) -> None:
    """Of a norm of each year what that year brought, of what adds up how it stood at the end of the year."""
    figure("1.1.1.g-1", 81, "2024-12-31", year=2024)
    figure("1.1.1.g-1", 118, "2025-12-31", year=2025)
    assert target_on(deal, "1.1.1.g-1", "2026-06-14").by_year == {2024: Decimal(81), 2025: Decimal(118)}
    for value, on in ((1, "2024-06-30"), (2, "2025-11-30"), (1, "2026-05-01")):
        figure("2.1.2.a-1", value, on)
    found = target_on(deal, "2.1.2.a-1", "2026-06-14")
    assert found.outcome.value == Decimal(4)
    assert found.by_year == {2024: Decimal(1), 2025: Decimal(3)}  # no figure of 2023, and 2026 is not over


def test_the_year_that_counts_changes_at_the_end_of_31_december(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.g-1", 100, "2024-12-31", year=2024)
    figure("1.1.1.g-1", 60, "2025-12-31", year=2025)
    assert target_on(deal, "1.1.1.g-1", "2025-12-30").outcome.year == 2024
    assert target_on(deal, "1.1.1.g-1", "2025-12-31").outcome.year == 2025
    assert target_on(deal, "1.1.1.g-1", "2025-12-31").status == Status.BEHIND


def test_in_the_last_year_the_number_is_achieved(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.g-1", 100, "2027-12-31", year=2027)
    assert target_on(deal, "1.1.1.g-1", "2027-12-31").status == Status.ACHIEVED
    assert target_on(deal, "1.1.1.g-1", "2029-05-01").outcome.year == 2027


def test_a_year_without_a_figure_is_not_guessed(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.g-1", 100, "2024-12-31", year=2024)
    found = target_on(deal, "1.1.1.g-1", "2026-06-14")
    assert (found.outcome.value, found.status) == (None, Status.NOT_ASSESSABLE)


# --- Cumulative: art. 4, 2.1.2.a, at least 4 new companies ----------------------------------------------------------


def test_companies_add_up_over_the_years(deal: Deal, figure: Figure) -> None:
    code = "2.1.2.a-1"
    figure(code, 1, "2024-10-01")
    figure(code, 2, "2025-10-01")
    assert target_on(deal, code, "2026-06-14").outcome.value == Decimal(3)


def test_circa_100_people_per_company_leaves_a_tenth_of_room(deal: Deal, figure: Figure) -> None:
    # 240 + 120 = 360 people in 4 companies: 90 each, which is what "circa 100" with a tenth of room asks.
    figure("1.1.2.a-2", 240, "2026-03-01", item="route-wijkbedrijf")
    figure("1.1.2.a-2", 120, "2026-03-01", item="route-wijkbedrijf-instap")
    found = target_on(deal, "1.1.2.a-2", "2026-06-14")
    assert (found.outcome.value, found.outcome.needed) == (Decimal(90), Decimal(90))
    assert found.status == Status.ACHIEVED


# --- Coverage: art. 4, 1.1.1.a, 14 of 14 meeting places ------------------------------------------------------------


def test_nine_of_fourteen_places(deal: Deal, figure: Figure) -> None:
    for place in range(1, 10):
        figure("1.1.1.a", 1, "2025-05-01", item=f"plek-{place:02}")
    found = target_on(deal, "1.1.1.a", "2026-01-01")
    assert (found.outcome.value, found.outcome.needed) == (Decimal(9), Decimal(14))
    # 9/14 is 64% while 52% of the time has gone.
    assert found.status == Status.ON_SCHEDULE


def test_a_place_that_closes_again_no_longer_counts(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.a", 1, "2025-05-01", item="plek-01")
    figure("1.1.1.a", 0, "2025-09-01", item="plek-01")
    assert target_on(deal, "1.1.1.a", "2025-06-01").outcome.value == Decimal(1)
    assert target_on(deal, "1.1.1.a", "2025-10-01").outcome.value == Decimal(0)


def test_all_of_an_unknown_number_cannot_be_judged(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.b", 12, "2025-05-01")
    found = target_on(deal, "1.1.1.b", "2026-01-01")
    assert (found.outcome.value, found.outcome.needed, found.status) == (Decimal(12), None, Status.NOT_ASSESSABLE)


def test_all_of_a_counted_number(deal: Deal, bureau: User, reviewer: User, figure: Figure) -> None:
    figure("1.1.1.b", 12, "2025-05-01")
    whole = target_on(deal, "1.1.1.b", "2026-01-01").target.whole_indicator
    assert whole is not None
    measure(deal, whole.code, 16, "2025-05-01", by=bureau, approved_by=reviewer)
    found = target_on(deal, "1.1.1.b", "2026-01-01")
    assert (found.outcome.value, found.outcome.needed) == (Decimal(12), Decimal(16))
    assert found.outcome.share == Decimal("0.7500")


# --- Range: art. 4, 1.3.1, 2 to 4 of 29 plinths --------------------------------------------------------------------


@pytest.mark.parametrize(("plinths", "status"), [(2, Status.ACHIEVED), (4, Status.ACHIEVED), (5, Status.ACHIEVED)])
def test_two_is_a_floor_and_four_no_ceiling(deal: Deal, figure: Figure, plinths: int, status: Status) -> None:
    figure("1.3.1", plinths, "2026-05-01", item="plint-herontwikkeld")
    found = target_on(deal, "1.3.1", "2026-06-14")
    assert (found.outcome.value, found.status) == (Decimal(plinths), status)
    assert ("geen plafond" in found.outcome.reason) == (plinths > 4)


def test_one_plinth_late_in_the_deal_lags(deal: Deal, figure: Figure) -> None:
    figure("1.3.1", 1, "2026-05-01", item="plint-herontwikkeld")
    assert target_on(deal, "1.3.1", "2024-06-14").status == Status.NOT_STARTED
    assert target_on(deal, "1.3.1", "2026-06-14").status == Status.ON_SCHEDULE  # 50% done, 63% of the time
    assert target_on(deal, "1.3.1", "2027-06-14").status == Status.BEHIND  # 50% done, 87% of the time


def test_a_plinth_is_entered_once_and_counts_where_it_was_agreed(deal: Deal, figure: Figure) -> None:
    figure("1.3.1", 1, "2026-05-01", item="plint-herontwikkeld")
    figure("1.3.1", 2, "2026-05-01", item="plint-gevuld")
    figure("2.1.2.a-2", 1, "2026-05-01", item="bedrijfsverzamelgebouw")
    values = {code: target_on(deal, code, "2026-06-14").outcome.value for code in ("1.3.1", "2.1.2.c", "2.1.2.a-2")}
    assert values == {"1.3.1": Decimal(3), "2.1.2.c": Decimal(2), "2.1.2.a-2": Decimal(4)}


# --- Milestone: art. 4, 1.1.3.a in the first quarter of 2024, 1.1.3.b six months before the financing ends ----------


def test_the_agenda_is_due_on_31_march_2024(deal: Deal) -> None:
    assert target_on(deal, "1.1.3.a", "2024-03-31").due_on == date(2024, 3, 31)
    assert target_on(deal, "1.1.3.a", "2023-12-01").status == Status.NOT_STARTED
    assert target_on(deal, "1.1.3.a", "2024-03-31").status == Status.ATTENTION
    assert target_on(deal, "1.1.3.a", "2024-04-01").status == Status.BEHIND


def test_a_milestone_that_was_late_is_achieved_and_says_so(deal: Deal, figure: Figure) -> None:
    figure("1.1.3.a", 1, "2024-04-15")
    found = target_on(deal, "1.1.3.a", "2024-05-01")
    assert found.status == Status.ACHIEVED
    assert found.outcome.reason == "Gereed, maar na de afgesproken datum."


def test_the_proposal_moves_along_when_the_financing_is_extended(deal: Deal) -> None:
    assert target_on(deal, "1.1.3.b", "2026-06-14").due_on == date(2027, 6, 30)
    deal.financing_ends_on = date(2028, 8, 31)
    assert target_on(deal, "1.1.3.b", "2026-06-14").due_on == date(2028, 2, 29)  # a leap day


def test_one_scheme_of_two_is_enough_for_the_first_result_only(deal: Deal, figure: Figure) -> None:
    figure("1.1.2.b", 1, "2026-05-01", item="subsidie-wijkbedrijven")
    assert target_on(deal, "1.1.2.b", "2026-06-14").status == Status.ACHIEVED
    assert target_on(deal, "2.5.3.a", "2026-06-14").status != Status.ACHIEVED
    figure("2.5.3.a", 1, "2026-05-02", item="subsidie-instapeconomie")
    assert target_on(deal, "2.5.3.a", "2026-06-14").status == Status.ACHIEVED


# --- Qualitative: art. 4, 1.3.2, an approach that works and can be passed on ----------------------------------------


@pytest.mark.parametrize(("step", "status"), [(4, Status.ACHIEVED), (2, Status.ON_SCHEDULE), (1, Status.BEHIND)])
def test_a_judgement_keeps_step_with_the_time(deal: Deal, figure: Figure, step: int, status: Status) -> None:
    # On 14 June 2026 63% of the time has gone: step 2 of 4 is 50%, within the margin of 15%.
    figure("1.3.2", step, "2026-05-01")
    assert target_on(deal, "1.3.2", "2026-06-14").status == status


# --- Trend: art. 4, 2.3.1.b, fewer early school leavers -------------------------------------------------------------


def test_a_trend_without_a_baseline_cannot_be_judged(deal: Deal, figure: Figure) -> None:
    figure("2.3.1.b", 310, "2025-12-31", year=2025)
    found = target_on(deal, "2.3.1.b", "2026-06-14")
    assert (found.outcome.value, found.status) == (Decimal(310), Status.NOT_ASSESSABLE)


@pytest.mark.parametrize(
    ("later", "status"), [(310, Status.ON_SCHEDULE), (340, Status.ATTENTION), (341, Status.BEHIND)]
)
def test_a_trend_against_its_baseline(deal: Deal, figure: Figure, later: int, status: Status) -> None:
    baseline = target_on(deal, "2.3.1.b", "2026-06-14").target.baseline_year
    figure("2.3.1.b", 340, f"{baseline}-12-31", year=baseline, approved_on="2024-02-01")
    figure("2.3.1.b", later, "2025-12-31", year=2025)
    found = target_on(deal, "2.3.1.b", "2026-06-14")
    assert (found.outcome.needed, found.status) == (Decimal(340), status)


# --- Composite results ----------------------------------------------------------------------------------------------


def test_a_composite_result_is_as_good_as_its_worst_target_and_says_which(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.g-1", 100, "2025-12-31", year=2025)
    figure("1.1.1.g-2", 50, "2025-12-31", year=2025)
    result = deal_progress(deal, on=date(2026, 6, 14)).of_result("1.1.1.g")
    assert result.status == Status.BEHIND
    assert result.worst_target is not None
    assert result.worst_target.target.code == "1.1.1.g-2"
    assert result.reason.startswith(result.worst_target.target.title)


# --- Time and corrections -------------------------------------------------------------------------------------------


def test_a_figure_counts_from_the_day_it_was_approved(deal: Deal, figure: Figure) -> None:
    figure("1.1.1.g-1", 100, "2024-12-31", year=2024, approved_on="2025-05-20")
    assert target_on(deal, "1.1.1.g-1", "2025-05-19").outcome.value is None
    assert target_on(deal, "1.1.1.g-1", "2025-05-20").outcome.value == Decimal(100)


def test_what_waits_for_review_is_told_apart_and_does_not_count(deal: Deal, bureau: User) -> None:
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    found = target_on(deal, "1.1.1.g-1", "2026-06-14")
    assert found.outcome.value is None
    assert found.pending is not None
    assert found.pending.value == Decimal(84)
    public = deal_progress(deal, on=date(2026, 6, 14))
    assert all(target.pending is None for target in public.targets)


def test_no_figure_after_most_of_the_time_asks_for_an_explanation_as_a_nought_does(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    """Entry 31: of 1.3.1 nothing was reported; on 14 June 2026 that is no better than an honest 0."""
    silent = target_on(deal, "1.3.1", "2026-06-14")
    assert (silent.status, silent.drifts) == (Status.BEHIND, True)
    assert "Er is nog geen goedgekeurd cijfer, na 63% van de tijd." in silent.outcome.reason
    measure(deal, indicator_of(deal, "1.3.1"), 0, "2026-06-01", by=bureau, approved_by=reviewer)
    assert target_on(deal, "1.3.1", "2026-06-14").status == silent.status


def test_a_milestone_of_which_nothing_was_said_asks_for_attention(deal: Deal, bureau: User, reviewer: User) -> None:
    """Entry 31: the five results of the example that stayed grey after 74% of the time; "nee" is an answer."""
    assert target_on(deal, "1.2.1.b", "2024-01-15").status == Status.NOT_STARTED
    silent = target_on(deal, "1.2.1.b", "2026-11-29")
    assert (silent.status, silent.drifts) == (Status.ATTENTION, True)
    assert silent.outcome.reason == "Er is nog geen goedgekeurde melding, na 74% van de tijd."
    measure(deal, indicator_of(deal, "1.2.1.b"), 0, "2026-11-01", by=bureau, approved_by=reviewer)
    assert target_on(deal, "1.2.1.b", "2026-11-29").status == Status.ON_SCHEDULE
