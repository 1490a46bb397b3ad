"""Decisions: numbered per year, about things of the portal, and final with the minutes."""

from datetime import UTC, date

import pytest
from django.test import Client

from pillars.explanations.models import Explanation, ExplanationEvent
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.decisions import record_decision
from regiodeal.covenant.meetings.models import Decision, Meeting
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import agreed, decide, held, plan


def explain(deal: Deal, target: str, *, by: User, approved_by: User) -> Explanation:
    """An approved explanation of a target that drifts."""
    entry = Explanation.begin(
        by=by,
        at=at("2026-06-01"),
        target=deal.target_set.get(code=target),
        about_value=None,
        about_status="not_assessable",
        text="Er is nog niet geteld.",
        proposal="Tel in het najaar.",
    )
    entry.submit(by=by, at=at("2026-06-01"))
    entry.approve(by=approved_by, at=at("2026-06-02"))
    return entry


def test_numbers_count_up_within_the_year_of_the_meeting(deal: Deal, bureau: User) -> None:
    first, second = held(deal, "2025-09-15", by=bureau), held(deal, "2026-09-15", by=bureau)
    codes = [decide(meeting, "Ja", by=bureau).code for meeting in (second, first, second)]
    assert codes == ["2026-1", "2025-1", "2026-2"]


def test_a_decision_asks_a_meeting_that_has_been_and_minutes_that_do_not_stand(deal: Deal, bureau: User) -> None:
    coming = plan(deal, "2026-12-01", by=bureau)
    with pytest.raises(WrongStateError):
        decide(coming, "Te vroeg", by=bureau)
    with pytest.raises(WrongStateError):
        decide(agreed(deal, "2026-03-01", by=bureau), "Te laat", by=bureau)
    coming.invite(by=bureau, at=at("2026-11-01"))
    with pytest.raises(ValueError, match="nog niet geweest"):
        Decision.record(coming, by=bureau, at=at("2026-11-30"), values={"title": "Vooraf"})
    assert not Decision.objects.exists()


def test_just_after_midnight_here_the_day_of_the_meeting_has_come(deal: Deal, bureau: User) -> None:
    meeting = held(deal, "2026-06-10", by=bureau)
    just_after = at("2026-06-10", hour=0).astimezone(UTC)
    assert just_after.day == 9
    record_decision(meeting, about=(), by=bureau, at=just_after, values={"title": "Besluit van vannacht"})
    assert meeting.decisions.get().code == "2026-1"


def test_the_secretary_records_a_decision_and_everybody_reads_it(
    at_work: Client, meeting: Meeting, jenv: User, enter: Enter
) -> None:
    data = {"besluit-title": "De Leyweg komt eerst", "besluit-about": ["maatregel:1.3.1", "resultaat:1.3.1"]}
    response = at_work.post(f"{BASE}overleg/{meeting.pk}/besluit/", data)
    assert response.status_code == 302
    reader = enter(jenv)
    for path in (f"overleg/{meeting.pk}/", "besluiten/", "maatregelen/1.3.1/", "resultaten/1.3.1/"):
        assert "De Leyweg komt eerst" in words_at(reader, path), path
    text = words_at(reader, "besluiten/2026-1/")
    assert "Maatregel: 1.3.1 Plintenaanpak" in text
    assert "Beter verwoorden" not in text
    assert "De Leyweg komt eerst" not in words_at(reader, "maatregelen/1.1.1/")


def test_a_decision_about_a_deviation_closes_its_explanation(
    deal: Deal, meeting: Meeting, bureau: User, reviewer: User, at_work: Client
) -> None:
    explanation = explain(deal, "1.1.1.g-1", by=bureau, approved_by=reviewer)
    about = {"besluit-title": "Er komen twee coaches bij", "besluit-about": ["afwijking:1.1.1.g-1"]}
    assert at_work.post(f"{BASE}overleg/{meeting.pk}/besluit/", about).status_code == 302
    explanation.refresh_from_db()
    assert (explanation.decision, explanation.closed_on) == (
        "Besluit 2026-1 van het Rijk-Regio-overleg",
        date(2026, 9, 15),
    )
    assert "Er komen twee coaches bij" in explanation.public_decision
    assert "Er komen twee coaches bij" in words_at(at_work, "afwijkingen/1.1.1.g-1/")


