"""Entering the figures of a round: saving one as a draft, and offering one's drafts for review."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from pillars.agreed.models import Indicator
from pillars.measurements.expected import ExpectedFigure, RoundFigures, newest_first, standing_on
from pillars.measurements.models import Measurement
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.seen import Seen


class StaleFigureError(Exception):
    """The figure is no longer as it was when it was read: somebody else entered, changed, submitted or approved it."""


def save_draft(row: ExpectedFigure, values: Values, *, seen: Seen | None, by: User, at: datetime) -> Measurement:
    """Enter a figure of the round as a draft, or change the open one that was seen; `seen` is None for an empty row.

    Raises StaleFigureError, and changes nothing, when the row is not as it was seen: two people who fill the same
    empty row at once make one figure, and the second of them is told. Raises ValueError, with a Dutch sentence, for a
    day outside the round.
    """
    if not row.indicator.is_yearly:
        row.round.refuse_outside(values["measured_on"])
    try:
        figure = _enter(row, values, by=by, at=at) if seen is None else _revise(row, values, seen=seen, by=by, at=at)
    except (WrongStateError, IntegrityError) as error:
        raise StaleFigureError from error
    figure.entered_by = by  # it is: so nobody has to ask the database for the name
    return figure


def _revise(row: ExpectedFigure, values: dict[str, object], *, seen: Seen, by: User, at: datetime) -> Measurement:
    """Change the figure that was seen. Its version is in the update, so that nobody has to wait for anybody."""
    is_known = row.current is not None and Seen(row.current.pk, row.current.version) == seen
    figure = row.current if is_known else next(iter(newest_first(_standing(row, at))), None)
    if figure is None or figure.pk != seen.pk:
        raise StaleFigureError
    figure.revise(by=by, at=at, values=values, version=seen.version)
    return figure


@transaction.atomic
def _enter(row: ExpectedFigure, values: dict[str, object], *, by: User, at: datetime) -> Measurement:
    # The lock makes a second writer of this indicator wait, and then find what the first one entered.
    Indicator.objects.select_for_update().only("pk").get(pk=row.indicator.pk)
    if _standing(row, at).exists():
        raise StaleFigureError
    return Measurement.begin(by=by, at=at, indicator=row.indicator, **{"item": row.item, "year": row.year, **values})


def _standing(row: ExpectedFigure, at: datetime) -> QuerySet[Measurement]:
    return standing_on(timezone.localdate(at)).filter(row.round.figures, indicator=row.indicator, item=row.item)


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
