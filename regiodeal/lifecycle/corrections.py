"""Entries of which one counts for each place and period: approved, it changes only by a correction with a reason."""

from datetime import datetime
from typing import Any, Self

from django.db import models, transaction

from regiodeal.base.refusals import NO_REASON_TO_CORRECT, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import ReviewedEntry, State


class ReasonNeededError(Exception):
    """Raised when something that counts is replaced without a reason. `counting` is what counts; its text is Dutch."""

    def __init__(self, counting: "CorrectableEntry") -> None:
        super().__init__(f"{counting.already} {NO_REASON_TO_CORRECT}")
        self.counting = counting


class CorrectableEntry(ReviewedEntry):
    """An entry about a place and a period. Of each place and period at most one counts.

    A correction `replaces` what was approved, and takes its place when somebody else approves it. A correction that was
    withdrawn frees what it would have replaced for another one.
    """

    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="vervangt"
    )
    correction_reason = models.TextField("reden van de correctie", blank=True)

    class Meta:
        abstract = True
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(replaces__isnull=True) | ~models.Q(correction_reason=""),
                name="%(app_label)s_%(class)s_correction_has_reason",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~models.Q(state=State.WITHDRAWN),
                name="%(app_label)s_%(class)s_one_correction",
            ),
        ]

    @property
    def place_fields(self) -> tuple[str, ...]:
        """Return what, besides the indicator, tells places and periods apart."""
        raise NotImplementedError

    @property
    def already(self) -> str:
        """Return in Dutch that this is what counts for its place and period, with its value."""
        raise NotImplementedError

    @property
    def correction(self) -> Self | None:
        """Return what replaces this, or would when it is approved; None where nothing does."""
        rows = [row for row in self.corrections.all() if row.state != State.WITHDRAWN]  # type: ignore[attr-defined]
        return rows[0] if rows else None

    @property
    def is_superseded(self) -> bool:
        """Tell whether an approved correction has taken its place. The entry itself stays as it was, for the past."""
        return self.correction is not None and self.correction.state == State.APPROVED

    @property
    def counts(self) -> bool:
        """Tell whether this is the one that counts: approved, and not superseded."""
        return self.state == State.APPROVED and not self.is_superseded

    @property
    def _replaced_pk(self) -> int | None:
        key: int | None = getattr(self, "replaces_id", None)  # the type of it is known to a concrete model alone
        return key

    def beside(self) -> models.QuerySet[Self]:
        """Return what counts for the same place and period, without this entry and what it corrects."""
        place: dict[str, Any] = {name: getattr(self, name) for name in ("indicator", *self.place_fields)}
        rows = counting(type(self)._default_manager.filter(**place))
        return rows.exclude(pk__in=[pk for pk in (self.pk, self._replaced_pk) if pk])

    @classmethod
    @transaction.atomic
    def enter(cls, *, by: User, at: datetime, reason: str = "", **values: Any) -> Self:
        """Begin a draft; where an approved entry counts for its place and period, as a correction of that one.

        Raises ReasonNeededError when that has no reason, WrongStateError when somebody already corrects it.
        """
        counting_now = cls(**values).beside().first()
        if counting_now is None:
            return cls.begin(by=by, at=at, **values)
        if not reason.strip():
            raise ReasonNeededError(counting_now)
        return counting_now.correct(by=by, at=at, values=values, reason=reason)

    def correct(self, *, by: User, at: datetime, values: Values, reason: str) -> Self:
        """Start a correction: a new draft that names this entry and says why.

        Raises ValueError without a reason, and when something else counts for the period that it is moved to;
        WrongStateError unless this entry is approved and not yet corrected.
        """
        if not reason.strip():
            raise ValueError(NO_REASON_TO_CORRECT)
        if self.state != State.APPROVED or self.correction is not None:
            raise WrongStateError("Dit cijfer is niet goedgekeurd of wordt al gecorrigeerd.")
        content = {"indicator": self.indicator} | values  # type: ignore[attr-defined]
        if other := type(self)(replaces=self, **content).beside().first():
            raise ValueError(f"{other.already} Corrigeer dat cijfer.")
        return type(self).begin(by=by, at=at, replaces=self, correction_reason=reason.strip(), **content)

    def revise(self, *, by: User, at: datetime, values: Values, version: int) -> None:
        """Change an open entry. Raises ValueError when another entry counts for the period that it is moved to."""
        place = {name: values.get(name, getattr(self, name)) for name in ("indicator", *self.place_fields)}
        is_moved = any(getattr(self, name) != value for name, value in place.items())
        moved_to = type(self)(**place)
        moved_to.pk, moved_to.replaces = self.pk, self.replaces
        if is_moved and (other := moved_to.beside().first()):
            raise ValueError(f"{other.already} Gooi dit concept weg, en corrigeer dat cijfer.")
        super().revise(by=by, at=at, values=values, version=version)

    @transaction.atomic
    def approve(self, *, by: User, at: datetime) -> None:
        """Let the entry count. Raises as for any entry, and WrongStateError when another counts in the same place."""
        indicator: Any = self.indicator  # type: ignore[attr-defined]
        type(indicator)._default_manager.select_for_update(no_key=True).only("pk").get(pk=indicator.pk)
        if other := self.beside().first():
            raise WrongStateError(f"{other.already} Stuur dit terug: het hoort een correctie daarvan te zijn.")
        super().approve(by=by, at=at)


def counting[Row: CorrectableEntry](rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """Return those that count: approved, and not replaced by an approved correction."""
    return rows.filter(state=State.APPROVED).exclude(corrections__state=State.APPROVED)
