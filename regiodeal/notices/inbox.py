"""The list of notices of one person in a deal: what happened and what waits, as the topics tell it at this moment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Stage
from regiodeal.notices.models import Reminder
from regiodeal.notices.reminders import Notice, keep, notices_in


@dataclass(frozen=True)
class InboxLine:
    """One notice in a list: what it says now, when that was, and whether its person opened it."""

    row: Reminder
    notice: Notice
    on: date

    @property
    def at(self) -> datetime:
        """When it happened; what follows from a day: when it was first told."""
        return self.notice.at or self.row.made_at

    @property
    def is_unread(self) -> bool:
        """Tell whether it was not opened yet."""
        return self.row.read_at is None

    @property
    def is_late(self) -> bool:
        """Tell whether its last day has passed."""
        return self.notice.last_day is not None and self.notice.last_day < self.on


def inbox(deal: Deal, user: User, *, at: datetime) -> list[InboxLine]:
    """The notices of a user in a deal, the newest first. It brings the list up to date first, so the header agrees."""
    on = timezone.localdate(at)
    due = notices_in(deal, on=on, user=user) if deal.stage == Stage.RUNNING and deal.signed_on <= on else []
    keep(due, deals=[deal], at=at, user=user)
    told = {(*notice.thing, notice.moment): notice for notice in due if user.pk in notice.people}
    rows = Reminder.objects.standing().filter(user=user, deal=deal)
    found = ((row, told.get((row.deal_id, row.kind, row.key, row.moment))) for row in rows)
    lines = [InboxLine(row, notice, on) for row, notice in found if notice is not None]
    return sorted(lines, key=lambda line: (line.at, line.row.pk), reverse=True)


def unread_count() -> Any:
    """Count the unread notices of whose role it is, as part of the query that every page of a deal begins with."""
    same = {"user": OuterRef("user"), "deal": OuterRef("deal")}
    rows = Reminder.objects.unread().filter(**same).order_by().values("user")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)