def test_what_a_secret_decision_says_is_not_copied_into_the_explanation(
    deal: Deal, meeting: Meeting, bureau: User, reviewer: User
) -> None:
    explanation = explain(deal, "1.1.1.g-1", by=bureau, approved_by=reviewer)
    about = [("afwijking", "1.1.1.g-1")]
    decide(meeting, "Het bod is twee ton", by=bureau, secret_for="JenV", about=about)
    explanation.refresh_from_db()
    kept = [
        explanation.decision,
        explanation.public_decision,
        *ExplanationEvent.objects.values_list("reason", flat=True),
    ]
    assert not any("twee ton" in text for text in kept)
    assert "Besluit 2026-1" in explanation.public_decision


def test_a_closed_deviation_is_not_closed_twice(deal: Deal, meeting: Meeting, bureau: User, reviewer: User) -> None:
    explanation = explain(deal, "1.1.1.g-1", by=bureau, approved_by=reviewer)
    first = decide(meeting, "Eerste", by=bureau, about=[("afwijking", "1.1.1.g-1")])
    decide(meeting, "Tweede", by=bureau, about=[("afwijking", "1.1.1.g-1")])
    explanation.refresh_from_db()
    assert explanation.decided_in == first


def test_the_register_is_searched_and_filtered(deal: Deal, bureau: User, at_work: Client) -> None:
    old, new = held(deal, "2025-09-15", by=bureau), held(deal, "2026-09-15", by=bureau)
    decide(old, "Over de plinten", by=bureau, about=[("maatregel", "1.3.1")])
    decide(new, "Over de campus", by=bureau, text="Met het ROC")
    for query, found in (
        ("", {"Over de plinten", "Over de campus"}),
        ("?zoek=PLINT", {"Over de plinten"}),
        ("?zoek=roc", {"Over de campus"}),
        ("?jaar=2025", {"Over de plinten"}),
        ("?over=maatregel:1.3.1", {"Over de plinten"}),
        ("?op=2025-12-31", {"Over de plinten"}),
        ("?zoek=niets", set()),
        ("?zoek=%00&jaar=x&over=y:z", {"Over de plinten", "Over de campus"}),
    ):
        text = words_at(at_work, f"besluiten/{query}")
        assert {title for title in ("Over de plinten", "Over de campus") if title in text} == found, query


def test_better_words_until_the_minutes_stand(meeting: Meeting, bureau: User, at_work: Client) -> None:
    decision = decide(meeting, "Wij doen hte", by=bureau)
    path = f"{BASE}besluiten/{decision.code}/"
    assert at_work.post(path, {"title": "Wij doen het", "text": "", "version": "1"}).status_code == 302
    assert "Wij doen hte" in words_at(at_work, f"besluiten/{decision.code}/")  # in the trail
    stale = at_work.post(path, {"title": "Anders", "text": "", "version": "1"})
    assert stale.status_code == 409
    assert "Iemand anders" in stale.content.decode()
    assert at_work.post(path, {"title": "", "text": "", "version": "2"}).status_code == 422


@pytest.mark.parametrize("code", ["2026-99", "2026", "x", "2026-x", "99999-1", "2026-123456789"])
def test_a_decision_that_is_not_there_is_not_found(at_work: Client, code: str) -> None:
    assert at_work.get(f"{BASE}besluiten/{code}/").status_code == 404


def test_the_parties_record_nothing(meeting: Meeting, jenv: User, reviewer: User, enter: Enter) -> None:
    for user in (jenv, reviewer):
        assert enter(user).post(f"{BASE}overleg/{meeting.pk}/besluit/", {"besluit-title": "x"}).status_code == 403
