"""Reminders about amendments: who represents a Party is asked to consent, until that Party has (art. 12 lid 2)."""

from collections.abc import Iterator
from datetime import date

from regiodeal.covenant.agreement.consents import ConsentCount, consent_counts
from regiodeal.covenant.agreement.meeting_points import address
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Right, rights_of
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice, moment_of

ASKED = "asked"


def consent_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """One notice that consent is asked; where a meeting is to come, also in the days before it."""
    rows = Amendment.objects.asking_consent().filter(deal=deal).select_related("meeting")
    found = consent_counts(deal, rows, on=on)
    for amendment in rows:
        meeting = amendment.meeting
        last_day = meeting.held_on if meeting is not None and meeting.held_on >= on else None
        people = _with_an_open_seat(found[amendment.pk], members)
        if people and not found[amendment.pk].is_complete:
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


def _with_an_open_seat(found: ConsentCount, members: list[Membership]) -> frozenset[int]:
    """Return who represents a Party that can still consent, as keys of users."""
    represents = [row for row in members if row.party and Right.REPRESENT_PARTY in rights_of([row.role])]
    return frozenset(row.user_id for row in represents if row.party and found.open_seats([row.party]))
