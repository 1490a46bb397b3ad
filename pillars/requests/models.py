"""Requests (uitvragen) and answers (antwoorden): each executor tells of its projects once, where the facts arise.

What is asked follows from plans, norms and the round (asked.py) and is laid down in rows when the request is opened, so
that it does not change under the hands of who answers. The verbs: requesting.py, answering.py and taking_over.py.
"""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models

from pillars.agreed.models import Indicator, IndicatorItem
from pillars.measurements.models import Measurement
from pillars.projects.models import Executor, Milestone, Project
from regiodeal.deals.models import Deal
from regiodeal.files.models import KeptFile
from regiodeal.lifecycle.steps import Guarded, Lifecycle, LifecycleEvent
from regiodeal.sheets.models import FileImport, FileImportQuerySet


class RequestState(models.TextChoices):
    """Says whether a request can be answered."""

    OPEN = "open", "open"
    CLOSED = "closed", "gesloten"


class Request(Lifecycle):
    """A request (uitvraag): what all executors with running projects are asked for one round.

    Open: executors answer, also after the last day. Closed: nothing is answered any more; what was sent can still be
    taken over. `year` is the year in which the round closes, `figure_year` the year that its figures are about.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="requests")
    year = models.PositiveSmallIntegerField("ronde")
    figure_year = models.PositiveSmallIntegerField("cijfers over")
    opened_on = models.DateField("begonnen op")
    last_day = models.DateField("antwoorden tot en met")
    text = models.TextField("tekst bij het begin", blank=True)
    state = models.CharField("stand", max_length=10, choices=RequestState, default=RequestState.OPEN)

    content_fields = ("year", "last_day", "text")

    class Meta:
        verbose_name = "uitvraag"
        verbose_name_plural = "uitvragen"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "year"],
                name="pillars_request_once_a_round",
                violation_error_message="Voor deze ronde is er al een uitvraag.",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("opened_on")), name="pillars_request_last_day_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"Uitvraag {self.year}"

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be answered."""
        return self.state == RequestState.OPEN


