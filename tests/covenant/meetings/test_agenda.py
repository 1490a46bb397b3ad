"""The agenda: filled from what the apps propose, in an order that the secretary chooses, until the meeting."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.agenda import add_to_agenda, missing_from, move_item, remove_item
from regiodeal.covenant.meetings.models import AgendaItem, Meeting
from regiodeal.covenant.meetings.subjects import Proposed
from regiodeal.deals.models import Deal, User
from tests.covenant.meetings.test_decisions import explain
from tests.pages import BASE, words_at
from tests.plugins.deal import at
from tests.plugins.meetings import agreed, decide, held, plan


@pytest.fixture
def coming(deal: Deal, bureau: User) -> Meeting:
    """A meeting that is planned."""
    return plan(deal, "2026-09-15", by=bureau, report_year=2026)


def proposed(meeting: Meeting, on: str = "2026-08-01") -> list[tuple[str, str]]:
    """What is proposed, by kind and code."""
    return [(row.kind, row.code) for row in missing_from(meeting, on=date.fromisoformat(on))]


def titles(meeting: Meeting) -> list[str]:
    """The agenda in its order."""
    return [item.title for item in meeting.agenda.all()]


def test_the_report_the_deviations_and_the_standing_item_are_proposed(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User
) -> None:
    standing = ("vast", "structurele-financiering")
    assert proposed(coming) == [("rapportage", "2026"), standing]
    explain(deal, "1.1.1.g-1", by=bureau, approved_by=reviewer)
    assert proposed(coming) == [("rapportage", "2026"), ("afwijking", "1.1.1.g-1"), standing]
    assert proposed(coming, on="2026-06-01") == [("rapportage", "2026"), standing]  # not yet approved on that day


def test_a_deviation_that_was_decided_about_is_not_proposed(
    deal: Deal, coming: Meeting, bureau: User, reviewer: User
) -> None:
    explain(deal, "1.1.1.g-1", by=bureau, approved_by=reviewer)
    earlier = held(deal, "2026-07-01", by=bureau)
    decide(earlier, "Zo doen wij het", by=bureau, about=[("afwijking", "1.1.1.g-1")])
    assert ("afwijking", "1.1.1.g-1") not in proposed(coming)


def test_the_report_is_not_proposed_once_a_meeting_discussed_it(deal: Deal, coming: Meeting, bureau: User) -> None:
    agreed(deal, "2026-07-01", by=bureau, report_year=2026)
    assert ("rapportage", "2026") not in proposed(coming)


def test_the_secretary_fills_the_agenda_from_the_proposals_and_adds_a_point(at_work: Client, coming: Meeting) -> None:
    path = f"{BASE}overleg/{coming.pk}/agenda/?op=2026-08-01"
    assert "Voortgang van de structurele financiering" in words_at(
        at_work, f"overleg/{coming.pk}/agenda/?op=2026-08-01"
    )
    data = {"proposed": ["rapportage:2026", "vast:structurele-financiering"], "title": "Rondvraag", "note": ""}
    assert at_work.post(path, data).status_code == 302
    assert titles(coming) == [
        "Voortgangsrapportage 2026",
        "Voortgang van de structurele financiering van ontmoetingsplekken",
        "Rondvraag",
    ]
    assert proposed(coming) == []
    assert at_work.post(path, {"title": ""}).status_code == 422
    assert at_work.post(path, {"proposed": ["rapportage:2026"]}).status_code == 422  # not proposed any more


def test_the_same_thing_comes_on_an_agenda_once(coming: Meeting, bureau: User) -> None:
    point = Proposed("maatregel", "1.1.1", "Ontmoeting")
    assert add_to_agenda(coming, [point], by=bureau, at=at("2026-08-01")) == 1
    assert add_to_agenda(coming, [point], by=bureau, at=at("2026-08-01")) == 0
    item = coming.agenda.get()
    item.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save(force_insert=True)


def test_points_change_places_and_go(coming: Meeting, bureau: User, at_work: Client) -> None:
    add_to_agenda(coming, [Proposed("", "", title) for title in "ABC"], by=bureau, at=at("2026-08-01"))
    first, second, third = coming.agenda.all()
    move_item(third, up=True)
    assert titles(coming) == ["A", "C", "B"]
    move_item(first, up=True)  # it is the first already
    assert titles(coming) == ["A", "C", "B"]
    path = f"{BASE}overleg/{coming.pk}/agenda/"
    assert at_work.post(f"{path}{second.pk}/", {"doe": "weg"}).status_code == 302
    assert at_work.post(f"{path}{first.pk}/", {"doe": "omlaag"}).status_code == 302
    assert titles(coming) == ["C", "A"]
    assert at_work.post(f"{path}{first.pk}/", {"doe": "iets"}).status_code == 302
    assert at_work.post(f"{path}{second.pk}/", {"doe": "weg"}).status_code == 404


def test_the_agenda_of_a_meeting_that_was_held_stays(deal: Deal, bureau: User, at_work: Client) -> None:
    meeting = plan(deal, "2026-09-15", by=bureau)
    add_to_agenda(meeting, [Proposed("", "", "A")], by=bureau, at=at("2026-08-01"))
    meeting.invite(by=bureau, at=at("2026-09-01"))
    meeting.hold(by=bureau, at=at("2026-09-15"), on=date(2026, 9, 15))
    item = AgendaItem.objects.get()
    with pytest.raises(WrongStateError):
        add_to_agenda(meeting, [Proposed("", "", "B")], by=bureau, at=at("2026-09-15"))
    with pytest.raises(WrongStateError):
        remove_item(item, by=bureau, at=at("2026-09-15"))
    at_work.post(f"{BASE}overleg/{meeting.pk}/agenda/{item.pk}/", {"doe": "weg"})
    assert titles(meeting) == ["A"]
    assert missing_from(meeting, on=date(2026, 9, 15)) == []
