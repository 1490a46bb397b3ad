"""The history of one object: who changed what, from what to what, when, and why.

Two sorts of trail exist: a register's keeps what changed, a lifecycle's keeps the whole content at every step. Both are
told in one way here; no trail is kept beside them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from django.db import models

from regiodeal.base import dutch

ADDED, SAVED, CHANGED = "Toegevoegd", "Opgeslagen zonder verschil", "Gewijzigd"

type Change = tuple[str, str, str]


@dataclass(frozen=True)
class HistoryStep:
    """One step: what was done, by whom, and (field, before, after) of all that changed with it."""

    at: datetime
    by: Any
    title: str
    reason: str
    changes: tuple[Change, ...]


def history(events: Iterable[Any]) -> list[HistoryStep]:
    """The steps of an object, newest first. `events` are the rows of its trail, in whatever order."""
    rows = sorted(events, key=lambda event: (event.at, event.pk))
    names = _names(rows)
    steps: list[HistoryStep] = []
    before: dict[str, Any] | None = None
    for row in rows:
        changes = _kept(row) if hasattr(row, "changes") else _found(row, before, names)
        before = getattr(row, "content", None) or before
        title = _title(row, changes, is_first=not steps)
        steps.append(HistoryStep(row.at, row.by, title, getattr(row, "reason", ""), tuple(changes)))
    return steps[::-1]


def _title(row: Any, changes: list[Change], *, is_first: bool) -> str:
    if getattr(row, "to_state", ""):
        text = str(row.get_to_state_display())
        return text[:1].upper() + text[1:]
    if changes:
        return CHANGED
    return ADDED if is_first and not getattr(row, "before", None) else SAVED


def _kept(row: Any) -> list[Change]:
    return [(str(field), str(old or ""), str(new or "")) for field, old, new in row.changes]


def _found(row: Any, before: dict[str, Any] | None, names: dict[tuple[str, str], str]) -> list[Change]:
    """Return what differs between the content of a step and that of the step before it."""
    content = getattr(row, "content", None)
    if not content or not before:
        return []
    parent = _parent(type(row))
    found = []
    for name, value in content.items():
        if value != before.get(name):
            field = parent._meta.get_field(name)
            old, new = (_text(field, text, names) for text in (before.get(name), value))
            found.append((str(field.verbose_name), old, new))  # type: ignore[union-attr]
    return found


def _parent(event: type[models.Model]) -> type[models.Model]:
    """The model whose trail this is."""
    fields = (field for field in event._meta.get_fields() if isinstance(field, models.ForeignKey))
    trail = (field for field in fields if field.remote_field.related_name == "events")
    found: type[models.Model] = next(trail).related_model
    return found


def _names(rows: list[Any]) -> dict[tuple[str, str], str]:
    """Return what other rows are called that a changed field points at, in one query for each such field."""
    keys: dict[str, set[str]] = defaultdict(set)
    for row, following in pairwise(rows):
        old, new = (getattr(event, "content", None) or {} for event in (row, following))
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name):
                keys[name] |= {str(key) for key in (old.get(name), new.get(name)) if key}
    found = {}
    for name, wanted in keys.items():
        field = _parent(type(rows[0]))._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            others = field.related_model._default_manager.filter(pk__in=wanted)
            found.update({(name, str(other.pk)): str(other) for other in others})
    return found


def _text(field: Any, value: Any, names: dict[tuple[str, str], str]) -> str:
    if value in {None, ""}:
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.name, str(value)), str(value))
    if isinstance(field, models.BooleanField):
        return "ja" if value == "True" else "nee"
    return _in_dutch(field, value) or str(dict(field.flatchoices).get(value, value))


def _in_dutch(field: Any, value: str) -> str:
    """A day or a number as people write it; empty for anything else."""
    try:
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            return dutch.day(date.fromisoformat(value))
        if isinstance(field, models.DecimalField):
            return dutch.number(Decimal(value))
    except (ValueError, InvalidOperation):
        pass
    return ""
