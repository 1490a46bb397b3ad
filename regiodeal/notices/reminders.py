"""Notices: what happened and what waits, for whom; made once, kept in a list a person, and mailed as they choose.

Safe to run twice at once and after a pause: a notice is unique per person, thing and moment, and only the newest
moment that was reached counts, so that a scheduler that slept three days warns once and not three times. What there is
to tell and who hears of it is up to the topics (`reminders` of each app's contributions), which read their own trails
and days; of a term: `people_of` in regiodeal/covenant/obligations/deadlines.py.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import counted
from regiodeal.deals.contributions import contributed
from regiodeal.deals.each_deal import EachDeal, for_each_deal
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Role
from regiodeal.deals.words import speaking
from regiodeal.notices.models import USUAL, Delivery, Reminder, ReminderChoice, ReminderKind
from regiodeal.pages.mail import CalendarInvitation, Letter, send

logger = logging.getLogger(__name__)


BEFORE = (30, 14, 7, 1)  # days before the last day


AFTER_FOR = 31  # days after the last day in which the one reminder "after" may still be made


NEWS_FOR = timedelta(days=14)  # how long something that happened, and asks nothing, is still told


NOW = "now"  # the moment of what is told once


TAKEN_UP_AGAIN = timedelta(hours=1)  # a claim that is older belonged to a run that was killed


MORNING_UNTIL = 10  # the hour before which the mail of a day goes out; what comes later waits for the next morning

LATEST = timedelta(hours=30)  # what waited longer goes out at any hour: there was no morning for it


@dataclass(frozen=True)
class Notice:
    """Something that people are told now: what, by when, where it stands, and for whom (keys of users).

    `at` is when it happened, None for what follows from a day. `waits` says that they have to do something.
    """

    deal: Deal
    kind: ReminderKind
    key: str
    moment: str
    title: str
    last_day: date | None  # none where nothing was agreed about when
    path: str
    people: frozenset[int]
    at: datetime | None = None
    waits: bool = True
    invitation: Callable[[User], CalendarInvitation] | None = None  # the calendar file, for each who is invited

    @property
    def url(self) -> str:
        """The whole address, for a mail."""
        return f"{settings.PORTAL_URL}{self.path}"

    @property
    def thing(self) -> tuple[int, str, str]:
        """What it is about, whatever the moment: the deal, the kind and the key."""
        return self.deal.pk, str(self.kind), self.key


def moment_of(days_left: int) -> str:
    """The newest moment that was reached: "30", "14", "7", "1", "after", or nothing when it is too early or long ago.

    With 12 days left that is "14": whoever was not reminded on the 14th day is reminded now.
    """
    if days_left < 0:
        return "after" if days_left >= -AFTER_FOR else ""
    return next((str(days) for days in reversed(BEFORE) if days_left <= days), "")


def notices(*, on: date) -> EachDeal[list[Notice]]:
    """All that is to tell on a day in each deal that was signed by then, as the apps give it."""
    deals = Deal.objects.running().filter(signed_on__lte=on)
    return for_each_deal(deals, lambda deal: notices_in(deal, on=on), named="reminders")


def notices_in(deal: Deal, *, on: date, user: User | None = None) -> list[Notice]:
    """All that is to tell in one deal, to everybody or to one user; who speaks for a Party that left hears nothing."""
    active = Membership.objects.readers().filter(deal=deal, user__is_active=True).select_related("party")
    if user is not None:
        active = active.filter(user=user)
    left = Q(role=Role.PARTY) & ~Q(party__in=Party.objects.bound(on).values("pk"))
    members = list(active.exclude(left))
    if not members:
        return []
    return [told for source in contributed(lambda app: app.reminders) for told in source(deal, members, on=on)]


def keep(due: Sequence[Notice], *, deals: Iterable[Deal], at: datetime, user: User | None = None) -> None:
    """Let the lists of people in these deals hold what is due, and nothing that is not; of one user alone where named.

    What was dropped and is due again comes back. A newer moment of a thing takes the place of the older one.
    """
    rows = Reminder.objects.filter(deal__in=list(deals))
    rows = rows.filter(user=user) if user else rows
    wanted = {(pk, *each.thing, each.moment): each for each in due for pk in each.people if not user or pk == user.pk}
    things = {who_and_what[:4] for who_and_what in wanted}
    there = {(row.user_id, row.deal_id, row.kind, row.key, row.moment): row for row in rows}
    Reminder.objects.bulk_create(
        (
            Reminder(
                user_id=name[0],
                deal=told.deal,
                kind=told.kind,
                key=told.key,
                moment=told.moment,
                path=told.path,
                made_at=at,
            )
            for name, told in wanted.items()
            if name not in there
        ),
        ignore_conflicts=True,
    )
    again = [row.pk for name, row in there.items() if row.dropped_at and name in wanted]
    rows.filter(pk__in=again).update(dropped_at=None, claim=None, claimed_at=None)
    standing = [(name, row) for name, row in there.items() if row.dropped_at is None]
    over = [row.pk for name, row in standing if name[:4] not in things]
    rows.filter(pk__in=over).update(dropped_at=at)
    older = [row.pk for name, row in standing if name[:4] in things and name not in wanted and row.read_at is None]
    rows.filter(pk__in=older).update(read_at=at)


def remind(*, at: datetime) -> int:
    """Keep what is to tell and mail what waits; returns how many mails went out. Raises nothing for mail that fails.

    What waits of a deal that could not be gone through goes on waiting.
    """
    told = notices(on=timezone.localdate(at))
    due = [notice for found in told.found.values() for notice in found]
    keep(due, deals=told.found, at=at)
    current = {notice.thing: notice for notice in due}
    waiting: dict[tuple[User, int], list[Reminder]] = defaultdict(list)
    rows = Reminder.objects.to_mail().filter(deal__in=list(told.found)).select_related("user")
    for row in _at_this_hour(rows, at):
        waiting[row.user, row.deal_id].append(row)
    return sum(_send(person, mine, current, at) for (person, _deal), mine in waiting.items())


def _at_this_hour(rows: Iterable[Reminder], at: datetime) -> list[Reminder]:
    """Those that go out now: at once, or with the one mail of the day while it is morning and it has not gone yet."""
    chosen = dict(_choices())
    today = timezone.localdate(at)
    mailed = Reminder.objects.filter(sent_at__date=today).values_list("user", "deal", "kind")
    had_today = {(user, deal) for user, deal, kind in mailed if _delivery(chosen, user, deal, kind) == Delivery.DAILY}
    is_morning = timezone.localtime(at).hour < MORNING_UNTIL

    def goes(row: Reminder) -> bool:
        if _delivery(chosen, row.user_id, row.deal_id, row.kind) == Delivery.AT_ONCE:
            return True
        is_free = (row.user_id, row.deal_id) not in had_today
        return is_free and (is_morning or row.made_at < at - LATEST)

    return [row for row in rows if goes(row)]


def _choices() -> Iterable[tuple[tuple[int, int, str], str]]:
    for user, deal, kind, delivery in ReminderChoice.objects.values_list("user", "deal", "kind", "delivery"):
        yield (user, deal, kind), delivery


def _delivery(chosen: dict[tuple[int, int, str], str], user: int, deal: int, kind: str) -> str:
    return chosen.get((user, deal, kind), USUAL[kind])


def _send(person: User, mine: Sequence[Reminder], current: dict[tuple[int, str, str], Notice], at: datetime) -> int:
    """Claim what waits for this person in a deal and mail it; how many mails went out.

    Of two runs at once one claims, and the other finds nothing.
    """
    claim = uuid.uuid4()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - TAKEN_UP_AGAIN)
    waiting = Reminder.objects.to_mail().filter(free, pk__in=[row.pk for row in mine])
    if not waiting.update(claim=claim, claimed_at=at):
        return 0
    claimed = Reminder.objects.filter(claim=claim)
    still = _still_due(person, claimed, current)
    sent = 0
    for lines in _letters(list(still)):
        pks = [pk for notice in lines for pk in still[notice]]
        try:
            with speaking(lines[0].deal.words):
                send(_letter(person, lines, min(pks), at))
        except OSError:  # what smtplib raises too: no connection, refused, timed out
            logger.exception("A mail with notices could not be sent; it is kept and tried again")
            Reminder.objects.filter(pk__in=pks).update(claim=None, claimed_at=None)
            continue
        Reminder.objects.filter(pk__in=pks).update(sent_at=at)
        sent += 1
    return sent


def _still_due(
    person: User, claimed: Iterable[Reminder], current: dict[tuple[int, str, str], Notice]
) -> dict[Notice, list[int]]:
    """The notices that are still due and still theirs, with the rows of each; two moments make one line."""
    still: dict[Notice, list[int]] = defaultdict(list)
    for row in claimed:
        notice = current.get((row.deal_id, row.kind, row.key))
        if notice is not None and person.pk in notice.people:
            still[notice].append(row.pk)
    return still


def _letters(due: Sequence[Notice]) -> list[list[Notice]]:
    """What goes in one mail: an invitation alone, since a calendar takes one file of a mail; all the rest together."""
    alone = [[notice] for notice in due if notice.invitation]
    together = sorted((each for each in due if not each.invitation), key=lambda n: (n.last_day or date.max, n.title))
    return [*alone, *([together] if together else [])]


def _letter(person: User, lines: Sequence[Notice], number: int, at: datetime) -> Letter:
    today = timezone.localdate(at)
    first, deal = lines[0], lines[0].deal
    choices_url = f"{settings.PORTAL_URL}{reverse('reminders', args=[deal.slug])}"
    rows = [(notice, (notice.last_day - today).days if notice.last_day else None) for notice in lines]
    is_alone = len(lines) == 1
    return Letter(
        to=person.email,
        subject=f"Regio Deal: {first.title if is_alone else counted(len(lines), 'bericht', 'berichten')}",
        template="notices/mail/reminders.txt",
        context={"person": person, "deal": deal, "rows": rows, "choices_url": choices_url},
        deal=deal,
        thread=f"{first.thing}" if is_alone else "",
        number=f"{deal.slug} {person.pk} {number}",
        choices_url=choices_url,
        invitation=first.invitation(person) if first.invitation else None,
    )
