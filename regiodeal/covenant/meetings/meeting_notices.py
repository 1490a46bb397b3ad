"""Mails about meetings: to the members when they are invited, when it moves and when it is called off, for a calendar.

Each is sent once per plan: a meeting that moves back to its first day is told anew.
"""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from regiodeal.base.dutch import day
from regiodeal.covenant.meetings.calendar_file import meeting_file
from regiodeal.covenant.meetings.models import Meeting, MeetingEvent, MeetingState
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Right, rights_of
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Attachment, Notice

PLAN = ("held_on", "starts_at", "ends_at", "place", "form")  # what stands in a calendar


def meeting_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """One notice for each meeting that is to come and was invited to, or was called off after that."""
    people = frozenset(row.user_id for row in members if {Right.COMMENT_REPORT, Right.KEEP_MEETINGS} & _rights(row))
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
        content = meeting_file(meeting, url=f"{settings.PORTAL_URL}{path}")
        yield Notice(
            deal,
            ReminderKind.MEETING,
            key=f"overleg {meeting.pk}",
            moment="off" if is_off else f"plan {planned}",
            title=f"{word}: {meeting.title}, {_when(meeting)}",
            last_day=None if is_off else meeting.held_on,
            path=path,
            people=people,
            attachments=(Attachment(f"overleg-{meeting.held_on.isoformat()}.ics", content, "text/calendar"),),
        )


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
