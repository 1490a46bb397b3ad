"""Making an agenda: what is proposed for it, and its order."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.models import COMING, MOVED_ON, AgendaItem, Meeting, StandingItem
from regiodeal.covenant.meetings.subjects import Proposed, proposals
from regiodeal.deals.models import Deal, User

STANDING = "vast"


def standing_items(deal: Deal, on: date) -> list[Proposed]:
    """Return what stands on every agenda, such as structural financing of meeting places (art. 3, 1.1.3 onder b)."""
    return [Proposed(STANDING, row.code, row.title, row.note) for row in StandingItem.objects.filter(deal=deal)]


def missing_from(meeting: Meeting, *, on: date) -> list[Proposed]:
    """Return what is proposed for this meeting and is not on its agenda yet; nothing once it was held."""
    if not meeting.is_coming:
        return []
    there = {(item.kind, item.code) for item in meeting.agenda.all()}
    return [row for row in proposals(meeting.deal, on=on) if (row.kind, row.code) not in there]


@transaction.atomic
def add_to_agenda(meeting: Meeting, rows: Iterable[Proposed], *, by: User, at: datetime) -> int:
    """Put the points at the end of the agenda and return how many. Raises WrongStateError once it was held."""
    _lock(meeting)
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    there = set(meeting.agenda.exclude(kind="").values_list("kind", "code"))
    new = [row for row in rows if not row.kind or (row.kind, row.code) not in there]
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            position=last + number,
            title=row.title[:250],
            note=row.note,
            kind=row.kind,
            code=row.code,
            added_by=by,
            added_at=at,
        )
        for number, row in enumerate(new, start=1)
    )
    if new:
        meeting.tell(by=by, at=at, changes=[["agenda", "", row.title] for row in new])
    return len(new)


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool) -> None:
    """Change places with the point above or below it; nothing for the first or the last."""
    _lock(item.meeting)
    rows = list(item.meeting.agenda.all())
    here = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows, start=1):
        AgendaItem.objects.filter(pk=row.pk).exclude(position=number).update(position=number)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Take a point off the agenda. Raises WrongStateError once the meeting was held."""
    _lock(item.meeting)
    item.meeting.tell(by=by, at=at, changes=[["agenda", item.title, ""]])
    item.delete()


def _lock(meeting: Meeting) -> None:
    """Two people change one agenda one after the other, and nobody changes that of a meeting that was held."""
    if not Meeting.objects.select_for_update(no_key=True).filter(pk=meeting.pk, state__in=COMING).exists():
        raise WrongStateError(MOVED_ON)
