"""How a target or a result stands: one of six words. Which one is decided in pillars/progress/target_rules.py."""

from collections.abc import Iterable

from django.db import models


class Status(models.TextChoices):
    """The status of a target or result on a date."""

    ACHIEVED = "achieved", "behaald"
    ON_SCHEDULE = "on_schedule", "op schema"
    ATTENTION = "attention", "aandacht"
    BEHIND = "behind", "loopt achter"
    NOT_STARTED = "not_started", "niet gestart"
    NOT_ASSESSABLE = "not_assessable", "niet te beoordelen"


OFF_COURSE = frozenset({Status.BEHIND, Status.ATTENTION})

# From worst to best: what is known to lag weighs more than what is not known, and that more than what goes well.
_WORST_FIRST = (
    Status.BEHIND,
    Status.ATTENTION,
    Status.NOT_ASSESSABLE,
    Status.NOT_STARTED,
    Status.ON_SCHEDULE,
    Status.ACHIEVED,
)


def severity(status: Status) -> int:
    """0 for the worst status, 5 for the best."""
    return _WORST_FIRST.index(status)


def worst(statuses: Iterable[Status]) -> Status:
    """The worst of the statuses: a result is as good as its worst target. Not assessable when there are none."""
    return min(statuses, key=severity, default=Status.NOT_ASSESSABLE)
