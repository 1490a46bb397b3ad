"""What is kept of the stages of a deal: its trail, the file that is not taken over yet, and corrections."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from regiodeal.base.constraints import FrozenOnce
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Stage
from regiodeal.lifecycle.steps import Lifecycle, LifecycleEvent


class StageEvent(LifecycleEvent):
    """A step of a deal itself: begun, signed, closed, opened again."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een deal"
        verbose_name_plural = "stappen van deals"

    @classmethod
    def states(cls) -> dict[str, str]:
        """Return what each stage of a deal is called."""
        return {stage.value: str(stage.label) for stage in Stage}


class DealDraft(models.Model):
    """A deal file that was uploaded for a deal in preparation and is not taken over yet, with what was found in it.

    `content` is the file in base64. A fault is a list of list_name, row, column, line, message, remedy; a change is a
    list of list_name, code, verb, field, old and new, as text. There is one draft a deal: the next file replaces it.
    """

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="draft")
    file_name = models.CharField("bestand", max_length=200)
    content = models.TextField("inhoud")
    faults: Any = models.JSONField("fouten", default=list)
    remarks: Any = models.JSONField("opmerkingen", default=list)
    changes: Any = models.JSONField("verschillen", default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("wanneer")

    class Meta:
        verbose_name = "bestand van een deal in voorbereiding"
        verbose_name_plural = "bestanden van deals in voorbereiding"

    def __str__(self) -> str:
        return self.file_name


class CorrectionState(models.TextChoices):
    """Says how far a correction is."""

    PROPOSED = "proposed", "voorgesteld"
    CONFIRMED = "confirmed", "verbeterd"
    REFUSED = "refused", "niet overgenomen"
    WITHDRAWN = "withdrawn", "ingetrokken"


class Correction(Lifecycle):
    """A slip of the pen in a signed deal that is put right: one text of one agreed row, from `old` to `new`.

    Proposed: somebody says what is written wrongly, and why. Confirmed: a second person saw old and new, and the row
    has the new text. Refused: the second person did not agree. Withdrawn: who proposed it took it back.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="text_corrections")
    list_name = models.CharField("lijst", max_length=60)
    code = models.CharField("code", max_length=80)
    field = models.CharField("veld", max_length=60)
    label = models.CharField("waarvan", max_length=300)
    old = models.TextField("was", blank=True)
    new = models.TextField("wordt", blank=True)
    reason = models.TextField("reden")
    state = models.CharField("stand", max_length=10, choices=CorrectionState, default=CorrectionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("voorgesteld op")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)

    content_fields: ClassVar[tuple[str, ...]] = ("new", "reason")

    class Meta:
        verbose_name = "correctie"
        verbose_name_plural = "correcties"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "list_name", "code", "field"],
                condition=models.Q(state="proposed"),
                name="stages_correction_one_waits_per_text",
            ),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="stages_correction_changes_something"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="stages_correction_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | ~models.Q(decided_by=models.F("proposed_by")),
                name="stages_correction_confirmed_by_another",
            ),
            FrozenOnce(
                fields=["deal", "list_name", "code", "field", "old", "new", "reason", "proposed_by"],
                once="proposed_at",
                name="stages_correction_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"Correctie: {self.label}"


class CorrectionEvent(LifecycleEvent):
    """A step of a correction."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een correctie"
        verbose_name_plural = "stappen van correcties"
