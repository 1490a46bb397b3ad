"""What was learned, and what stands in the way: the registers of lessons and bottlenecks."""

from django.db import models

from pillars.models.agreement import Measure
from regiodeal.covenant.models import AgreedRow, Deal
from regiodeal.covenant.models.register import RegisterEvent, RegisterRow


class Lesson(RegisterRow):
    """A lesson (geleerde les): what works or does not, why, and together with what.

    Noted: the bureau wrote it down. Shared: others were told. Applied: work was changed because of it.
    """

    class Verdict(models.TextChoices):
        """What the lesson says about what was done."""

        WORKS = "works", "werkt"
        PARTLY = "partly", "werkt soms"
        NOT = "not", "werkt niet"

    class Status(models.TextChoices):
        """How far the lesson has come."""

        NOTED = "noted", "opgeschreven"
        SHARED = "shared", "gedeeld"
        APPLIED = "applied", "toegepast"

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="lessons")
    title = models.CharField("les in één zin", max_length=200)
    verdict = models.CharField("oordeel", max_length=8, choices=Verdict)
    why = models.TextField("waarom")
    combination = models.TextField("in welke combinatie", blank=True)
    measures = models.ManyToManyField(Measure, related_name="lessons", verbose_name="maatregelen")
    year = models.PositiveSmallIntegerField("jaar")
    status = models.CharField("stand", max_length=8, choices=Status, default=Status.NOTED)

    content_fields = ("title", "verdict", "why", "combination", "year", "status")
    many_fields = ("measures",)

    class Meta:
        verbose_name = "geleerde les"
        verbose_name_plural = "geleerde lessen"
        ordering = ["-year", "pk"]

    def __str__(self) -> str:
        return self.title


class LessonEvent(RegisterEvent):
    """A change of a lesson."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
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
        """How far the bottleneck has come."""

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

    content_fields = ("title", "theme", "case", "law", "short_term", "long_term", "state")
    many_fields = ("measures",)

    class Meta:
        verbose_name = "knelpunt"
        verbose_name_plural = "knelpunten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class BottleneckEvent(RegisterEvent):
    """A change of a bottleneck."""

    bottleneck = models.ForeignKey(Bottleneck, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een knelpunt"
        verbose_name_plural = "wijzigingen van knelpunten"
