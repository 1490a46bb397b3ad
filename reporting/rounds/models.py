"""The yearly round of the report: its steps, and the comments of Parties and members of the overleg."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import Guarded, Lifecycle, LifecycleEvent
from reporting.reports.models import AnnualReport


class Step(models.TextChoices):
    """The steps of a round, in their order (art. 7 lid 2 and art. 8)."""

    KICK_OFF = "kick_off", "Ronde gestart"
    CONCEPT = "concept", "Concept vastgelegd"
    SHARED = "shared", deal_text("Concept naar {the_overleg}")
    FINAL = "final", "Definitief vastgesteld"
    HANDED = "handed", deal_text("Definitief naar {the_overleg}")
    SUBMITTED = "submitted", deal_text("Ingediend bij {the_minister}")
    DISCUSSED = "discussed", deal_text("Besproken in {the_overleg}")
    PUBLISHED = "published", "Openbaar gemaakt"


class ReportRound(RegisterRow):
    """The round of one year. How its period is read is content that can be changed, with a trail.

    `figure_year` is the calendar year that the year targets are judged by, `reference_date` the day on which all else
    stands (None: the day it is laid down). Both are a reading, since the covenant names no reporting year (art. 8).
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="report_rounds")
    year = models.PositiveSmallIntegerField("jaar")
    figure_year = models.PositiveSmallIntegerField("jaarnormen gaan over")
    reference_date = models.DateField(
        "stand op", null=True, blank=True, help_text="Leeg: de dag waarop de rapportage wordt vastgelegd."
    )
    concept_on = models.DateField("dag waarop het portaal zelf een concept maakt")
    comments_until = models.DateField("reageren op het concept tot en met", null=True, blank=True)
    # When the figures were seen to differ from the newest trial print, and which they were: see previews.py.
    seen_digest = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    content_fields = ("figure_year", "reference_date", "concept_on", "comments_until")

    class Meta:
        verbose_name = "ronde van de rapportage"
        verbose_name_plural = "rondes van de rapportage"
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["deal", "year"], name="reporting_reportround_one_a_year")]

    def __str__(self) -> str:
        return f"Rapportage {self.year}"


def chosen_figure_years(deal: Deal) -> dict[int, int]:
    """The year that the year figures of each round of the deal are about, by the year of the round that was started."""
    return dict(ReportRound.objects.filter(deal=deal).values_list("year", "figure_year"))


