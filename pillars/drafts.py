"""Entering the figures of a round: saving one as a draft, and offering one's drafts for review."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pillars.expected import ExpectedFigure, RoundFigures, newest_first, standing_on
from pillars.models import Indicator, Measurement, WrongStateError
from regiodeal.covenant.models import User


class StaleFigureError(Exception):
    """The figure is no longer as it was when it was read: somebody else entered, changed, submitted or approved it."""


@dataclass(frozen=True)
class Seen:
    """The figure as somebody saw it before typing: which one, and in which version."""

    pk: int
    version: int


def save_draft(
    row: ExpectedFigure, values: dict[str, Any], *, seen: Seen | None, by: User, at: datetime
) -> Measurement:
    """Enter a figure of the round as a draft, or change the open one that was seen; `seen` is None for an empty row.

    Raises StaleFigureError, and changes nothing, when the row is not as it was seen: two people who fill the same
    empty row at once make one figure, and the second of them is told. Raises ValueError, with a Dutch sentence, for a
    day outside the round.
    """
    if not row.indicator.is_yearly:
        row.round.refuse_outside(values["measured_on"])
    try:
        with transaction.atomic():
            # The lock makes a second writer of this indicator wait, and then find what the first one entered.
            Indicator.objects.select_for_update().get(pk=row.indicator.pk)
            current = _current(row, at)
            if (current.pk if current else None) != (seen.pk if seen else None):
                raise StaleFigureError
            if current is None or seen is None:
                return _enter(row, values, by=by, at=at)
            current.revise(by=by, at=at, values=values, version=seen.version)
            return current
    except (WrongStateError, IntegrityError) as error:
        raise StaleFigureError from error


def _current(row: ExpectedFigure, at: datetime) -> Measurement | None:
    rows = standing_on(timezone.localdate(at)).filter(row.round.figures, indicator=row.indicator, item=row.item)
    return next(iter(newest_first(rows)), None)


def _enter(row: ExpectedFigure, values: dict[str, Any], *, by: User, at: datetime) -> Measurement:
    return Measurement.begin(by=by, at=at, indicator=row.indicator, **{"item": row.item, "year": row.year, **values})


@transaction.atomic
def submit_drafts(figures: RoundFigures, *, seen: Collection[Seen], by: User, at: datetime) -> int:
    """Submit the drafts of `by` in this round that are still as they were seen, and return how many.

    A draft that was changed, submitted or taken over since is left alone: nobody submits what they did not see.
    """
    submitted = 0
    for draft in figures.drafts_of(by):
        if Seen(draft.pk, draft.version) not in seen:
            continue
        try:
            draft.submit(by=by, at=at)
        except WrongStateError:
            continue
        submitted += 1
    return submitted
