"""That an obligation was met: on which day, what shows it, and who wrote that down."""

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, models, transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals.models import User
from regiodeal.lifecycle.steps import Guarded


class Fulfilment(Guarded):
    """One last day of an obligation that was met.

    Recorded: somebody wrote down on which day it was done and what shows it. Withdrawn: that was a mistake, with the
    reason; the row stays, and the obligation is open again. The last day itself never moves.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="fulfilments")
    due_on = models.DateField("laatste dag")
    done_on = models.DateField("gedaan op")
    evidence = models.TextField("waaruit dat blijkt")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    recorded_at = models.DateTimeField("vastgelegd op")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="teruggenomen door",
    )
    withdrawn_at = models.DateTimeField("teruggenomen op", null=True, blank=True)
    withdrawal_reason = models.TextField("reden van terugnemen", blank=True)

    class Meta:
        verbose_name = "nagekomen afspraak"
        verbose_name_plural = "nagekomen afspraken"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "due_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="covenant_fulfilment_once_per_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawal_reason=""),
                name="covenant_fulfilment_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation.code} {self.due_on:%Y-%m-%d}: {self.done_on:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        """Tell whether it was done after the last day."""
        return self.done_on > self.due_on

    @classmethod
    def record(
        cls, obligation: Obligation, *, due_on: date, done_on: date, evidence: str, by: User, at: datetime
    ) -> "Fulfilment":
        """Write down that the obligation was met. Raises WrongStateError when somebody was first."""
        try:
            with transaction.atomic():
                return cls._default_manager.create(
                    obligation=obligation,
                    due_on=due_on,
                    done_on=done_on,
                    evidence=evidence,
                    recorded_by=by,
                    recorded_at=at,
                )
        except IntegrityError as error:
            raise WrongStateError("Iemand anders heeft dit al vastgelegd. Bekijk wat er nu staat.") from error

    def withdraw(self, *, by: User, at: datetime, reason: str) -> None:
        """Take it back, so that the obligation is open again. Raises ValueError without a reason, WrongStateError."""
        if not reason.strip():
            raise ValueError("Geef een reden: anderen moeten weten waarom dit weer open staat.")
        withdrawn = {"withdrawn_by": by, "withdrawn_at": at, "withdrawal_reason": reason.strip()}
        self.change_or_refuse(models.Q(withdrawn_at__isnull=True), "Dit was al teruggenomen.", **withdrawn)
