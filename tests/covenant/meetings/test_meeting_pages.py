"""The pages of meetings: the calendar, one meeting, its minutes, and the file for one's own calendar."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from regiodeal.covenant.meetings.agenda import add_to_agenda
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.covenant.meetings.subjects import Proposed
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, carried, send, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import agreed, decide, held, plan

PLAN = {"title": "Overleg maart", "form": "meeting", "held_on": "2027-03-09"}


def test_the_calendar_shows_what_comes_what_was_and_the_rule(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    reader = enter(overleg)
    empty = words_at(reader, "overleg/?op=2026-06-14")
    assert "Er is geen overleg gepland." in empty
    assert "Er is nog geen overleg geweest" in empty
    agreed(deal, "2025-09-16", by=bureau, report_year=2025)
    plan(deal, "2026-10-05", by=bureau, report_year=2026)
    text = words_at(reader, "overleg/?op=2026-06-14")
    assert "2025 30 september 2025 Besproken." in text
    assert "2024 30 september 2024 Niet besproken voor de laatste dag." in text
    assert "Gepland na de laatste dag: kies een eerdere dag." in text
    assert "Overleg plannen" not in text


def test_the_secretary_plans_changes_and_cancels(deal: Deal, at_work: Client) -> None:
    assert at_work.post(f"{BASE}overleg/nieuw/", PLAN).status_code == 302
    meeting = Meeting.objects.get()
    change = PLAN | {"place": "Moerwijk", "starts_at": "10:00", "ends_at": "12:00", "version": "1"}
    assert at_work.post(f"{BASE}overleg/{meeting.pk}/aanpassen/", change).status_code == 302
    assert "9 maart 2027, 10:00 tot 12:00 uur · Moerwijk" in words_at(at_work, f"overleg/{meeting.pk}/")
    assert at_work.post(f"{BASE}overleg/{meeting.pk}/aanpassen/", change).status_code == 409
    path = f"{BASE}overleg/{meeting.pk}/vervallen/"
    assert send(at_work, path, {"reason": ""}).status_code == 422
    assert send(at_work, path, {"reason": "Geen onderwerpen"}).status_code == 302
    text = words_at(at_work, "overleg/")
    assert "Vervallen Dag" in text
    assert "Geen onderwerpen" in words_at(at_work, f"overleg/{meeting.pk}/")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Dit veld is verplicht."),
        ({"held_on": "gisteren"}, "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026"),
        ({"held_on": "2019-01-01"}, "Deze dag valt buiten de looptijd van de deal."),
        ({"form": "written"}, "Schrijf op waarom er geen vergadering kan zijn."),
        ({"ends_at": "12:00"}, "Vul ook in hoe laat het begint."),
        ({"starts_at": "12:00", "ends_at": "10:00"}, "Het einde is na het begin."),
        ({"report_year": "1900"}, "Selecteer een geldige keuze."),
        ({"title": "a\x00b"}, "Null"),
    ],
)
def test_a_plan_that_cannot_be_is_told_at_its_field(
    at_work: Client, deal: Deal, changes: dict[str, str], message: str
) -> None:
    response = at_work.post(f"{BASE}overleg/nieuw/", PLAN | changes)
    assert response.status_code == 422
    assert message.lower() in response.content.decode().lower()
    assert not Meeting.objects.exists()


def test_a_written_round_asks_to_react_by_its_day(at_work: Client, deal: Deal) -> None:
    written = PLAN | {"form": "written", "written_reason": "Geen dag te vinden"}
    at_work.post(f"{BASE}overleg/nieuw/", written)
    text = words_at(at_work, f"overleg/{Meeting.objects.get().pk}/")
    assert "Reageren tot en met 9 maart 2027" in text
    assert "Geen vergadering: Geen dag te vinden" in text


def test_from_invitation_to_minutes_on_the_pages(
    deal: Deal, bureau: User, at_work: Client, jenv: User, enter: Enter
) -> None:
    meeting = plan(deal, "2026-03-10", by=bureau)
    base = f"{BASE}overleg/{meeting.pk}/"
    assert send(at_work, base + "uitnodigen/", opened=base).status_code == 302
    assert send(at_work, base + "houden/", opened=base).status_code == 302
    meeting.refresh_from_db()
    text = {"text": "Wij spraken over de campus.", "version": str(meeting.version)}
    assert at_work.post(base + "verslag/", text).status_code == 302
    assert "concept nog niet vastgesteld" in words_at(enter(jenv), f"overleg/{meeting.pk}/")
    assert at_work.post(base + "verslag/", text).status_code == 409  # somebody else wrote meanwhile
    assert send(at_work, base + "verslag/vaststellen/", {"agreed_on": "2026-04-01"}).status_code == 302
    assert "Vastgesteld op 1 april 2026" in words_at(enter(jenv), f"overleg/{meeting.pk}/")
    right = {"text": "Wij spraken over de Meppel.", "reason": "Verkeerde plek", "agreed_on": "2026-05-01"}
    assert send(at_work, base + "verslag/verbeteren/", right | {"reason": ""}).status_code == 422
    assert send(at_work, base + "verslag/verbeteren/", right).status_code == 302
    told = words_at(enter(jenv), f"overleg/{meeting.pk}/")
    assert "Deze tekst vervangt verslag 1: Verkeerde plek" in told
    assert "Wij spraken over de campus." in told


def test_a_step_too_early_is_told(deal: Deal, bureau: User, at_work: Client) -> None:
    meeting = plan(deal, "2099-03-10", by=bureau)
    page = f"{BASE}overleg/{meeting.pk}/"
    assert send(at_work, page + "houden/", opened=page).status_code == 302
    assert "nog niet geweest" in words_at(at_work, page)
    response = send(at_work, page + "verslag/vaststellen/", {"agreed_on": "2026-04-01"})
    assert response.status_code == 409
    meeting.refresh_from_db()
    assert meeting.state == "planned"


@pytest.mark.parametrize("page", ["aanpassen/", "agenda/", "deelnemers/", "besluit/", "actiepunt/", "verslag/"])
def test_the_secretary_alone_keeps_the_meeting(meeting: Meeting, jenv: User, enter: Enter, page: str) -> None:
    assert enter(jenv).get(f"{BASE}overleg/{meeting.pk}/{page}").status_code == 403


def event_in(content: bytes) -> Any:
    """The one event of a calendar file."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_the_ics_file_has_the_day_the_place_and_the_agenda(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    meeting = plan(deal, "2026-09-15", by=bureau, starts_at=time(10), ends_at=time(12), place="Zaal; 1, Moerwijk")
    add_to_agenda(meeting, [Proposed("", "", "Plinten"), Proposed("", "", "Geld")], by=bureau, at=at("2026-08-01"))
    response = enter(overleg).get(f"{BASE}overleg/{meeting.pk}/agenda.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="overleg-2026-09-15.ics"'
    event = event_in(response.content)
    assert event["dtstart"].dt.astimezone(UTC) == datetime(2026, 9, 15, 8, tzinfo=UTC)  # summer time
    assert event["dtend"].dt.astimezone(UTC) == datetime(2026, 9, 15, 10, tzinfo=UTC)
    assert str(event["location"]) == "Zaal; 1, Moerwijk"
    assert str(event["description"]).startswith("1. Plinten\n2. Geld\n")
    assert (str(event["uid"]), str(event["status"])) == (f"overleg-{meeting.pk}@{deal.slug}", "TENTATIVE")


def test_a_meeting_without_a_time_takes_the_day_and_a_moved_one_counts_up(
    deal: Deal, bureau: User, at_work: Client
) -> None:
    meeting = plan(deal, "2026-02-28", by=bureau)
    path = f"{BASE}overleg/{meeting.pk}/agenda.ics"
    first = event_in(at_work.get(path).content)
    assert (first["dtstart"].dt.isoformat(), first["dtend"].dt.isoformat()) == ("2026-02-28", "2026-03-01")
    meeting.cancel(reason="Ziek", by=bureau, at=at("2026-02-01"))
    second = event_in(at_work.get(path).content)
    assert (str(second["status"]), int(second["sequence"]) > int(first["sequence"])) == ("CANCELLED", True)


def test_the_page_of_a_meeting_takes_no_more_queries_for_more_decisions(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get(f"{BASE}overleg/{meeting.pk}/")
        return len(captured)

    meeting, reader = held(deal, "2026-09-15", by=bureau), enter(overleg)
    decide(meeting, "Besluit", by=bureau, about=[("maatregel", "1.1.1")])
    first = queries()
    for number in range(10):
        decide(meeting, f"Besluit {number}", by=bureau, about=[("maatregel", "1.1.1"), ("maatregel", "1.3.1")])
    assert queries() == first


def test_minutes_are_agreed_with_the_decisions_that_were_on_the_page(
    deal: Deal, bureau: User, colleague: User, at_work: Client
) -> None:
    """T1 in the overleg: minutes that a colleague rewrote, or a decision that came meanwhile, are not agreed unseen."""
    meeting = held(deal, "2026-03-10", by=bureau)
    meeting.draft_minutes("Wij spraken over de campus.", by=bureau, at=at("2026-03-11"), version=meeting.version)
    path = f"{BASE}overleg/{meeting.pk}/verslag/vaststellen/"
    assert "Wij spraken over de campus." in words_at(at_work, path)
    seen = carried(at_work, path)
    decide(meeting, "De plint gaat open", by=colleague)
    assert at_work.post(path, seen | {"agreed_on": "2026-04-01"}).status_code == 409
    seen = carried(at_work, path)
    meeting.draft_minutes("Iets anders.", by=colleague, at=at("2026-03-12"), version=meeting.version)
    assert at_work.post(path, seen | {"agreed_on": "2026-04-01"}).status_code == 409
    meeting.refresh_from_db()
    assert meeting.state == "drafted"
    assert send(at_work, path, {"agreed_on": "2026-04-01"}).status_code == 302


def test_a_step_of_a_meeting_is_taken_on_what_was_on_the_page(deal: Deal, bureau: User, at_work: Client) -> None:
    """T1 in the overleg: invited to, held or called off as it was on the screen; a moved day is told first."""
    meeting = plan(deal, "2026-03-10", by=bureau)
    page = f"{BASE}overleg/{meeting.pk}/"
    steps = [("uitnodigen/", page, {}), ("vervallen/", page + "vervallen/", {"reason": "Ziek"})]
    for number, (step, opened, data) in enumerate(steps):
        seen = carried(at_work, opened)
        values = {"held_on": meeting.held_on.replace(day=20 + number)}
        meeting.revise(by=bureau, at=at("2026-01-06"), values=values, version=meeting.version)
        answer = at_work.post(page + step, seen | data)
        assert answer.status_code == 409
        assert f"{20 + number} maart 2026" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "planned"
