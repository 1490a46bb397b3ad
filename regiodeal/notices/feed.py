"""The calendar that a calendar program reads: one person's dates, as an iCalendar file (RFC 5545)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from icalendar import Calendar, Event

from regiodeal.deals.contributions import contributed
from regiodeal.deals.each_deal import for_each_deal
from regiodeal.deals.models import Deal, User


@dataclass(frozen=True)
class FeedEvent:
    """One entry: a whole day, or from `start` to `end`. `uid` stays the same when the entry changes."""

    uid: str
    title: str
    start: date | datetime
    end: date | datetime
    path: str
    text: str = ""


def feed(user: User, *, at: datetime, on: date) -> bytes:
    """All events of the running deals in which the user has a role, as the apps give them.

    A deal that fails is left out.
    """
    found = Calendar()
    found.add("prodid", "-//Regiodeal portaal//NL")
    found.add("version", "2.0")
    found.add("x-wr-calname", "Regio Deal")
    sources = contributed(lambda app: app.calendar)

    def of_deal(deal: Deal) -> list[Event]:
        return [_event(each, deal, at) for events in sources for each in events(deal, user, on=on)]

    for events in for_each_deal(Deal.objects.visible_to(user).running(), of_deal, named="calendar").found.values():
        for event in events:
            found.add_component(event)
    return bytes(found.to_ical())


def _event(each: FeedEvent, deal: Deal, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{each.uid}@{deal.slug}")
    event.add("dtstamp", at)
    event.add("summary", each.title)
    event.add("dtstart", each.start)
    event.add("dtend", each.end)
    event.add("url", f"{settings.PORTAL_URL}{each.path}")
    if each.text:
        event.add("description", each.text)
    return event