class RequestEvent(LifecycleEvent):
    """A step in the life of a request."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een uitvraag"
        verbose_name_plural = "stappen van uitvragen"


class AnswerState(models.TextChoices):
    """Says how far an answer is."""

    ASKED = "asked", "gevraagd"
    BEGUN = "begun", "begonnen"
    SENT = "sent", "verstuurd"
    RETURNED = "returned", "teruggevraagd"
    TAKEN = "taken", "overgenomen"


WRITABLE = (AnswerState.ASKED, AnswerState.BEGUN, AnswerState.RETURNED)


class AnswerChannel(models.TextChoices):
    """Says by which way an answer came: by the executor itself, or told to the bureau."""

    PORTAL = "portal", "portaal"
    FILE = "file", "bestand"
    PHONE = "phone", "telefoon"


class Answer(Lifecycle):
    """The answer (antwoord) of one executor to a request, with a part for each of its projects.

    Asked: nobody has written anything. Begun: half work is kept. Sent: the executor is done, and the bureau looks.
    Returned: the bureau asked something back (`question`), and the executor may change it and send it again. Taken: the
    bureau took it over, and its figures go through the review.

    Everything that is written makes a new version of it, with a row of trail; so who sends or takes it over, does that
    with what they saw.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="answers")
    executor = models.ForeignKey(Executor, on_delete=models.PROTECT, related_name="answers", verbose_name="uitvoerder")
    state = models.CharField("stand", max_length=10, choices=AnswerState, default=AnswerState.ASKED)
    channel = models.CharField("langs", max_length=6, choices=AnswerChannel, default=AnswerChannel.PORTAL)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ingevuld door",
    )
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    question = models.TextField("vraag", blank=True)

    step_fields = ("channel", "question")

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["executor__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "executor"], name="pillars_answer_once_an_executor"),
            models.CheckConstraint(
                condition=~models.Q(state=AnswerState.RETURNED) | ~models.Q(question=""),
                name="pillars_answer_returned_with_question",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(AnswerState.SENT, AnswerState.TAKEN)) | models.Q(sent_at__isnull=False),
                name="pillars_answer_sent_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.executor}"

    @property
    def is_writable(self) -> bool:
        """Tell whether it may be written in, as far as its own state goes; the request must be open too."""
        return self.state in WRITABLE


class AnswerEvent(LifecycleEvent):
    """A step in the life of an answer, or something that was written in it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een antwoord"
        verbose_name_plural = "stappen van antwoorden"


def _euro(name: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """An amount of money in euro incl. btw; None while nobody told it."""
    return models.DecimalField(name, max_digits=14, decimal_places=2, null=True, blank=True)


class AnswerPart(Guarded):
    """What an answer tells of one project: its story in four questions, its money (euro incl. btw) and hours in kind.

    `is_unchanged` says that story and money are as they were in `earlier`, the last answer about the same project that
    was taken over. `version` guards what is written in it, its figures and its milestones.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="parts")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="answer_parts", verbose_name="project")
    earlier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later", verbose_name="vorige keer"
    )
    version = models.PositiveIntegerField("versie", default=1)
    done = models.TextField("wat is gedaan", blank=True)
    upcoming = models.TextField("wat komt er nu", blank=True)
    on_schedule = models.BooleanField("op schema", null=True, blank=True)
    why_not = models.TextField("waarom niet op schema", blank=True)
    learned = models.TextField("wat is geleerd", blank=True)
    spent = _euro("tot nu toe uitgegeven (euro, incl. btw)")
    still_to_spend = _euro("nog uit te geven (euro, incl. btw)")
    hours_in_kind = models.DecimalField("uren in natura", max_digits=9, decimal_places=2, null=True, blank=True)
    note = models.TextField("opmerking", blank=True)
    is_unchanged = models.BooleanField("verhaal en geld ongewijzigd", default=False)

    STORY: ClassVar[tuple[str, ...]] = ("done", "upcoming", "on_schedule", "why_not", "learned")
    MONEY: ClassVar[tuple[str, ...]] = ("spent", "still_to_spend", "hours_in_kind")
    WRITTEN: ClassVar[tuple[str, ...]] = (*STORY, *MONEY, "note")

    class Meta:
        verbose_name = "antwoord over een project"
        verbose_name_plural = "antwoorden over projecten"
        ordering = ["project__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "project"], name="pillars_answerpart_once_a_project"),
            models.CheckConstraint(
                condition=(models.Q(spent__isnull=True) | models.Q(spent__gte=0))
                & (models.Q(still_to_spend__isnull=True) | models.Q(still_to_spend__gte=0))
                & (models.Q(hours_in_kind__isnull=True) | models.Q(hours_in_kind__gte=0)),
                name="pillars_answerpart_amounts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)


class AnswerFigure(models.Model):
    """A figure that is asked of a project, with what was known when it was asked: its plan and the last approved value.

    `value` is in the indicator's unit; None while nobody told it. Where days add up it is what came since then, and
    `last_value` is all that came before. `is_unchanged` says that it is as it was. `measurement` is what it became
    when the answer was taken over.
    """

    part = models.ForeignKey(AnswerPart, on_delete=models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(
        IndicatorItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="onderdeel"
    )
    year = models.PositiveSmallIntegerField("jaar")
    planned = models.DecimalField("gepland", max_digits=14, decimal_places=2, null=True, blank=True)
    last_value = models.DecimalField("vorige keer", max_digits=14, decimal_places=2, null=True, blank=True)
    last_about = models.CharField("vorige keer over", max_length=30, blank=True)
    value = models.DecimalField("waarde", max_digits=14, decimal_places=2, null=True, blank=True)
    is_unchanged = models.BooleanField("ongewijzigd", default=False)
    note = models.TextField("toelichting", blank=True)
    measurement = models.ForeignKey(
        Measurement, on_delete=models.SET_NULL, null=True, blank=True, related_name="answer_figures"
    )

    class Meta:
        verbose_name = "gevraagd cijfer"
        verbose_name_plural = "gevraagde cijfers"
        ordering = ["indicator__position", "item__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "indicator", "item", "year"],
                name="pillars_answerfigure_once",
            ),
            models.UniqueConstraint(
                fields=["part", "indicator", "year"],
                condition=models.Q(item=None),
                name="pillars_answerfigure_whole_once",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__gte=0),
                name="pillars_answerfigure_value_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(is_unchanged=False) | models.Q(value__isnull=False),
                name="pillars_answerfigure_unchanged_has_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.about}"

    @property
    def name(self) -> str:
        """The indicator, and the part of it where there is one."""
        return f"{self.indicator.name}, {self.item.name}" if self.item else self.indicator.name

    @property
    def about(self) -> str:
        """Of when it is asked: a year, what came since the last time, or how it stands on the day of the answer."""
        if self.indicator.is_yearly:
            return f"over {self.year}"
        return "wat erbij kwam sinds de vorige keer" if self.adds_up else "stand van nu"

    @property
    def adds_up(self) -> bool:
        """Tell whether it is about what came since the last time: figures about days that are added up."""
        return not self.indicator.is_yearly and self.indicator.aggregation == Indicator.Aggregation.SUM

    @property
    def unchanged_value(self) -> Decimal | None:
        """Return what it is when nothing changed; None where nothing is known to have stayed the same."""
        return Decimal(0) if self.adds_up else self.last_value

    @property
    def value_words(self) -> str:
        """The value as people say it; empty while there is none."""
        return "" if self.value is None else self.indicator.in_words(self.value)

    @property
    def planned_words(self) -> str:
        """What was planned, as people say it; empty where nothing was."""
        return "" if self.planned is None else self.indicator.in_words(self.planned)

    @property
    def last_words(self) -> str:
        """The last approved value, as people say it; empty where there is none."""
        return "" if self.last_value is None else self.indicator.in_words(self.last_value)


class AnswerMilestone(models.Model):
    """A milestone of a project that is due: reached on a day, or moved to a new day with the reason.

    `due_on` is the day that was agreed when it was asked. `is_unchanged`: not reached yet, and the day stands.
    """

    part = models.ForeignKey(AnswerPart, on_delete=models.CASCADE, related_name="milestones")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="answers")
    due_on = models.DateField("klaar op")
    reached_on = models.DateField("bereikt op", null=True, blank=True)
    new_day = models.DateField("nieuwe dag", null=True, blank=True)
    reason = models.TextField("waarom later", blank=True)
    is_unchanged = models.BooleanField("nog niet bereikt, de dag blijft staan", default=False)

    class Meta:
        verbose_name = "gevraagde mijlpaal"
        verbose_name_plural = "gevraagde mijlpalen"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["part", "milestone"], name="pillars_answermilestone_once"),
            models.CheckConstraint(
                condition=models.Q(reached_on__isnull=True) | models.Q(new_day__isnull=True),
                name="pillars_answermilestone_reached_or_moved",
            ),
        ]

    def __str__(self) -> str:
        return str(self.milestone)


