"""The history of one object: who changed what, from what to what, when, and why, as its trail tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regiodeal.deals.models import User
from regiodeal.lifecycle.steps import LifecycleEvent

ADDED, SAVED, CHANGED = "Toegevoegd", "Opgeslagen zonder verschil", "Gewijzigd"


@dataclass(frozen=True)
class HistoryStep:
    """One step: what was done, by whom, and (field, before, after) of all that changed with it."""

    at: datetime
    by: User
    title: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def history(events: Iterable[LifecycleEvent]) -> list[HistoryStep]:
    """The steps of an object, newest first. `events` are the rows of its trail, in whatever order."""
    rows = sorted(events, key=lambda event: (event.at, event.pk))
    steps = [
        HistoryStep(row.at, row.by, _title(row, is_first=row is rows[0]), row.reason, tuple(map(tuple, row.changes)))
        for row in rows
    ]
    return steps[::-1]


def _title(row: LifecycleEvent, *, is_first: bool) -> str:
    if row.to_state:
        return row.led_to[:1].upper() + row.led_to[1:]
    if row.changes:
        return CHANGED
    return ADDED if is_first and not row.before else SAVED
