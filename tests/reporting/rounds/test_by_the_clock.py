"""What the portal does itself: the trial print after a change, and the concept that somebody forgot."""

from datetime import date, timedelta

import pytest

from regiodeal.deals.models import Deal, User
from reporting.dossier.models import Dossier
from reporting.reports.models import AnnualReport
from reporting.rounds.models import ReportRound, RoundStep, Step
from reporting.rounds.planned import freeze_planned_concepts
from reporting.rounds.previews import KEPT, refresh_previews, trial_prints
from tests.plugins.deal import at
from tests.plugins.reports import laid_down, make, shared, started, volunteers

NOW = at("2026-05-20")
MINUTE = timedelta(minutes=1)


def test_a_print_is_made_once_the_figures_stand_still(deal: Deal, bureau: User, reviewer: User) -> None:
    round_ = started(deal, by=bureau)
    asked = [len(refresh_previews(at=NOW + minute * MINUTE)) for minute in range(3)]
    assert asked == [0, 0, 1]
    make(trial_prints(round_)[0])
    assert refresh_previews(at=NOW + 5 * MINUTE) == []  # nothing changed: nothing is made
    volunteers(deal, 84, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-05-20")
    assert refresh_previews(at=NOW + 6 * MINUTE) == []
    volunteers(deal, 85, year=2024, by=bureau, reviewer=reviewer, approved_on="2026-05-20")
    assert refresh_previews(at=NOW + 8 * MINUTE) == []  # it changed again: the two minutes begin anew
    assert len(refresh_previews(at=NOW + 10 * MINUTE)) == 1
    assert refresh_previews(at=NOW + 20 * MINUTE) == []  # it is being made


def test_old_prints_of_the_portal_itself_are_removed(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    for number in range(KEPT + 3):
        now = NOW + timedelta(days=number)
        refresh_previews(at=now)
        (report,) = refresh_previews(at=now + 2 * MINUTE)
        make(report)
    assert trial_prints(round_).count() == KEPT + 1


def test_an_old_print_with_a_dossier_stays(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    for number in range(KEPT + 2):
        now = NOW + timedelta(days=number)
        refresh_previews(at=now)
        (report,) = refresh_previews(at=now + 2 * MINUTE)
        make(report)
        if number == 0:
            Dossier.objects.create(report=report, requested_by=bureau, requested_at=now)
    assert Dossier.objects.get().report.files.exists()
    assert trial_prints(round_).count() == KEPT + 2


def test_after_the_final_report_nothing_is_made(deal: Deal, bureau: User) -> None:
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    for minute in range(4):
        assert refresh_previews(at=at("2026-07-02") + minute * MINUTE) == []


@pytest.mark.parametrize(("day", "count"), [("2026-06-04", 0), ("2026-06-05", 1), ("2026-06-14", 1), ("2026-06-15", 0)])
def test_a_forgotten_round_has_a_concept_a_week_before_the_last_day(deal: Deal, day: str, count: int) -> None:
    # A week before Sunday 14 June is Sunday the 7th: the working day up to it is Friday the 5th.
    made = freeze_planned_concepts(at=at(day))
    assert len(made) == count
    assert freeze_planned_concepts(at=at(day)) == []
    if count:
        round_ = ReportRound.objects.get(deal=deal)
        assert [(row.step, row.by) for row in RoundStep.objects.filter(round=round_)] == [
            ("kick_off", None),
            ("concept", None),
        ]
        assert (made[0].number, made[0].by) == (1, "het portaal")


def test_a_concept_that_is_there_is_left_alone_and_the_planned_day_can_be_moved(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    values = {"concept_on": date(2026, 6, 12), "figure_year": round_.figure_year, "reference_date": None}
    round_.revise(by=bureau, at=at("2026-04-02"), values=values, version=1)
    assert freeze_planned_concepts(at=at("2026-06-11")) == []
    assert len(freeze_planned_concepts(at=at("2026-06-12"))) == 1
    assert AnnualReport.objects.editions().count() == 1
