"""Why a target is off course, what is expected of it, and what was decided about it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models

from pillars.agreed.models import Target
from pillars.status.status import Status
from regiodeal.covenant.meetings.models import Decision
from regiodeal.deals.models import User
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.steps import LifecycleEvent


class ExplanationQuerySet(models.QuerySet["Explanation"]):
    """Explanations, by what may count."""

    def known_on(self, on: date) -> Self:
        """The approved explanations that were known at the end of that day, oldest first."""
        rows = self.filter(state=State.APPROVED, decided_at__date__lte=on)
        return rows.order_by("decided_at", "pk")


class Explanation(ReviewedEntry):
    """An explanation (uitleg) of a target that drifts: nothing stands red without a reason under it.

    Approved, it stands beside the figure, and `own_status` where one was chosen stands beside the status by the rule.
    It holds as long as the figure and the status by the rule are the ones it was written about. A decision of the
    Rijk-Regio-overleg closes it.
    """

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="explanations")
    about_value = models.DecimalField("cijfer waar het over gaat", max_digits=14, decimal_places=2, null=True)
    about_status = models.CharField("stand waar het over gaat", max_length=15, choices=Status)
    text = models.TextField("wat is er aan de hand")
    expected_value = models.DecimalField("verwachte eindwaarde", max_digits=14, decimal_places=2, null=True, blank=True)
    proposal = models.TextField("wat stelt u voor", blank=True)
    own_status = models.CharField("uw eigen oordeel", max_length=15, choices=Status, blank=True)
    decision = models.TextField("besluit", blank=True)
    closed_on = models.DateField("besloten op", null=True, blank=True)
    decided_in = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="besluit van het overleg",
    )

    objects = ExplanationQuerySet.as_manager()
    content_fields = ("text", "expected_value", "proposal", "own_status")

    class Meta:
        verbose_name = "uitleg"
        verbose_name_plural = "uitleg"
        ordering = ["entered_at", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["target"],
                condition=models.Q(state__in=[State.DRAFT, State.SUBMITTED, State.RETURNED]),
                name="pillars_explanation_one_open_per_target",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, decision="")
                | models.Q(closed_on__isnull=False) & ~models.Q(decision=""),
                name="pillars_explanation_closed_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Uitleg bij {self.target.code}"

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the text, where nothing was written yet: nothing stands red without a reason under it."""
        return () if self.text.strip() else ("text",)

    def holds_for(self, value: Decimal | None, status: Status) -> bool:
        """Tell whether it is about this figure and this status by the rule: a new figure asks for a new explanation."""
        return self.about_value == value and self.about_status == status

    @property
    def public_decision(self) -> str:
        """Return what was decided, in words for anybody: of a decision that is not public only its number."""
        if self.decided_in is None or not self.decided_in.is_public:
            return self.decision
        return f"{self.decision}: {self.decided_in.title}"

    def close(self, *, decision: str, on: date, by: User, at: datetime, decided_in: Decision | None = None) -> None:
        """Record what the overleg decided. Raises ValueError without words, WrongStateError unless it is open.

        With `decided_in` the words only name that decision: what it says stays with it and its openness (art. 11).
        """
        if not decision.strip():
            raise ValueError("Schrijf op wat er is besloten.")
        self.change_or_refuse(
            models.Q(state=State.APPROVED, closed_on__isnull=True),
            "Deze uitleg is niet goedgekeurd, of er is al over besloten.",
            decision=decision.strip(),
            closed_on=on,
            decided_in=decided_in,
        )
        reason = f"Besluit: {self.decision}"
        self.tell(by=by, at=at, reason=reason, from_state=self.state, to_state=self.state)


class ExplanationEvent(LifecycleEvent):
    """A step in the life of an explanation."""

    entry = models.ForeignKey(Explanation, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een uitleg"
        verbose_name_plural = "stappen van uitleg"