class AnswerFile(KeptFile):
    """A file or photo that an executor sends along with what it tells of a project."""

    folder = "answers"

    part = models.ForeignKey(AnswerPart, on_delete=models.PROTECT, related_name="files")

    class Meta(KeptFile.Meta):
        verbose_name = "bestand bij een antwoord"
        verbose_name_plural = "bestanden bij antwoorden"

    @property
    def is_settled(self) -> bool:
        """Tell whether its answer was taken over."""
        return self.part.answer.state == AnswerState.TAKEN


class AnswerMail(models.Model):
    """One mail about an answer to one address at one moment: it is made once, whoever runs.

    Made: it waits. Claimed: one run has it in hand. Sent: it went out. Dropped: by then there was nothing to say.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="mails")
    address = models.EmailField("aan")
    moment = models.CharField("moment", max_length=20)
    made_at = models.DateTimeField("gemaakt op")
    claim = models.UUIDField("ronde", null=True, blank=True)
    claimed_at = models.DateTimeField("in behandeling sinds", null=True, blank=True)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    dropped_at = models.DateTimeField("vervallen op", null=True, blank=True)

    class Meta:
        verbose_name = "bericht bij een antwoord"
        verbose_name_plural = "berichten bij antwoorden"
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["answer", "address", "moment"], name="pillars_answermail_once")]

    def __str__(self) -> str:
        return f"{self.answer}: {self.moment}"


class AnswerImport(FileImport):
    """One file that the bureau uploaded: the workbook of an executor, or a zip of many.

    Entered, it was taken as the answers of those executors; what is complete was sent.
    """

    place = "answer-imports"
    words: ClassVar = {
        "new": ("antwoord", "antwoorden"),
        "revision": ("gewijzigd antwoord", "gewijzigde antwoorden"),
    }

    objects = FileImportQuerySet["AnswerImport"].as_manager()

    class Meta(FileImport.Meta):
        verbose_name = "inlezen van antwoorden"
        verbose_name_plural = "ingelezen antwoorden"

    @property
    def is_reviewed(self) -> bool:
        """Answers are reviewed once they are taken over, and not before."""
        return False
