"""Reminders of action items: to whoever does them, until they are done."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.deals.contributions import WaitingList
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice, moment_of


def action_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """The open action items whose last day comes near or has just passed, each for its owner alone.

    One whose day moved, or that was handed over and back, is reminded of anew: both are in its key.
    """
    people = {member.user_id for member in members}
    rows = ActionItem.objects.open().filter(meeting__deal=deal, owner__in=people).prefetch_related("events")
    for action in rows:
        moment = moment_of((action.due_on - on).days)
        if moment and action.owner_id:
            yield Notice(
                deal,
                ReminderKind.ACTION,
                key=f"{action.pk} {action.due_on.isoformat()} {_times_handed_over(action)}",
                moment=moment,
                title=action.text,
                last_day=action.due_on,
                path=reverse("action", args=[deal.slug, action.pk]),
                people=frozenset({action.owner_id}),
            )


def _times_handed_over(action: ActionItem) -> int:
    label = action.label_of("owner")
    return sum(1 for event in action.events.all() if any(change[0] == label for change in event.changes))


def actions_on_name(deal: Deal, user: User) -> list[WaitingList]:
    """Return how many action items of the deal somebody still has to do: told before a role is taken back."""
    count = ActionItem.objects.waiting_for(deal, user).count()
    url = reverse("actions", args=[deal.slug])
    return [WaitingList("1 actiepunt" if count == 1 else f"{count} actiepunten", count, url)] if count else []
