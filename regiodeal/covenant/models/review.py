"""The life of something that one person enters and another approves."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction

from regiodeal.covenant.models.lifecycle import FourEyesError, Lifecycle, LifecycleEvent, WrongStateError
from regiodeal.covenant.models.people import User

__all__ = [
    "OPEN_STATES",
    "FourEyesError",
    "ReviewEvent",
    "ReviewedEntry",
    "State",
    "WrongStateError",
]


class State(models.TextChoices):
    """Where an entry stands in its life."""

    DRAFT = "draft", "concept"
    SUBMITTED = "submitted", "ter beoordeling"
    APPROVED = "approved", "goedgekeurd"
    RETURNED = "returned", "teruggestuurd"


OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED)


class ReviewedEntry(Lifecycle):
    """An entry with a life, and a row of trail for every step of it.

    A draft is its author's work in progress. Submitted: it waits for somebody else. Approved: it counts, and never
    changes again; a correction is a new entry that names it. Returned: the reviewer gave a reason, and the author may
    change it and submit it again.
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
    def begin(cls, *, by: User, at: datetime, **values: Any) -> Self:
        """Start an entry as a draft of its author, with the first row of its trail."""
        entry = cls._default_manager.create(entered_by=by, entered_at=at, **values)
        entry.refresh_from_db()  # so that the trail keeps the values as they were stored
        entry._keep_step("", by=by, at=at)
        return entry

    @property
    def is_open(self) -> bool:
        """Whether its author may still change it."""
        return self.state in {State.DRAFT, State.RETURNED}

    def revise(self, *, by: User, at: datetime, values: dict[str, Any], version: int) -> None:
        """Change the content of an open entry. Raises WrongStateError when it moved on since `version` was read."""
        changes = {name: values[name] for name in self.content_fields if name in values}
        self._move(
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
        """Offer the entry for review. Raises WrongStateError unless it is a draft or was returned."""
        self._move((State.DRAFT, State.RETURNED), State.SUBMITTED, by=by, at=at)

    def approve(self, *, by: User, at: datetime) -> None:
        """Let the entry count. Raises FourEyesError for one's own entry, WrongStateError unless it was submitted."""
        self._refuse_own(by)
        self._move((State.SUBMITTED,), State.APPROVED, by=by, at=at, decided_by=by, decided_at=at)

    def give_back(self, *, by: User, at: datetime, reason: str) -> None:
        """Return the entry with a reason. Raises as `approve` does, and ValueError without a reason."""
        if not reason.strip():
            raise ValueError("Geef een reden: de indiener moet weten wat er beter kan.")
        self._refuse_own(by)
        self._move(
            (State.SUBMITTED,),
            State.RETURNED,
            by=by,
            at=at,
            reason=reason,
            decided_by=by,
            decided_at=at,
            return_reason=reason,
        )

    def _refuse_own(self, by: User) -> None:
        if by.pk == self.entered_by_id:
            raise FourEyesError("U heeft dit zelf ingevuld. Een ander moet het beoordelen.")


class ReviewEvent(LifecycleEvent):
    """One step in the life of an entry: from, to, when, by whom, why, what it said. Rows are only ever added."""

    from_state = models.CharField("van", max_length=10, choices=State, blank=True)
    to_state = models.CharField("naar", max_length=10, choices=State)

    class Meta(LifecycleEvent.Meta):
        abstract = True
