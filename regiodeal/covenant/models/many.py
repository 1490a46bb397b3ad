"""The verbs of an entry's life for many entries at once: to begin, to revise, to submit and to approve.

They leave the same rows as the verbs of review.py do one by one, and refuse the same; only in fewer queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from regiodeal.covenant.models import User
from regiodeal.covenant.models.review import ReviewedEntry, ReviewEvent, State

AT_ONCE = 1000  # rows in one statement


@dataclass(frozen=True)
class Step:
    """Who enters, when, and whether it is submitted at once."""

    by: User
    at: datetime
    submit: bool

    @property
    def states(self) -> tuple[State, ...]:
        """The states that an entry goes through."""
        return (State.DRAFT, State.SUBMITTED) if self.submit else (State.DRAFT,)


@dataclass(frozen=True)
class Revision:
    """New content for an entry that was read in a state and version."""

    pk: int
    state: str
    version: int
    values: dict[str, Any]


def begin_all[E: ReviewedEntry](entries: Sequence[E], reasons: Iterable[str], step: Step) -> None:
    """Store new entries of one kind as drafts of the person, or submitted, each with its trail and its reason.

    Their values must be as the database keeps them: a number with two decimals. Call it within a transaction. Raises
    IntegrityError when somebody began the same entry.
    """
    if not entries:
        return
    for entry in entries:
        entry.state = step.states[-1]
        entry.version = len(step.states)
        entry.entered_by_id = step.by.pk
        entry.entered_at = step.at
    stored = type(entries[0])._default_manager.bulk_create(entries)
    _leave_trail(stored, [""] * len(stored), reasons, step)


def revise_all[E: ReviewedEntry](
    model: type[E], revisions: Sequence[Revision], reasons: Iterable[str], step: Step
) -> bool:
    """Change open entries, each only if it is still in the state and version that was read; False when one was not.

    Call it within a transaction, and undo that when it returns False.
    """
    if not all(_revise(model, revision, step) for revision in revisions):
        return False
    stored = model._default_manager.in_bulk([revision.pk for revision in revisions])
    _leave_trail(
        [stored[revision.pk] for revision in revisions], [revision.state for revision in revisions], reasons, step
    )
    return True


def _revise[E: ReviewedEntry](model: type[E], revision: Revision, step: Step) -> bool:
    content = {name: value for name, value in revision.values.items() if name in model.content_fields}
    still = model._default_manager.filter(pk=revision.pk, state=revision.state, version=revision.version)
    moved = still.filter(state__in=(State.DRAFT, State.RETURNED)).update(
        state=step.states[-1],
        version=revision.version + len(step.states),
        entered_by=step.by,
        entered_at=step.at,
        **content,
    )
    return moved == 1


def approve_seen[E: ReviewedEntry](entries: Sequence[E], *, by: User, at: datetime) -> list[E]:
    """Approve the entries of one kind that are submitted, still as they were read and not one's own; return those.

    Call it within a transaction: the rows are locked, so that nobody changes one in between.
    """
    approved: list[E] = []
    for start in range(0, len(entries), AT_ONCE):
        chunk = entries[start : start + AT_ONCE]
        rows = type(chunk[0])._default_manager
        locked = rows.select_for_update().filter(pk__in=[entry.pk for entry in chunk], state=State.SUBMITTED)
        still = dict(locked.exclude(entered_by=by).values_list("pk", "version"))
        chosen = [entry for entry in chunk if still.get(entry.pk) == entry.version]
        rows.filter(pk__in=[entry.pk for entry in chosen]).update(
            state=State.APPROVED, version=F("version") + 1, decided_by=by, decided_at=at
        )
        for entry in chosen:
            entry.version += 1
        _leave_steps(chosen, by=by, at=at)
        approved += chosen
    return approved


def _leave_steps[E: ReviewedEntry](entries: Sequence[E], *, by: User, at: datetime) -> None:
    if not entries:
        return
    event, name = _event_of(type(entries[0]))
    event._default_manager.bulk_create(
        event(
            from_state=State.SUBMITTED,
            to_state=State.APPROVED,
            version=entry.version,
            **{name: entry.pk, "by_id": by.pk, "at": at, "content": entry.content()},
        )
        for entry in entries
    )


def _event_of(model: type[ReviewedEntry]) -> tuple[type[ReviewEvent], str]:
    """The model of the trail, and its column that names the entry."""
    meta: Any = model._meta
    relation = meta.get_field("events")
    return relation.related_model, relation.field.attname


def _leave_trail[E: ReviewedEntry](
    entries: Sequence[E], states: Iterable[str], reasons: Iterable[str], step: Step
) -> None:
    """A row of trail for every step of every entry, as `ReviewedEntry._keep_step` leaves one."""
    if not entries:
        return
    event, name = _event_of(type(entries[0]))
    trail = []
    for entry, state, reason in zip(entries, states, reasons, strict=True):
        common = {name: entry.pk, "by_id": step.by.pk, "at": step.at, "content": entry.content()}
        begun = entry.version - len(step.states) + 1
        trail.append(event(from_state=state, to_state=State.DRAFT, reason=reason, version=begun, **common))
        if step.submit:
            trail.append(event(from_state=State.DRAFT, to_state=State.SUBMITTED, version=entry.version, **common))
    event._default_manager.bulk_create(trail)
