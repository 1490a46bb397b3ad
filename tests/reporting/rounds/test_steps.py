"""The round of a year: each step in its order, with its date, its last day and the obligation that it meets."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.deals.models import Deal, User
from reporting.reports.models import AnnualReport
from reporting.rounds.models import ReportRound, RoundStep, Step
from reporting.rounds.round_standing import round_standing
from reporting.rounds.steps import Taken, freeze, kick_off, record, take_back
from tests.plugins.deal import at
from tests.plugins.meetings import held
from tests.plugins.reports import laid_down, make, shared, started, took, volunteers

ON = date(2026, 12, 1)


def met(deal: Deal) -> dict[str, date]:
    """The obligations of 2026 that were met, by code, with the day."""
    rows = Fulfilment.objects.filter(obligation__deal=deal, due_on__year=2026, withdrawn_at__isnull=True)
    return {row.obligation.code: row.done_on for row in rows.select_related("obligation")}


def test_a_round_from_kick_off_to_publication(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    laid_down(round_, Step.CONCEPT, "2026-06-08", by=bureau)
    took(round_, Step.SHARED, "2026-06-10", by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-16", by=bureau)
    meeting = held(deal, "2026-09-15", by=bureau)
    took(round_, Step.DISCUSSED, "2026-09-15", by=bureau, meeting=meeting)
    took(round_, Step.PUBLISHED, "2026-09-20", by=bureau)
    stands = round_standing(round_, on=ON)
    assert stands.next_step is None
    days = {row.step.value: row.days_early for row in stands.steps if row.last_day}
    assert days == {"shared": 4, "submitted": -2, "discussed": 15}  # 14 June, 14 July, 30 September
    assert [row.step for row in stands.steps if row.is_late] == [Step.SUBMITTED]
    assert met(deal) == {
        "concept-voortgangsrapportage": date(2026, 6, 10),
        "voortgangsrapportage-minister": date(2026, 7, 16),
        "jaarlijks-overleg": date(2026, 9, 15),
    }


def test_the_period_is_read_as_usual_until_somebody_reads_it_otherwise(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    for year, value in ((2024, 90), (2025, 120)):
        volunteers(deal, value, year=year, by=bureau, reviewer=reviewer, approved_on="2026-02-01")
    round_ = started(deal, by=bureau)
    assert (round_.figure_year, round_.reference_date) == (2025, None)
    first = laid_down(round_, Step.CONCEPT, "2026-06-08", by=bureau)
    values = {"figure_year": 2024, "reference_date": date(2026, 6, 1), "concept_on": round_.concept_on}
    round_.revise(by=bureau, at=at("2026-06-09"), values=values, version=round_.version)
    second = laid_down(round_, Step.CONCEPT, "2026-06-09", by=bureau)
    assert [value_of(report) for report in (first, second)] == ["120.00", "90.00"]
    assert (second.number, second.reference_date) == (2, date(2026, 6, 1))
    assert first.digest != second.digest


def value_of(report: AnnualReport) -> str:
    """The value of the target of 100 volunteers a year in a report's snapshot."""
    return str(next(row["value"] for row in report.snapshot["targets"] if row["code"] == "1.1.1.g-1"))


def test_a_year_without_a_report_has_no_round_and_a_round_starts_once(deal: Deal, bureau: User) -> None:
    with pytest.raises(ValueError, match="geen voortgangsrapportage afgesproken"):
        kick_off(deal, 2031, by=bureau, at=at("2026-04-01"))
    started(deal, by=bureau)
    with pytest.raises(WrongStateError, match="al gestart"):
        started(deal, by=bureau)


@pytest.mark.parametrize(
    ("step", "first"),
    [
        (Step.SHARED, "concept vastgelegd"),
        (Step.HANDED, "definitief vastgesteld"),
        (Step.SUBMITTED, "definitief naar het bestuurlijk overleg"),
        (Step.PUBLISHED, "ingediend bij de minister"),
    ],
)
def test_a_step_out_of_order_says_what_comes_first(deal: Deal, bureau: User, step: Step, first: str) -> None:
    round_ = started(deal, by=bureau)
    with pytest.raises(WrongStateError, match=first):
        took(round_, step, "2026-06-10", by=bureau)
    with pytest.raises(WrongStateError, match="concept naar het bestuurlijk overleg"):
        freeze(round_, Step.FINAL, by=bureau, at=at("2026-06-10"))
    assert list(RoundStep.objects.values_list("step", flat=True)) == ["kick_off"]


