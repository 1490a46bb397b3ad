"""A meeting as an ICS file (RFC 5545), for Outlook and the calendar of a telephone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from regiodeal.covenant.meetings.models import Meeting, MeetingState
from regiodeal.deals.models import Deal, User
from regiodeal.notices.feed import FeedEvent
from regiodeal.pages.look import owner_of
from regiodeal.pages.mail import CalendarInvitation

_STATUS = {MeetingState.PLANNED: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def meeting_file(meeting: Meeting, *, url: str) -> bytes:
    """The meeting with its place and agenda, to download. As `_event_of` tells it."""
    is_off = meeting.state == MeetingState.CANCELLED
    return _file(meeting, _event_of(meeting, url), method="CANCEL" if is_off else "PUBLISH")


def meeting_invitation(meeting: Meeting, user: User, *, url: str) -> CalendarInvitation:
    """The iTIP message (RFC 5546) by which the calendar of one member takes the meeting in, moves it or takes it out.

    The portal is the organizer and asks for no answer: who comes is told to the bureau.
    """
    method = "CANCEL" if meeting.state == MeetingState.CANCELLED else "REQUEST"
    event = _event_of(meeting, url)
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = vText(owner_of(meeting.deal) or meeting.deal.short_name)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{user.email}")
    attendee.params.update({"cn": vText(user.name), "role": "REQ-PARTICIPANT", "rsvp": "FALSE"})
    attendee.params["partstat"] = "NEEDS-ACTION"
    event.add("attendee", attendee)
    name = f"overleg-{meeting.held_on.isoformat()}.ics"
    return CalendarInvitation(name, _file(meeting, event, method=method).decode(), method)


def _file(meeting: Meeting, event: Event, *, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//Regiodealportaal//{meeting.deal.slug}//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event_of(meeting: Meeting, url: str) -> Event:
    """The whole day when no time is known, an hour when no end is known.

    The same meeting keeps its UID and counts up its SEQUENCE, so that a calendar moves it instead of adding another.
    """
    event = Event()
    event.add("uid", f"overleg-{meeting.pk}@{meeting.deal.slug}")
    event.add("sequence", meeting.version)
    event.add("dtstamp", meeting.events.latest("pk").at)
    event.add("summary", meeting.title)
    event.add("status", _STATUS.get(MeetingState(meeting.state), "CONFIRMED"))
    event.add("url", url)
    if meeting.place:
        event.add("location", meeting.place)
    points = [f"{number}. {item.title}" for number, item in enumerate(meeting.agenda.all(), start=1)]
    event.add("description", "\n".join([*points, "", url] if points else [url]))
    starts, ends = times_of(meeting)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    return event


def times_of(meeting: Meeting) -> tuple[date | datetime, date | datetime]:
    """Return begin and end: the whole day when no time is known, an hour when no end is known."""
    if meeting.starts_at is None:
        return meeting.held_on, meeting.held_on + timedelta(days=1)
    zone = ZoneInfo(settings.TIME_ZONE)
    starts = datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=zone)
    ends = datetime.combine(meeting.held_on, meeting.ends_at, tzinfo=zone) if meeting.ends_at else None
    return starts, ends or starts + timedelta(hours=1)


def meeting_events(deal: Deal, user: User, *, on: date) -> Iterator[FeedEvent]:
    """Every meeting of the deal that was not called off, for the calendar feed."""
    for meeting in Meeting.objects.filter(deal=deal).exclude(state=MeetingState.CANCELLED):
        starts, ends = times_of(meeting)
        path = reverse("meeting", args=[deal.slug, meeting.pk])
        text = f"{deal.name}. {meeting.place}".strip()
        yield FeedEvent(uid=f"overleg-{meeting.pk}", title=meeting.title, start=starts, end=ends, path=path, text=text)
