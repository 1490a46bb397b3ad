"""The life of an entry that one person makes and another approves, for one entry and for many at once.

Who may do which step: regiodeal/deals/roles.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F

from regiodeal.base.refusals import (
    NO_REASON_TO_RETURN,
    NOT_OWN_ENTRY,
    OWN_ENTRY,
    FourEyesError,
    NotOwnEntryError,
    WrongStateError,
)
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.steps import MOVED_ON, Content, Lifecycle, trail_of


class State(models.TextChoices):
    """Says where an entry stands in its life."""

    DRAFT = "draft", "concept"
    SUBMITTED = "submitted", "ter beoordeling"
    APPROVED = "approved", "goedgekeurd"
    RETURNED = "returned", "teruggestuurd"
    WITHDRAWN = "withdrawn", "ingetrokken"


OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED)


class IncompleteError(WrongStateError):
    """Raised when something is offered for review that is not complete. Its text is Dutch and says what is missing."""


class ReviewedEntry(Lifecycle):
    """An entry with a life, and a row of trail for every step of it.

    A draft is its author's work in progress. Submitted: it waits for somebody else. Approved: it counts, and never
    changes again; a correction is a new entry that names it. Returned: the reviewer gave a reason, and the author may
    change it and submit it again. Withdrawn: its author threw it away; it stays in the trail and counts for nothing.
    """

    state = models.CharField("stand", max_length=10, choices=State, default=State.DRAFT)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ingevuld door"
    )
    entered_at = models.DateTimeField("ingevuld op")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="beoordeeld door",
    )
    decided_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    return_reason = models.TextField("reden van terugsturen", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=State.APPROVED)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~models.Q(decided_by=models.F("entered_by")),
                name="%(app_label)s_%(class)s_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.RETURNED) | ~models.Q(return_reason=""),
                name="%(app_label)s_%(class)s_returned_with_reason",
            ),
        ]

    @classmethod
    @transaction.atomic
    def begin(cls, *, by: User, at: datetime, **values: object) -> Self:
        """Start an entry as a draft of its author, with the first row of its trail."""
        entry = cls._default_manager.create(entered_by=by, entered_at=at, **values)
        entry.refresh_from_db()  # so that the trail keeps the values as they were stored
        entry.tell(by=by, at=at, to_state=entry.state, before={})
        return entry

    @property
    def is_open(self) -> bool:
        """Tell whether its author may still change it."""
        return self.state in {State.DRAFT, State.RETURNED}

    @property
    def is_settled(self) -> bool:
        """Tell whether it counts, so that what is with it is not one person's any more."""
        return self.state == State.APPROVED

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what a draft may still lack and nobody submits without: the names of fields."""
        return ()

    def revise(self, *, by: User, at: datetime, values: Values, version: int) -> None:
        """Change the content of an open entry. Raises WrongStateError when it moved on since `version` was read."""
        changes = {name: values[name] for name in self.content_fields if name in values}
        self.move(
            (State.DRAFT, State.RETURNED),
            State.DRAFT,
            by=by,
            at=at,
            version=version,
            entered_by=by,
            entered_at=at,
            **changes,
        )

    def submit(self, *, by: User, at: datetime) -> None:
        """Offer the entry for review. Raises WrongStateError unless it is a draft or was returned, and is complete."""
        if missing := self.missing:
            labels = " en ".join(self.label_of(name) for name in missing)
            raise IncompleteError(f"Dit is nog niet compleet: {labels}. Vul dat eerst in bij {self}.")
        self.move((State.DRAFT, State.RETURNED), State.SUBMITTED, by=by, at=at)

    def take_back(self, *, by: User, at: datetime) -> None:
        """Make what one submitted a draft again, before anybody decided. Raises NotOwnEntryError, WrongStateError."""
        self._refuse_others(by)
        self.move((State.SUBMITTED,), State.DRAFT, by=by, at=at)

    def withdraw(self, *, by: User, at: datetime, reason: str = "") -> None:
        """Throw one's own draft away, or what came back. Raises NotOwnEntryError, and WrongStateError otherwise."""
        self._refuse_others(by)
        self.move((State.DRAFT, State.RETURNED), State.WITHDRAWN, by=by, at=at, step={"reason": reason.strip()})

    def approve(self, *, by: User, at: datetime) -> None:
        """Let the entry count. Raises FourEyesError for one's own entry, WrongStateError unless it was submitted."""
        self._refuse_own(by)
        self.move((State.SUBMITTED,), State.APPROVED, by=by, at=at, decided_by=by, decided_at=at)

    def give_back(self, *, by: User, at: datetime, reason: str) -> None:
        """Return the entry with a reason. Raises as `approve` does, and ValueError without a reason."""
        if not reason.strip():
            raise ValueError(NO_REASON_TO_RETURN)
        self._refuse_own(by)
        self.move(
            (State.SUBMITTED,),
            State.RETURNED,
            by=by,
            at=at,
            step={"reason": reason},
            decided_by=by,
            decided_at=at,
            return_reason=reason,
        )

    def _refuse_others(self, by: User) -> None:
        if by.pk != self.entered_by_id:
            raise NotOwnEntryError(NOT_OWN_ENTRY)

    def _refuse_own(self, by: User) -> None:
        if by.pk == self.entered_by_id:
            raise FourEyesError(OWN_ENTRY)