def test_a_day_to_come_and_a_day_before_the_step_that_comes_first_are_refused(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    laid_down(round_, Step.CONCEPT, "2026-06-08", by=bureau)
    for day, words in (("2026-06-12", "nog niet geweest"), ("2026-06-07", "op of na 8 juni 2026")):
        with pytest.raises(ValueError, match=words):
            record(round_, Step.SHARED, Taken(date.fromisoformat(day)), by=bureau, at=at("2026-06-11"))


def test_nothing_is_sent_before_its_files_are_there(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    freeze(round_, Step.CONCEPT, by=bureau, at=at("2026-06-08"))
    with pytest.raises(WrongStateError, match="nog niet klaar"):
        took(round_, Step.SHARED, "2026-06-10", by=bureau)


def test_a_discussion_names_its_meeting(deal: Deal, bureau: User) -> None:
    round_ = shared(deal, by=bureau)
    with pytest.raises(ValueError, match="Kies het bestuurlijk overleg"):
        took(round_, Step.DISCUSSED, "2026-06-11", by=bureau)


def test_a_correction_after_submission_is_a_new_edition_that_names_the_old_one_and_why(
    deal: Deal, bureau: User, reviewer: User
) -> None:
    round_ = shared(deal, by=bureau)
    first = laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-03", by=bureau)
    with pytest.raises(ValueError, match="waarom er een nieuwe versie komt"):
        freeze(round_, Step.FINAL, by=bureau, at=at("2026-07-10"))
    volunteers(deal, 84, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-07-09")
    reason, moment = "De vrijwilligers ontbraken.", at("2026-07-10")
    second = make(freeze(round_, Step.FINAL, by=bureau, at=moment, reason=reason, keeps_day=False), when=moment)
    assert second.replaces == first
    assert second.snapshot["edition"] == {
        "number": 2,
        "replaces": {"number": 1, "on": "2026-07-01", "digest": first.digest},
        "reason": "De vrijwilligers ontbraken.",
        "corrected_on": None,
        "corrections": 0,
    }
    stands = round_standing(round_, on=ON)
    assert stands.next_step == Step.HANDED  # the new edition goes the same way again
    assert stands.submitted == first
    first.refresh_from_db()
    assert first.files.count() == second.files.count() > 0  # the old one stays as it was


def test_the_same_again_is_no_new_edition(deal: Deal, bureau: User) -> None:
    round_ = started(deal, by=bureau)
    laid_down(round_, Step.CONCEPT, "2026-06-08", by=bureau)
    with pytest.raises(ValueError, match="niets veranderd sinds versie 1"):
        freeze(round_, Step.CONCEPT, by=bureau, at=at("2026-06-08"))


def test_after_the_final_report_there_is_no_new_concept(deal: Deal, bureau: User) -> None:
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    with pytest.raises(WrongStateError, match="al definitief"):
        freeze(round_, Step.CONCEPT, by=bureau, at=at("2026-07-02"))


def test_the_newest_step_is_taken_back_with_its_obligation(deal: Deal, bureau: User) -> None:
    round_ = shared(deal, by=bureau)
    taken = round_.steps.get(step=Step.SHARED)
    with pytest.raises(ValueError, match="Geef een reden"):
        take_back(taken, by=bureau, at=at("2026-06-11"), reason=" ")
    take_back(taken, by=bureau, at=at("2026-06-11"), reason="Nog niet verstuurd.")
    assert met(deal) == {}
    assert round_standing(round_, on=ON).next_step == Step.SHARED
    with pytest.raises(WrongStateError, match="Wat is vastgelegd blijft zo"):
        take_back(round_.steps.get(step=Step.CONCEPT), by=bureau, at=at("2026-06-11"), reason="Fout")
    took(round_, Step.SHARED, "2026-06-12", by=bureau)
    assert met(deal) == {"concept-voortgangsrapportage": date(2026, 6, 12)}


def test_only_the_newest_step_is_taken_back(deal: Deal, bureau: User) -> None:
    round_ = shared(deal, by=bureau)
    taken = round_.steps.get(step=Step.SHARED)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    with pytest.raises(WrongStateError, match="Alleen de laatste stap"):
        take_back(taken, by=bureau, at=at("2026-07-01"), reason="Fout")


def test_the_database_refuses_a_step_twice_and_one_without_its_report(deal: Deal, bureau: User) -> None:
    round_ = shared(deal, by=bureau)
    taken = round_.steps.get(step=Step.SHARED)
    fields = {"round": round_, "done_on": "2026-06-12", "by": bureau, "at": at("2026-06-12")}
    for more in ({"step": Step.SHARED, "report": taken.report}, {"step": Step.SHARED}, {"step": Step.KICK_OFF}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoundStep.objects.create(**fields, **more)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRound.objects.create(deal=deal, year=2026, figure_year=2025, concept_on=date(2026, 6, 5))
