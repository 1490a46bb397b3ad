"""What a last day gives to reminders and to calendars."""

from collections.abc import Iterator
from datetime import date, timedelta

from regiodeal.covenant.obligations.deadlines import calendar, people_of
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.notices.feed import FeedEvent
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice, moment_of


def deadline_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """The last days that come near or have just passed, and that nobody wrote down as met."""
    for deadline in calendar(deal, on=on):
        moment = moment_of(deadline.days_left)
        if deadline.is_done or not moment:
            continue
        yield Notice(
            deal,
            ReminderKind.DEADLINE,
            key=deadline.key,
            moment=moment,
            title=deadline.title,
            last_day=deadline.due_on,
            path=deadline.path,
            people=frozenset(people_of(deadline, members)),
        )


def deadline_events(deal: Deal, user: User, *, on: date) -> Iterator[FeedEvent]:
    """Every last day of the deal, with a tick for what was met."""
    for deadline in calendar(deal, on=on):
        day = deadline.due_on
        article = f", art. {deadline.obligation.article}" if deadline.obligation.article else ""
        done = "\u2713 " if deadline.is_done else ""
        yield FeedEvent(
            uid=deadline.key.replace(" ", "-"),
            title=f"{done}{deadline.title}",
            start=day,
            end=day + timedelta(days=1),
            path=deadline.path,
            text=f"{deal.name}{article}. {deadline.remark}".strip(),
        )
