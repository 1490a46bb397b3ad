"""Reminders: what is due for whom on a day, made once, and sent in one mail a person.

Safe to run twice at once and after a pause: a reminder is unique per person, thing and moment, and only the newest
moment that was reached counts, so that a scheduler that slept three days warns once and not three times. What falls due
and who hears of it is up to the topics (`reminders` of each app's contributions); of a term: `people_of` in
regiodeal/covenant/obligations/deadlines.py.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from regiodeal.deals.contributions import contributed
from regiodeal.deals.each_deal import EachDeal, for_each_deal
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.notices.models import Reminder, ReminderChoice, ReminderKind

logger = logging.getLogger(__name__)


BEFORE = (30, 14, 7, 1)  # days before the last day


AFTER_FOR = 31  # days after the last day in which the one reminder "after" may still be made


TAKEN_UP_AGAIN = timedelta(hours=1)  # a claim that is older belonged to a run that was killed


@dataclass(frozen=True)
class Attachment:
    """A file that comes with a mail."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Notice:
    """Something of which people are reminded now: what, by when, where it stands, and for whom (keys of users)."""

    deal: Deal
    kind: ReminderKind
    key: str
    moment: str
    title: str
    last_day: date | None  # none where nothing was agreed about when
    path: str
    people: frozenset[int]
    attachments: tuple[Attachment, ...] = ()

    @property
    def url(self) -> str:
        """The whole address, for a mail."""
        return f"{settings.PORTAL_URL}{self.path}"


def moment_of(days_left: int) -> str:
    """The newest moment that was reached: "30", "14", "7", "1", "after", or nothing when it is too early or long ago.

    With 12 days left that is "14": whoever was not reminded on the 14th day is reminded now.
    """
    if days_left < 0:
        return "after" if days_left >= -AFTER_FOR else ""
    return next((str(days) for days in reversed(BEFORE) if days_left <= days), "")


def notices(*, on: date) -> EachDeal[list[Notice]]:
    """All that is due on a day in each deal that was signed by then, as the apps give it."""
    sources = contributed(lambda app: app.reminders)

    def of_deal(deal: Deal) -> list[Notice]:
        active = Membership.objects.filter(deal=deal, user__is_active=True).select_related("party")
        members = list(active)
        return [notice for source in sources for notice in source(deal, members, on=on)]

    return for_each_deal(Deal.objects.running().filter(signed_on__lte=on), of_deal, named="reminders")


def remind(*, at: datetime) -> int:
    """Make what is due and send what waits; returns how many mails went out. Raises nothing for mail that fails.

    What waits of a deal that could not be gone through goes on waiting.
    """
    told = notices(on=timezone.localdate(at))
    due = [notice for found in told.found.values() for notice in found]
    _make(due, at)
    current = {(n.deal.pk, n.kind.value, n.key): n for n in due}
    waiting = Reminder.objects.filter(sent_at__isnull=True, dropped_at__isnull=True)
    waiting = waiting.exclude(deal__slug__in=told.faults)
    people = User.objects.filter(pk__in=waiting.values("user"))
    return sum(_send(person, waiting, current, at) for person in people)


def _make(due: Iterable[Notice], at: datetime) -> None:
    refused = set(ReminderChoice.objects.values_list("user", "deal", "kind"))
    Reminder.objects.bulk_create(
        (
            Reminder(user_id=pk, deal=notice.deal, kind=notice.kind, key=notice.key, moment=notice.moment, made_at=at)
            for notice in due
            for pk in notice.people
            if (pk, notice.deal.pk, notice.kind.value) not in refused
        ),
        ignore_conflicts=True,
    )
    _take_up_again(due)


def _take_up_again(due: Iterable[Notice]) -> None:
    """Let what was dropped as done, and is due again at the same moment, wait for the mail after all."""
    dropped = Reminder.objects.filter(dropped_at__isnull=False, sent_at__isnull=True)
    now = {(pk, notice.deal.pk, str(notice.kind), notice.key, notice.moment) for notice in due for pk in notice.people}
    again = [row.pk for row in dropped if (row.user_id, row.deal_id, row.kind, row.key, row.moment) in now]
    Reminder.objects.filter(pk__in=again).update(dropped_at=None, claim=None, claimed_at=None)


def _send(
    person: User, all_waiting: QuerySet[Reminder], current: dict[tuple[int, str, str], Notice], at: datetime
) -> bool:
    """Claim what waits for this person and send it. Of two runs at once one claims, and the other finds nothing."""
    claim = uuid.uuid4()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - TAKEN_UP_AGAIN)
    waiting = all_waiting.filter(free, user=person)
    if not waiting.update(claim=claim, claimed_at=at):
        return False
    claimed = Reminder.objects.filter(claim=claim)
    still = _still_due(person, claimed, current)
    claimed.exclude(pk__in=[pk for rows in still.values() for pk in rows]).update(dropped_at=at)
    if not still:
        return False
    try:
        _message(person, still, at).send()
    except OSError:  # what smtplib raises too: no connection, refused, timed out
        logger.exception("A mail with reminders could not be sent; it is kept and tried again")
        claimed.filter(dropped_at__isnull=True).update(claim=None, claimed_at=None)
        return False
    claimed.filter(dropped_at__isnull=True).update(sent_at=at)
    return True


def _still_due(
    person: User, claimed: Iterable[Reminder], current: dict[tuple[int, str, str], Notice]
) -> dict[Notice, list[int]]:
    """The notices that are still due and still theirs, with the reminders of each; two moments make one line."""
    still: dict[Notice, list[int]] = defaultdict(list)
    for row in claimed:
        notice = current.get((row.deal_id, row.kind, row.key))
        if notice is not None and person.pk in notice.people:
            still[notice].append(row.pk)
    return still


def _message(person: User, due: Iterable[Notice], at: datetime) -> EmailMessage:
    today = timezone.localdate(at)
    lines = sorted(due, key=lambda notice: (notice.last_day or date.max, notice.title))
    deals: dict[Deal, list[tuple[Notice, int | None]]] = defaultdict(list)
    for notice in lines:
        deals[notice.deal].append((notice, (notice.last_day - today).days if notice.last_day else None))
    count = "1 herinnering" if len(lines) == 1 else f"{len(lines)} herinneringen"
    context = {"person": person, "deals": dict(deals), "portal_url": settings.PORTAL_URL}
    message = EmailMessage(
        subject=f"Regio Deal: {lines[0].title if len(lines) == 1 else count}"[:150],
        body=render_to_string("notices/mail/reminders.txt", context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    for file in (file for notice in lines for file in notice.attachments):
        message.attach(file.name, file.content.decode(), file.content_type)
    return message