AT_ONCE = 1000  # rows in one statement


@dataclass(frozen=True)
class BulkStep:
    """Holds who enters, when, and whether it is submitted at once."""

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
    values: Values


def begin_all[E: ReviewedEntry](entries: Sequence[E], reasons: Iterable[str], step: BulkStep) -> None:
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
    _leave_trail([Told(entry, reason) for entry, reason in zip(stored, reasons, strict=True)], step)


def revise_all[E: ReviewedEntry](
    model: type[E], revisions: Sequence[Revision], reasons: Iterable[str], step: BulkStep
) -> bool:
    """Change open entries, each only if it is still in the state and version that was read; False when one was not.

    Call it within a transaction, and undo that when it returns False.
    """
    pks = [revision.pk for revision in revisions]
    rows = model._default_manager.all()
    named = [name for name in model.content_fields if model._meta.get_field(name).is_relation]
    if named:
        rows = rows.select_related(*named)
    earlier = rows.in_bulk(pks)
    if not all(_revise(model, revision, step) for revision in revisions):
        return False
    now = rows.in_bulk(pks)
    _leave_trail([Told(now[pk], reason, earlier[pk]) for pk, reason in zip(pks, reasons, strict=True)], step)
    return True


def _revise[E: ReviewedEntry](model: type[E], revision: Revision, step: BulkStep) -> bool:
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
        locked = rows.select_for_update(no_key=True).filter(pk__in=[entry.pk for entry in chunk], state=State.SUBMITTED)
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


def move_all[E: ReviewedEntry](
    entries: Sequence[E], to_state: State, *, by: User, at: datetime, reason: str = "", **columns: object
) -> None:
    """Take one step with all entries of one kind, each as it was read, and leave its row of trail.

    The rules of the step are the caller's. Call it within a transaction. Raises WrongStateError when one moved on.
    """
    for start in range(0, len(entries), AT_ONCE):
        chunk = entries[start : start + AT_ONCE]
        rows = type(chunk[0])._default_manager
        still = dict(
            rows.select_for_update(no_key=True).filter(pk__in=[each.pk for each in chunk]).values_list("pk", "version")
        )
        if any(still.get(entry.pk) != entry.version for entry in chunk):
            raise WrongStateError(MOVED_ON)
        rows.filter(pk__in=list(still)).update(state=to_state, version=F("version") + 1, **columns)
        event, name = trail_of(type(chunk[0]))
        event._default_manager.bulk_create(
            event(
                from_state=entry.state,
                to_state=to_state,
                version=entry.version + 1,
                reason=reason,
                **{name: entry.pk, "by_id": by.pk, "at": at, "before": entry.content()},
            )
            for entry in chunk
        )


def _leave_steps[E: ReviewedEntry](entries: Sequence[E], *, by: User, at: datetime) -> None:
    """The row of trail of an approval for each, as `Lifecycle.move` leaves it."""
    if not entries:
        return
    event, name = trail_of(type(entries[0]))
    event._default_manager.bulk_create(
        event(
            from_state=State.SUBMITTED,
            to_state=State.APPROVED,
            version=entry.version,
            **{name: entry.pk, "by_id": by.pk, "at": at, "before": entry.content()},
        )
        for entry in entries
    )


@dataclass(frozen=True)
class Told[E: ReviewedEntry]:
    """An entry as it stands now, why it was entered, and how it stood before; None for a new one."""

    entry: E
    reason: str
    stood: E | None = None


def _leave_trail[E: ReviewedEntry](told: Sequence[Told[E]], step: BulkStep) -> None:
    """A row of trail for every step of every entry, as `begin`, `revise` and `submit` leave them."""
    if not told:
        return
    event, name = trail_of(type(told[0].entry))
    trail = []
    for each in told:
        entry, stood = each.entry, each.stood
        before: Content = stood.content() if stood else {}
        common = {name: entry.pk, "by_id": step.by.pk, "at": step.at}
        trail.append(
            event(
                from_state=stood.state if stood else "",
                to_state=State.DRAFT,
                reason=each.reason,
                version=entry.version - len(step.states) + 1,
                before=before,
                changes=entry.changes_since(stood, before) if stood else [],
                **common,
            )
        )
        if step.submit:
            trail.append(
                event(
                    from_state=State.DRAFT,
                    to_state=State.SUBMITTED,
                    version=entry.version,
                    before=entry.content(),
                    **common,
                )
            )
    event._default_manager.bulk_create(trail)
