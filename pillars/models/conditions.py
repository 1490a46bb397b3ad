"""What the covenant asks of each measure beside its results: external checks (art. 10), acknowledgement (art. 9)."""

from django.db import models

from pillars.models.agreement import Measure
from regiodeal.covenant.models.register import RegisterEvent, RegisterRow


class ExternalCheck(RegisterRow):
    """A check of a measure against the rules that art. 10 names. Without a row nobody has looked yet.

    To do: somebody still has to look. Not needed: looked at, and the rule does not apply. Passed: it is in order.
    Conditions: it is allowed under the conditions in the note.
    """

    class Kind(models.TextChoices):
        """The rules of art. 10."""

        PROCUREMENT = "procurement", "aanbesteding"
        COMPETITION = "competition", "mededinging"
        STATE_AID = "state-aid", "staatssteun"
        STANDARDS = "standards", "technische normen en voorschriften"

    class State(models.TextChoices):
        """What the check found."""

        TO_DO = "to_do", "nog te doen"
        NOT_NEEDED = "not_needed", "niet van toepassing"
        PASSED = "passed", "in orde"
        CONDITIONS = "conditions", "mag onder voorwaarden"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="external_checks")
    kind = models.CharField("soort toets", max_length=12, choices=Kind)
    state = models.CharField("uitkomst", max_length=10, choices=State, default=State.TO_DO)
    checked_on = models.DateField("getoetst op", null=True, blank=True)
    checked_by = models.CharField("getoetst door", max_length=200, blank=True)
    note = models.TextField("toelichting", blank=True)

    content_fields = ("state", "checked_on", "checked_by", "note")

    class Meta:
        verbose_name = "externe toets"
        verbose_name_plural = "externe toetsen"
        ordering = ["measure", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "kind"], name="pillars_externalcheck_once_per_measure"),
            models.CheckConstraint(
                condition=models.Q(state="to_do") | (models.Q(checked_on__isnull=False) & ~models.Q(checked_by="")),
                name="pillars_externalcheck_outcome_says_when_and_who",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="conditions") | ~models.Q(note=""),
                name="pillars_externalcheck_conditions_are_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, maatregel {self.measure.code}"


class ExternalCheckEvent(RegisterEvent):
    """A change of an external check."""

    check_row = models.ForeignKey(ExternalCheck, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een toets"
        verbose_name_plural = "wijzigingen van toetsen"


class Acknowledgement(RegisterRow):
    """Whether a project says "mede mogelijk gemaakt in het kader van de Regio Deal" (art. 9 lid 4).

    Asked: the project was asked to say so. Seen: somebody saw that it does, on a day and in a place.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="acknowledgements")
    project = models.CharField("project", max_length=200)
    asked_on = models.DateField("gevraagd op", null=True, blank=True)
    seen_on = models.DateField("gezien op", null=True, blank=True)
    seen_where = models.CharField("waar gezien", max_length=300, blank=True)
    note = models.TextField("toelichting", blank=True)

    content_fields = ("project", "asked_on", "seen_on", "seen_where", "note")

    class Meta:
        verbose_name = "vermelding"
        verbose_name_plural = "vermeldingen"
        ordering = ["measure", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen_on__isnull=True) | ~models.Q(seen_where=""),
                name="pillars_acknowledgement_seen_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.project


class AcknowledgementEvent(RegisterEvent):
    """A change of an acknowledgement."""

    acknowledgement = models.ForeignKey(Acknowledgement, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een vermelding"
        verbose_name_plural = "wijzigingen van vermeldingen"
