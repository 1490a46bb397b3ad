"""A question about one figure, story or explanation, to one person; its answer, and that it is closed."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction

from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.stories.models import ProgressEntry
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.steps import Lifecycle, LifecycleEvent

SUBJECTS = ("measurement", "entry", "outcome", "explanation")
OWN_QUESTION = "U heeft deze vraag zelf gesteld. Een ander moet haar beantwoorden."
NOT_ASKED = "Deze vraag is niet aan u gesteld."
NOT_TO_CLOSE = "Alleen wie de vraag stelde, sluit haar af."


class EntryQuestionQuerySet(models.QuerySet["EntryQuestion"]):
    """Questions, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right]) -> Self:
        """The questions of the deal about what one may read: who may not see unapproved work reads of what counts."""
        rows = self.filter(deal_id=deal.pk)
        if Right.SEE_UNAPPROVED in rights:
            return rows
        counts = models.Q()
        for name in SUBJECTS:
            counts |= models.Q(**{f"{name}__state": State.APPROVED})
        return rows.filter(counts)

    def with_subjects(self) -> Self:
        """Bring along what each is about, and who asked and is asked."""
        return self.select_related(
            *("measurement__indicator", "measurement__item", "entry__measure", "explanation__target"),
            *("outcome__indicator__deal", "outcome__area", "asked_by", "asked_of", "answered_by"),
        )

    def waiting_for(self, user: User) -> Self:
        """Those that the user has to answer, and answers to what the user asked, which they read and close."""
        asked = models.Q(state=QuestionState.ASKED, asked_of=user)
        return self.filter(asked | models.Q(state=QuestionState.ANSWERED, asked_by=user)).order_by("asked_at", "pk")


class QuestionState(models.TextChoices):
    """Says how far a question is."""

    ASKED = "asked", "gesteld"
    ANSWERED = "answered", "beantwoord"
    CLOSED = "closed", "afgesloten"


class EntryQuestion(Lifecycle):
    """One question about one entry. Who may read the entry reads the question and its answer.

    Asked: it waits for who is asked. Answered: it waits for who asked, to read it. Closed: it is over, answered or not.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+")
    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, null=True, related_name="questions")
    entry = models.ForeignKey(ProgressEntry, on_delete=models.PROTECT, null=True, related_name="questions")
    outcome = models.ForeignKey(OutcomeMeasurement, on_delete=models.PROTECT, null=True, related_name="questions")
    explanation = models.ForeignKey(Explanation, on_delete=models.PROTECT, null=True, related_name="questions")
    text = models.TextField("vraag")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gesteld door"
    )
    asked_at = models.DateTimeField("gesteld op")
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="aan wie"
    )
    answer = models.TextField("antwoord", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="beantwoord door"
    )
    answered_at = models.DateTimeField("beantwoord op", null=True)
    state = models.CharField("stand", max_length=10, choices=QuestionState, default=QuestionState.ASKED)

    objects = EntryQuestionQuerySet.as_manager()
    content_fields = ("text",)
    step_fields = ("answer",)

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(measurement__isnull=False, entry=None, outcome=None, explanation=None)
                | models.Q(measurement=None, entry__isnull=False, outcome=None, explanation=None)
                | models.Q(measurement=None, entry=None, outcome__isnull=False, explanation=None)
                | models.Q(measurement=None, entry=None, outcome=None, explanation__isnull=False),
                name="pillars_entryquestion_about_one_entry",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="answered") | ~models.Q(answer="") & models.Q(answered_by__isnull=False),
                name="pillars_entryquestion_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Vraag over {self.subject}"

    @property
    def subject(self) -> ReviewedEntry:
        """Return what it is about."""
        found = self.measurement or self.entry or self.outcome or self.explanation
        assert found is not None  # the database says so
        return found

    @classmethod
    @transaction.atomic
    def ask(cls, subject: ReviewedEntry, *, deal: Deal, of: User, text: str, by: User, at: datetime) -> Self:
        """Ask somebody about an entry. Raises ValueError without words, or for a question to oneself."""
        if not text.strip():
            raise ValueError("Schrijf op wat u wilt weten.")
        if of.pk == by.pk:
            raise ValueError("U kunt uzelf geen vraag stellen.")
        about = {name_of(subject): subject}
        row = cls.objects.create(deal=deal, text=text.strip(), asked_of=of, asked_by=by, asked_at=at, **about)
        row.tell(by=by, at=at, to_state=row.state, before={})
        return row

    def reply(self, text: str, *, by: User, at: datetime, version: int, may_for_all: bool) -> None:
        """Answer it: who is asked, or (`may_for_all`) whoever enters progress.

        Raises ValueError without words or for whom it is not asked of, WrongStateError unless it waits for an answer.
        """
        if not text.strip():
            raise ValueError("Schrijf uw antwoord op.")
        if by.pk == self.asked_by_id:
            raise ValueError(OWN_QUESTION)
        if by.pk != self.asked_of_id and not may_for_all:
            raise ValueError(NOT_ASKED)
        self.move(
            (QuestionState.ASKED,),
            QuestionState.ANSWERED,
            by=by,
            at=at,
            version=version,
            answer=text.strip(),
            answered_by=by,
            answered_at=at,
        )

    def close(self, *, by: User, at: datetime, version: int) -> None:
        """End it: who asked. Raises ValueError for another, WrongStateError for what is closed or moved on."""
        if by.pk != self.asked_by_id:
            raise ValueError(NOT_TO_CLOSE)
        self.move((QuestionState.ASKED, QuestionState.ANSWERED), QuestionState.CLOSED, by=by, at=at, version=version)


class EntryQuestionEvent(LifecycleEvent):
    """A step in the life of a question."""

    question = models.ForeignKey(EntryQuestion, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een vraag"
        verbose_name_plural = "stappen van vragen"


# What one may ask something about.
ASKED_ABOUT = (Measurement, ProgressEntry, OutcomeMeasurement, Explanation)


def name_of(subject: ReviewedEntry) -> str:
    """Return under which name a question holds such an entry. Raises WrongStateError for what nobody asks about."""
    match subject:
        case Measurement():
            return "measurement"
        case ProgressEntry():
            return "entry"
        case OutcomeMeasurement():
            return "outcome"
        case Explanation():
            return "explanation"
        case _:
            raise WrongStateError("Hierover stelt u geen vraag.")
