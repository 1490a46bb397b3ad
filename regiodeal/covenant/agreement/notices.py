"""Reminders about amendments: who represents a Party is asked to consent, until that Party has (art. 12 lid 2)."""

from collections.abc import Iterator
from datetime import date

from regiodeal.covenant.agreement.consenting import Standing, standings
from regiodeal.covenant.agreement.consents_asked import address
from regiodeal.covenant.models import Amendment, Deal, Membership, ReminderKind
from regiodeal.covenant.obligations.reminders import Notice, moment_of
from regiodeal.covenant.roles import Right, rights_of

ASKED = "asked"


def consent_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """One notice that consent is asked; where a meeting is to come, also in the days before it."""
    rows = Amendment.objects.asking_consent().filter(deal=deal).select_related("meeting")
    found = standings(deal, rows, on=on)
    for amendment in rows:
        meeting = amendment.meeting
        last_day = meeting.held_on if meeting is not None and meeting.held_on >= on else None
        people = _with_an_open_seat(found[amendment.pk], members)
        if people:
            yield Notice(
                deal,
                ReminderKind.CONSENT,
                key=f"wijziging {amendment.number} instemming",
                moment=(moment_of((last_day - on).days) if last_day else "") or ASKED,
                title=f"Uw Partij is om instemming gevraagd: {amendment.title}",
                last_day=last_day,
                path=address(deal, amendment),
                people=people,
            )


def _with_an_open_seat(found: Standing, members: list[Membership]) -> frozenset[int]:
    """Who represents a Party that can still consent, as keys of users."""
    represents = [row for row in members if row.party and Right.REPRESENT_PARTY in rights_of([row.role])]
    return frozenset(row.user_id for row in represents if row.party and found.open_seats([row.party]))
