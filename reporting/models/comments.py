"""What Parties and members of the overleg say about a concept, and what was done with it."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from regiodeal.covenant.models import Party, User
from regiodeal.covenant.models.lifecycle import Lifecycle, LifecycleEvent
from reporting.models.report import AnnualReport


class ReportComment(Lifecycle):
    """One comment on one section of a concept.

    Open: it waits for an answer. Answered: the bureau said what it does with it, and whether the text changed.
    Withdrawn: who wrote it took it back.
    """

    class State(models.TextChoices):
        """How far it is."""

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
        """Who says it: a person, and for which Party."""
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
        comment._keep_step("", by=by, at=at)
        return comment

    def reply(self, *, text: str, has_changed: bool, by: User, at: datetime, version: int) -> None:
        """Say what was done with it. Raises ValueError for an empty answer, WrongStateError when it is not open."""
        if not text.strip():
            raise ValueError("Schrijf op wat u met deze reactie doet.")
        self._move(
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
        """Take it back: by who wrote it, while it is open. Raises ValueError for another, WrongStateError."""
        if by.pk != self.entered_by_id:
            raise ValueError("Alleen wie de reactie schreef, kan die intrekken.")
        self._move([self.State.OPEN], self.State.WITHDRAWN, by=by, at=at)


class ReportCommentEvent(LifecycleEvent):
    """A step in the life of a comment."""

    comment = models.ForeignKey(ReportComment, on_delete=models.CASCADE, related_name="events")
    from_state = models.CharField(max_length=9, choices=ReportComment.State, blank=True)
    to_state = models.CharField(max_length=9, choices=ReportComment.State)

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een reactie"
        verbose_name_plural = "stappen van reacties"
