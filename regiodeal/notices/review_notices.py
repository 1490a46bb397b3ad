"""What review gives to notices: what came back to its author, and what waits for somebody else's eyes.

What was submitted or returned in one go is told in one line, so that a file of a thousand bookings is one notice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from regiodeal.base.dutch import counted
from regiodeal.deals.models import Deal, Membership
from regiodeal.deals.roles import Right, rights_of
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.steps import trail_of
from regiodeal.notices.models import ReminderKind
from regiodeal.notices.reminders import Notice

REASON = 200  # characters of a reason that a line shows; the rest stands with the thing


@dataclass(frozen=True)
class ReviewSort:
    """One sort of entry: its rows in a deal, what one and more are called, who enters and who reviews it, and where.

    `title` and `path` are of one entry, `list_path` is of many; `code` names the sort in keys.
    """

    code: str
    rows: QuerySet[Any]
    words: tuple[str, str]
    enters: Right
    reviews: Right
    title: Callable[[Any], str]
    path: Callable[[Any], str]
    list_path: Callable[[State], str]


def review_notices(deal: Deal, members: list[Membership], sort: ReviewSort) -> Iterator[Notice]:
    """What was returned to each author and not taken up yet, and what waits for each who may decide on it."""
    authors = {row.user_id for row in members if sort.enters in rights_of([row.role])}
    reviewers = {row.user_id for row in members if sort.reviews in rights_of([row.role])}
    trail, name = trail_of(sort.rows.model)
    step = trail._default_manager.filter(version=OuterRef("version"), **{name: OuterRef("pk")})
    rows = sort.rows.filter(state__in=(State.RETURNED, State.SUBMITTED))
    returned: dict[tuple[int, datetime, str], list[Any]] = defaultdict(list)
    submitted: dict[tuple[int, date], list[Any]] = defaultdict(list)
    for row in rows.annotate(moved_at=Subquery(step.values("at")[:1])).order_by("pk"):
        if row.state == State.RETURNED and row.entered_by_id in authors:
            returned[row.entered_by_id, row.decided_at, row.return_reason].append(row)
        elif row.state == State.SUBMITTED and reviewers - {row.entered_by_id}:
            submitted[row.entered_by_id, timezone.localdate(_moved_at(row))].append(row)
    for (author, at, reason), found in returned.items():
        yield Notice(
            deal,
            ReminderKind.RETURNED,
            key=f"{sort.code} {found[0].pk} {found[0].version}",
            moment="returned",
            title=f"Teruggestuurd: {_what(sort, found)}. Reden: {_short(reason)}",
            last_day=None,
            path=_where(sort, found, State.RETURNED),
            people=frozenset({author}),
            at=at,
        )
    for (author, day), found in submitted.items():
        newest = max(_moved_at(row) for row in found)
        yield Notice(
            deal,
            ReminderKind.REVIEW,
            key=f"{sort.code} {author} {day.isoformat()}",
            moment=f"{timezone.localtime(newest):%H%M%S}",
            title=f"Te beoordelen: {_what(sort, found)} van {found[0].entered_by}",
            last_day=None,
            path=_where(sort, found, State.SUBMITTED),
            people=frozenset(reviewers - {author}),
            at=newest,
        )


def _moved_at(row: Any) -> datetime:
    """When it took its newest step; of a row without a trail: when it was entered."""
    at: datetime = row.moved_at or row.entered_at
    return at


def _what(sort: ReviewSort, found: Sequence[ReviewedEntry]) -> str:
    return sort.title(found[0]) if len(found) == 1 else counted(len(found), *sort.words)


def _where(sort: ReviewSort, found: Sequence[ReviewedEntry], state: State) -> str:
    return sort.path(found[0]) if len(found) == 1 else sort.list_path(state)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= REASON else f"{line[: REASON - 1]}…"
