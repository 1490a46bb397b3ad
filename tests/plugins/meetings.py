"""Meetings in a test, by the verbs that the portal itself uses."""

from datetime import date
from typing import Any

from regiodeal.covenant.meetings.decisions import record_decision
from regiodeal.covenant.meetings.models import Decision, Meeting
from regiodeal.deals.models import Deal, Party, User
from tests.plugins.deal import at


def plan(deal: Deal, on: str, *, by: User, **values: Any) -> Meeting:
    """A meeting that was planned."""
    meeting = Meeting(deal=deal)
    day = date.fromisoformat(on)
    values = {"title": f"Rijk-Regio-overleg {day:%d-%m-%Y}", "held_on": day} | values
    meeting.enter(by=by, at=at("2026-01-05"), values=values)
    return meeting


def held(deal: Deal, on: str, *, by: User, **values: Any) -> Meeting:
    """A meeting that took place on that day."""
    meeting = plan(deal, on, by=by, **values)
    meeting.invite(by=by, at=at(on))
    meeting.hold(by=by, at=at(on), on=date.fromisoformat(on))
    return meeting


def agreed(deal: Deal, on: str, *, by: User, text: str = "Wij spraken over de plinten.", **values: Any) -> Meeting:
    """A meeting whose minutes were agreed on the day itself."""
    meeting = held(deal, on, by=by, **values)
    meeting.draft_minutes(text, by=by, at=at(on), version=meeting.version)
    meeting.agree_minutes(on=date.fromisoformat(on), by=by, at=at(on))
    return meeting


def decide(meeting: Meeting, title: str, *, by: User, secret_for: str | None = None, **values: Any) -> Decision:
    """A decision of the meeting, on its day; secret for a Party where one is named."""
    about = values.pop("about", ())
    if secret_for:
        party = Party.objects.get(deal=meeting.deal, code=secret_for)
        values |= {"openness": "confidential", "requester": party, "ground": "Bedrijfsgegevens"}
    return record_decision(
        meeting, about=about, by=by, at=at(meeting.held_on.isoformat()), values={"title": title} | values
    )