class ReportRoundEvent(LifecycleEvent):
    """A change of how a round's period is read."""

    round = models.ForeignKey(ReportRound, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een ronde"
        verbose_name_plural = "wijzigingen van rondes"


class RoundStepQuerySet(models.QuerySet["RoundStep"]):
    """Answers questions about steps that were taken."""

    def standing(self) -> "RoundStepQuerySet":
        """Keep the steps that were not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class RoundStep(Guarded):
    """A step that was taken: when, by whom, with which edition of the report or in which meeting.

    Taken back: it was a mistake, with the reason; the row stays.
    """

    round = models.ForeignKey(ReportRound, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField("stap", max_length=9, choices=Step)
    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField("gedaan op")
    note = models.TextField("toelichting", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="door",
        help_text="Leeg als het portaal zelf de stap zette.",
    )
    at = models.DateTimeField("vastgelegd op")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField("teruggenomen op", null=True, blank=True)
    withdrawal_reason = models.TextField("reden van terugnemen", blank=True)

    objects = RoundStepQuerySet.as_manager()

    class Meta:
        verbose_name = "stap van een ronde"
        verbose_name_plural = "stappen van rondes"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "step", "report"],
                condition=models.Q(withdrawn_at__isnull=True, report__isnull=False),
                name="reporting_roundstep_once_for_an_edition",
            ),
            models.UniqueConstraint(
                fields=["round", "step"],
                condition=models.Q(withdrawn_at__isnull=True, report__isnull=True),
                name="reporting_roundstep_once",
            ),
            models.CheckConstraint(
                condition=models.Q(report__isnull=True) | ~models.Q(step="kick_off"),
                name="reporting_roundstep_kick_off_without_report",
            ),
            models.CheckConstraint(
                condition=models.Q(report__isnull=False) | models.Q(step="kick_off"),
                name="reporting_roundstep_names_its_report",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawal_reason=""),
                name="reporting_roundstep_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.done_on:%d-%m-%Y}"

    @property
    def who(self) -> str:
        """Return who took the step."""
        return str(self.by) if self.by else "het portaal"

    @classmethod
    def record(
        cls, round_: ReportRound, step: Step, *, on: date, by: User | None, at: datetime, **about: Any
    ) -> "RoundStep":
        """Write down that a step was taken; `about` is its report, meeting and note.

        Raises WrongStateError when somebody was first.
        """
        try:
            with transaction.atomic():
                return cls._default_manager.create(round=round_, step=step, done_on=on, by=by, at=at, **about)
        except IntegrityError as error:
            raise WrongStateError("Deze stap is al gezet. Bekijk hoe de ronde nu staat.") from error

    def take_back(self, *, by: User, at: datetime, reason: str) -> None:
        """It was a mistake. Raises ValueError without a reason, WrongStateError when it was taken back already."""
        if not reason.strip():
            raise ValueError("Geef een reden: anderen moeten weten waarom deze stap is teruggenomen.")
        taken_back = {"withdrawn_by": by, "withdrawn_at": at, "withdrawal_reason": reason.strip()}
        self.change_or_refuse(models.Q(withdrawn_at__isnull=True), "Deze stap was al teruggenomen.", **taken_back)


class ReportComment(Lifecycle):
    """One comment on one section of a concept.

    Open: it waits for an answer. Answered: the bureau said what it does with it, and whether the text changed.
    Withdrawn: who wrote it took it back.
    """

    class State(models.TextChoices):
        """Says how far a comment has come."""

        OPEN = "open", "wacht op antwoord"
        ANSWERED = "answered", "beantwoord"
        WITHDRAWN = "withdrawn", "ingetrokken"

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField("onderdeel", max_length=60)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="namens"
    )
    text = models.TextField("reactie")
    state = models.CharField("stand", max_length=9, choices=State, default=State.OPEN)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door"
    )
    entered_at = models.DateTimeField("geschreven op")
    answer = models.TextField("antwoord", blank=True)
    has_changed = models.BooleanField("de rapportage is aangepast", default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    content_fields = ("text", "answer", "has_changed")

    class Meta:
        verbose_name = "reactie op het concept"
        verbose_name_plural = "reacties op het concept"
        ordering = ["entered_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="reporting_reportcomment_has_a_text"),
            models.CheckConstraint(
                condition=~models.Q(state="answered") | ~models.Q(answer="") & models.Q(answered_by__isnull=False),
                name="reporting_reportcomment_answered_with_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Reactie van {self.who}"

    @property
    def who(self) -> str:
        """Return who says it: a person, and for which Party."""
        return f"{self.entered_by} ({self.party})" if self.party else str(self.entered_by)

    @classmethod
    @transaction.atomic
    def place(
        cls, report: AnnualReport, *, section: str, text: str, party: Party | None, by: User, at: datetime
    ) -> "ReportComment":
        """Write a comment. Raises ValueError for an empty one."""
        if not text.strip():
            raise ValueError("Schrijf uw reactie op.")
        comment = cls._default_manager.create(
            report=report, section=section, text=text.strip(), party=party, entered_by=by, entered_at=at
        )
        comment.tell(by=by, at=at, to_state=comment.state, before={})
        return comment

    def reply(self, *, text: str, has_changed: bool, by: User, at: datetime, version: int) -> None:
        """Say what was done with it. Raises ValueError for an empty answer, WrongStateError when it is not open."""
        if not text.strip():
            raise ValueError("Schrijf op wat u met deze reactie doet.")
        self.move(
            [self.State.OPEN],
            self.State.ANSWERED,
            by=by,
            at=at,
            version=version,
            answer=text.strip(),
            has_changed=has_changed,
            answered_by=by,
            answered_at=at,
        )

    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take it back: by whoever wrote it, while it is open. Raises ValueError for another, WrongStateError."""
        if by.pk != self.entered_by_id:
            raise ValueError("Alleen wie de reactie schreef, kan die intrekken.")
        self.move([self.State.OPEN], self.State.WITHDRAWN, by=by, at=at)


class ReportCommentEvent(LifecycleEvent):
    """A step in the life of a comment."""

    comment = models.ForeignKey(ReportComment, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een reactie"
        verbose_name_plural = "stappen van reacties"
