"""What becomes of a milestone: it is reached on a day, or moved to another day with the reason."""

from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from pillars.projects.models import Milestone, Project
from regiodeal.base.dates import NOT_YET
from regiodeal.base.dutch import day
from regiodeal.deals.models import User
from regiodeal.lifecycle.steps import MOVED_ON, Change


def reach(milestone: Milestone, *, on: date, by: User, at: datetime, version: int) -> None:
    """Say on which day a milestone was reached.

    Raises ValueError for a day that is still to come, WrongStateError for a project that was settled or is in another
    version than was seen.
    """
    if on > timezone.localdate(at):
        raise ValueError(NOT_YET)
    told = [f"Mijlpaal bereikt: {milestone}", day(milestone.reached_on) if milestone.reached_on else "", day(on)]
    _change(milestone, told, by=by, at=at, version=version, reached_on=on)


def unreach(milestone: Milestone, *, by: User, at: datetime, version: int, reason: str) -> None:
    """Take back that a milestone was reached, with the reason. Raises as `move_day`."""
    reason = _given(reason)
    told = [f"Mijlpaal bereikt: {milestone}", day(milestone.reached_on) if milestone.reached_on else "", ""]
    _change(milestone, told, by=by, at=at, version=version, reason=reason, reached_on=None)


def move_day(milestone: Milestone, *, to: date, by: User, at: datetime, version: int, reason: str) -> None:
    """Move a milestone to another day, with the reason.

    Raises ValueError without a reason, and for one that was reached; WrongStateError as `reach`.
    """
    reason = _given(reason)
    if milestone.reached_on:
        raise ValueError("Deze mijlpaal is al bereikt.")
    told = [f"Mijlpaal verzet: {milestone}", day(milestone.due_on), day(to)]
    _change(milestone, told, by=by, at=at, version=version, reason=reason, due_on=to)


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValueError("Geef een reden: anderen moeten die kunnen lezen.")
    return reason.strip()


@transaction.atomic
def _change(
    milestone: Milestone, told: Change, *, by: User, at: datetime, version: int, reason: str = "", **values: date | None
) -> None:
    project: Project = milestone.project
    stood = project.content()
    allowed = project.can_be_revised() & models.Q(version=version)
    project.change_or_refuse(allowed, MOVED_ON, version=version + 1)
    Milestone.objects.filter(pk=milestone.pk).update(**values)
    milestone.refresh_from_db()
    project.tell(by=by, at=at, reason=reason, before=stood, changes=[told])
