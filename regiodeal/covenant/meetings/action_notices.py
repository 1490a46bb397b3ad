"""Reminders of action items: to whoever does them, until they are done."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from regiodeal.covenant.meetings.models import ActionItem, ActionItemEvent
from regiodeal.deals.contributions import WaitingList
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import NEWS_FOR, NOW, Notice, moment_of


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


def asked_notices(deal: Deal, members: list[Membership], *, on: date) -> Iterator[Notice]:
    """The open action items that somebody else lately put on one's name, or gave another last day."""
    people = {member.user_id for member in members}
    rows = ActionItem.objects.open().filter(meeting__deal=deal, owner__in=people)
    for action in rows.filter(events__at__date__gte=on - NEWS_FOR).distinct().prefetch_related("events"):
        owner, due = action.label_of("owner"), action.label_of("due_on")
        events = action.events.all()
        told = [event for event in events if event.version == 1 or _names(event, owner) or _names(event, due)]
        newest = max(told, key=lambda event: event.version, default=None)
        if newest is None or newest.by_id == action.owner_id or timezone.localdate(newest.at) + NEWS_FOR < on:
            continue
        is_moved = newest.version > 1 and not _names(newest, owner)
        yield Notice(
            deal,
            ReminderKind.ACTION,
            key=f"{action.pk} gevraagd {newest.version}",
            moment=NOW,
            title=f"{'Andere laatste dag' if is_moved else 'Aan u gevraagd'}: {action.text}",
            last_day=action.due_on,
            path=reverse("action", args=[deal.slug, action.pk]),
            people=frozenset({action.owner_id}) if action.owner_id else frozenset(),
            at=newest.at,
        )


def _names(event: ActionItemEvent, label: str) -> bool:
    return any(change[0] == label for change in event.changes)


def _times_handed_over(action: ActionItem) -> int:
    label = action.label_of("owner")
    return sum(1 for event in action.events.all() if _names(event, label))


def actions_on_name(deal: Deal, user: User) -> list[WaitingList]:
    """Return how many action items of the deal somebody still has to do: told before a role is taken back."""
    count = ActionItem.objects.waiting_for(deal, user).count()
    url = reverse("actions", args=[deal.slug])
    return [WaitingList("1 actiepunt" if count == 1 else f"{count} actiepunten", count, url)] if count else []
