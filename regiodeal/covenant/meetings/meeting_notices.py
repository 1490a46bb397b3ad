"""Notices about meetings: to the members when they are invited, when it moves and when it is called off, and minutes.

Each plan is told once: a meeting that moves back to its first day is told anew. Each of these mails brings an iTIP
message, by which a calendar takes the meeting in, moves it and takes it out.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.covenant.meetings.calendar_file import meeting_invitation
from regiodeal.covenant.meetings.models import Meeting, MeetingEvent, MeetingState
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Right, rights_of
from regiodeal.files.models import Openness
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import NEWS_FOR, NOW, Notice

PLAN = ("held_on", "starts_at", "ends_at", "place", "form")  # what stands in a calendar
MEMBERS = {Right.COMMENT_REPORT, Right.KEEP_MEETINGS}  # who hears of a meeting has one of these


def meeting_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """One notice for each meeting that is to come and was invited to, or was called off after that."""
    people = frozenset(row.user_id for row in members if MEMBERS & _rights(row))
    told = (MeetingState.INVITED, MeetingState.CANCELLED)
    rows = Meeting.objects.filter(deal=deal, state__in=told, held_on__gte=on).select_related("deal")
    for meeting in rows.prefetch_related("events"):
        events = sorted(meeting.events.all(), key=lambda event: event.version)
        invited = next((event.version for event in events if event.to_state == MeetingState.INVITED), None)
        if invited is None or not people:
            continue
        planned = _planned_by(meeting, events, since=invited)
        is_off = meeting.state == MeetingState.CANCELLED
        word = "Vervallen" if is_off else "Verplaatst of aangepast" if planned > invited else "Uitnodiging"
        path = reverse("meeting", args=[deal.slug, meeting.pk])
        latest = max(event.at for event in events if event.version >= planned)
        yield Notice(
            deal,
            ReminderKind.MEETING,
            key=f"overleg {meeting.pk}",
            moment="off" if is_off else f"plan {planned}",
            title=f"{word}: {meeting.title}, {_when(meeting)}",
            last_day=None if is_off else meeting.held_on,
            path=path,
            people=people,
            at=latest,
            waits=False,
            invitation=partial(meeting_invitation, meeting, url=f"{settings.PORTAL_URL}{path}"),
        )


def minutes_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """The minutes that can be read as a draft, or that were agreed lately, for each who may see them (art. 11)."""
    rows = Meeting.objects.filter(deal=deal, state__in=(MeetingState.DRAFTED, MeetingState.AGREED))
    for meeting in rows.filter(events__at__date__gte=on - NEWS_FOR).distinct().prefetch_related("events"):
        event = max(meeting.events.all(), key=lambda row: row.version)
        people = frozenset(row.user_id for row in members if MEMBERS & _rights(row) and _may_read(row, meeting))
        people -= {event.by_id}
        if people and timezone.localdate(event.at) + NEWS_FOR >= on:
            is_draft = meeting.state == MeetingState.DRAFTED
            yield Notice(
                deal,
                ReminderKind.MEETING,
                key=f"verslag {meeting.pk} {meeting.state}",
                moment=str(event.version) if is_draft else NOW,
                title=f"{'Concept van het verslag' if is_draft else 'Verslag vastgesteld'}: {meeting.title}",
                last_day=None,
                path=reverse("meeting", args=[deal.slug, meeting.pk]),
                people=people,
                at=event.at,
                waits=False,
            )


def _may_read(member: Membership, meeting: Meeting) -> bool:
    """Tell whether this member may see the minutes: what a Party asked to keep secret is hers and the keepers'."""
    is_hers = member.party_id is not None and member.party_id == meeting.requester_id
    is_open = meeting.openness != Openness.CONFIDENTIAL
    return is_open or is_hers or Right.SEE_UNAPPROVED in _rights(member)


def _rights(member: Membership) -> frozenset[Right]:
    return rights_of([member.role])


def _planned_by(meeting: Meeting, events: list[MeetingEvent], *, since: int) -> int:
    """The version that brought the plan as it is now: of the invitation, or of the last change of day or place."""
    after = [event for event in events if event.version > since]
    contents = [*(event.before for event in after), meeting.content()]
    changed = [
        event.version
        for event, before, now in zip(after, contents, contents[1:], strict=False)
        if any(before.get(name) != now.get(name) for name in PLAN)
    ]
    return changed[-1] if changed else since


def _when(meeting: Meeting) -> str:
    at = f", {meeting.starts_at:%H:%M} uur" if meeting.starts_at else ""
    return f"{day(meeting.held_on)}{at}" + (f", {meeting.place}" if meeting.place else "")
