"""Lessons, bottlenecks, external checks (art. 10) and acknowledgements (art. 9)."""

from django.db import models

from pillars.agreed.models import Measure
from pillars.projects.models import Project
from regiodeal.deals.models import AgreedRow, Deal
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent


class Lesson(RegisterRow):
    """A lesson (geleerde les): what works or does not, why, and together with what.

    Noted: the bureau wrote it down. Shared: others were told. Applied: work was changed because of it.
    """

    class Verdict(models.TextChoices):
        """Says what the lesson says about what was done."""

        WORKS = "works", "werkt"
        PARTLY = "partly", "werkt soms"
        NOT = "not", "werkt niet"

    class Status(models.TextChoices):
        """Says how far the lesson has come."""

        NOTED = "noted", "opgeschreven"
        SHARED = "shared", "gedeeld"
        APPLIED = "applied", "toegepast"

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="lessons")
    title = models.CharField("les in één zin", max_length=200)
    verdict = models.CharField("oordeel", max_length=8, choices=Verdict)
    why = models.TextField("waarom")
    combination = models.TextField("in welke combinatie", blank=True)
    measures = models.ManyToManyField(Measure, related_name="lessons", verbose_name="maatregelen")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons", verbose_name="project"
    )
    year = models.PositiveSmallIntegerField("jaar")
    status = models.CharField("stand", max_length=8, choices=Status, default=Status.NOTED)

    content_fields = ("title", "verdict", "why", "combination", "project", "year", "status")
    many_fields = ("measures",)

    class Meta:
        verbose_name = "geleerde les"
        verbose_name_plural = "geleerde lessen"
        ordering = ["-year", "pk"]

    def __str__(self) -> str:
        return self.title


class LessonEvent(LifecycleEvent):
    """A change of a lesson."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een les"
        verbose_name_plural = "wijzigingen van lessen"


class BottleneckTheme(AgreedRow):
    """A theme on which the national government agreed to help with bottlenecks."""

    name = models.CharField("naam", max_length=200)

    class Meta(AgreedRow.Meta):
        verbose_name = "thema van knelpunten"
        verbose_name_plural = "thema's van knelpunten"

    def __str__(self) -> str:
        return self.name


class Bottleneck(RegisterRow):
    """A bottleneck (knelpunt): a case from practice, without names, that a rule or its absence stands in the way of.

    Noted: seen in practice. Raised: discussed with the national government. Agreed: somebody does something about
    it. Solved: it no longer stands in the way. Left: the Parties let it be, with the reason in the solution.
    """

    class State(models.TextChoices):
        """Says how far the bottleneck has come."""

        NOTED = "noted", "gesignaleerd"
        RAISED = "raised", "besproken met het Rijk"
        AGREED = "agreed", "oplossing afgesproken"
        SOLVED = "solved", "opgelost"
        LEFT = "left", "blijft bestaan"

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="bottlenecks")
    title = models.CharField("knelpunt in één zin", max_length=200)
    theme = models.ForeignKey(
        BottleneckTheme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bottlenecks",
        verbose_name="thema",
    )
    case = models.TextField("voorbeeld uit de praktijk")
    law = models.CharField("wet of regel", max_length=300, blank=True)
    short_term = models.TextField("oplossing op korte termijn", blank=True)
    long_term = models.TextField("oplossing op lange termijn", blank=True)
    state = models.CharField("stand", max_length=8, choices=State, default=State.NOTED)
    measures = models.ManyToManyField(Measure, related_name="bottlenecks", verbose_name="maatregelen")
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="bottlenecks", verbose_name="project"
    )

    content_fields = ("title", "theme", "case", "law", "short_term", "long_term", "project", "state")
    many_fields = ("measures",)

    class Meta:
        verbose_name = "knelpunt"
        verbose_name_plural = "knelpunten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class BottleneckEvent(LifecycleEvent):
    """A change of a bottleneck."""

    bottleneck = models.ForeignKey(Bottleneck, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een knelpunt"
        verbose_name_plural = "wijzigingen van knelpunten"


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
        """Says what the check found."""

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


class ExternalCheckEvent(LifecycleEvent):
    """A change of an external check."""

    check_row = models.ForeignKey(ExternalCheck, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een toets"
        verbose_name_plural = "wijzigingen van toetsen"


class Acknowledgement(RegisterRow):
    """Holds whether a project says "mede mogelijk gemaakt in het kader van de Regio Deal" (art. 9 lid 4).

    Asked: the project was asked to say so. Seen: somebody saw that it does, on a day and in a place. What is no project
    of the list (a website, a sign; and what was typed before there was a list) is told in words.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="acknowledgements")
    of_project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acknowledgements",
        verbose_name="project",
    )
    project = models.CharField("iets anders", max_length=200, blank=True)
    asked_on = models.DateField("gevraagd op", null=True, blank=True)
    seen_on = models.DateField("gezien op", null=True, blank=True)
    seen_where = models.CharField("waar gezien", max_length=300, blank=True)
    note = models.TextField("toelichting", blank=True)

    content_fields = ("of_project", "project", "asked_on", "seen_on", "seen_where", "note")

    class Meta:
        verbose_name = "vermelding"
        verbose_name_plural = "vermeldingen"
        ordering = ["measure", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen_on__isnull=True) | ~models.Q(seen_where=""),
                name="pillars_acknowledgement_seen_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(of_project__isnull=False) | ~models.Q(project=""),
                name="pillars_acknowledgement_of_something",
                violation_error_message="Kies een project, of schrijf op waar het om gaat.",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [str(self.of_project) if self.of_project else "", self.project]))


class AcknowledgementEvent(LifecycleEvent):
    """A change of an acknowledgement."""

    acknowledgement = models.ForeignKey(Acknowledgement, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een vermelding"
        verbose_name_plural = "wijzigingen van vermeldingen"
