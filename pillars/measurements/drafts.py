"""Entering the figures of a round: saving one as a draft, and offering one's drafts for review."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from pillars.agreed.models import Indicator
from pillars.measurements.expected import ExpectedFigure, newest_first, standing_on
from pillars.measurements.models import Measurement
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import IncompleteError, State
from regiodeal.lifecycle.seen import Seen, hold_all


class StaleFigureError(Exception):
    """The figure is no longer as it was when it was read: somebody else entered, changed, submitted or approved it."""


def save_draft(
    row: ExpectedFigure, values: Values, *, seen: Seen | None, by: User, at: datetime, reason: str = ""
) -> Measurement:
    """Enter a figure of the round as a draft, or change the open one that was seen; `seen` is None for an empty row.

    Where an approved figure was seen, the new one stands beside it; about the same year or day it is a correction.
    Raises StaleFigureError, and changes nothing, when the row is not as it was seen: two people who fill the same
    empty row at once make one figure, and the second of them is told. Raises ValueError, with a Dutch sentence, for a
    day outside the round, ReasonNeededError for a correction without its reason.
    """
    if not row.indicator.is_yearly:
        row.round.refuse_outside(values["measured_on"])
    try:
        if seen is None:
            figure = _enter(row, values, by=by, at=at)
        elif row.state == State.APPROVED:
            figure = _follow(row, values, seen=seen, by=by, at=at, reason=reason)
        else:
            figure = _revise(row, values, seen=seen, by=by, at=at)
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
    Indicator.objects.select_for_update(no_key=True).only("pk").get(pk=row.indicator.pk)
    if _standing(row, at).exists():
        raise StaleFigureError
    return Measurement.begin(by=by, at=at, indicator=row.indicator, **{**_place(row), **values})


@transaction.atomic
def _follow(
    row: ExpectedFigure, values: dict[str, object], *, seen: Seen, by: User, at: datetime, reason: str
) -> Measurement:
    """Enter a figure after the approved one that was seen."""
    Indicator.objects.select_for_update(no_key=True).only("pk").get(pk=row.indicator.pk)
    newest = next(iter(newest_first(_standing(row, at))), None)
    if newest is None or Seen(newest.pk, newest.version) != seen:
        raise StaleFigureError
    return Measurement.enter(by=by, at=at, reason=reason, indicator=row.indicator, **{**_place(row), **values})


def _place(row: ExpectedFigure) -> Values:
    return {"item": row.item, "project": row.project, "year": row.year}


def _standing(row: ExpectedFigure, at: datetime) -> QuerySet[Measurement]:
    return standing_on(timezone.localdate(at)).filter(
        row.round.figures, indicator=row.indicator, item=row.item, project=row.project
    )


def refuse_groundless(rows: Iterable[Measurement]) -> None:
    """Raise IncompleteError when one of these figures, that are to be submitted, is a judgement without its grounds."""
    if groundless := next((row for row in rows if row.lacks_grounds), None):
        raise IncompleteError(f"Een oordeel zegt waarom. Vul de toelichting in bij {groundless}.")


@transaction.atomic
def submit_drafts(drafts: QuerySet[Measurement], *, seen: Sequence[str], by: User, at: datetime) -> int:
    """Submit the drafts that were listed, all of them or none, and return how many. `seen` holds `key:version` of each.

    Raises MovedOnError with what is not as it was listed: nobody submits what they did not see; IncompleteError for a
    draft without its source, or a judgement without its grounds.
    """
    rows = hold_all(drafts.filter(entered_by=by), seen)
    refuse_groundless(rows)
    for draft in rows:
        draft.submit(by=by, at=at)
    return len(rows)
