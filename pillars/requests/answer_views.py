"""The bureau's pages of answers: read one, ask something back, take over one or many, remind who is silent."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.agreed.models import Measure
from pillars.requests.answering import (
    missing_of,
    return_with_question,
)
from pillars.requests.forms import QuestionForm
from pillars.requests.models import Answer, AnswerFile, AnswerPart, AnswerState
from pillars.requests.project_stories import take_story
from pillars.requests.request_mails import remind_now
from pillars.requests.request_standing import compared
from pillars.requests.request_views import OfRequest, to_projects
from pillars.requests.taking_over import TakenOver, take_over_many
from regiodeal.base.dutch import counted
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.files.kinds import CONTENT_TYPES, FileKind
from regiodeal.files.views import file_response
from regiodeal.lifecycle.seen import hold_all, seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.deal_page import Context, DealPage, DealView


class WithTicked(OfRequest):
    """The part that acts on ticked executors share."""

    right = Right.ENTER_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Do it with those that were ticked, each as it was on the page."""
        ticked = self.chosen(Answer.objects.filter(request=self.asked).select_related("executor", "request__deal"))
        if not ticked:
            messages.info(request, "U heeft niemand aangevinkt. Er is niets veranderd.")
        else:
            try:
                messages.success(request, self.act(ticked))
            except WrongStateError as refusal:
                messages.error(request, f"Er is niets veranderd. {refusal}")
        return redirect(self.request_address())

    def chosen(self, rows: QuerySet[Answer]) -> list[Answer]:
        """Return those that were ticked, each as it was on the page."""
        return list(hold_all(rows, self.request.POST.getlist("answers")))

    def act(self, ticked: list[Answer]) -> str:
        """Do it, and return what to tell. May raise WrongStateError."""
        raise NotImplementedError


class TakeOverAnswers(WithTicked):
    """Takes over what was sent, of one or many executors."""

    def act(self, ticked: list[Answer]) -> str:
        """Take over all of the ticked that were sent, or none."""
        sent = [answer for answer in ticked if answer.state == AnswerState.SENT]
        if not sent:
            raise WrongStateError("Wie u aanvinkte, heeft niets verstuurd dat nog niet is overgenomen.")
        left = len(ticked) - len(sent)
        more = f" {counted(left, 'antwoord was', 'antwoorden waren')} niet over te nemen." if left else ""
        found = take_over_many(sent, by=self.user, at=timezone.now())
        return f"{counted(len(sent), 'antwoord', 'antwoorden')} overgenomen. {_told(found)}{more}"


def _told(found: TakenOver) -> str:
    figures = counted(found.figures, "cijfer wacht", "cijfers wachten")
    milestones = f" {counted(found.milestones, 'mijlpaal', 'mijlpalen')} bijgewerkt." if found.milestones else ""
    return f"{figures} nu op een beoordelaar.{milestones}"


class RemindExecutors(WithTicked):
    """Reminds the ticked executors that did not send, or all of them."""

    def chosen(self, rows: QuerySet[Answer]) -> list[Answer]:
        """Return those that were ticked; with the button for it all that may still answer."""
        if "everybody" in self.request.POST:
            return [answer for answer in rows if answer.is_writable]
        return super().chosen(rows)

    def act(self, ticked: list[Answer]) -> str:
        """Let a mail go to each contact person, once a day at most."""
        if not self.asked.is_open:
            raise WrongStateError("De uitvraag is gesloten.")
        count = remind_now(ticked, at=timezone.now())
        if not count:
            raise WrongStateError("Zij hebben al verstuurd, of hebben geen contactpersoon.")
        return f"De herinnering gaat naar {counted(count, 'persoon', 'personen')}, hoogstens één keer per dag."


class OfAnswer(DealView):
    """The part that views of one answer share."""

    section = "measures"
    answer: Answer

    def load(self) -> None:
        """Fetch the answer of this deal."""
        rows = Answer.objects.filter(request__deal_id=self.deal.pk)
        self.answer = get_object_or_404(
            rows.select_related("executor", "request__deal", "answered_by"), pk=self.kwargs["pk"]
        )

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the request and, below it, to the answer."""
        request = self.answer.request
        crumb = (str(request), reverse("request-of-year", args=[self.deal.slug, request.year]))
        own = [] if type(self) is ExecutorAnswerPage else [(str(self.answer.executor), self.answer_address())]
        return [to_projects(self), crumb, *own]

    def answer_address(self) -> str:
        """Return the address of the answer."""
        return reverse("answer", args=[self.deal.slug, self.answer.pk])


class ExecutorAnswerPage(OfAnswer, DealPage):
    """Answers: what does this executor tell, what differs from plan and last time, and what do we do with it?"""

    right = Right.SEE_UNAPPROVED
    help_chapter = "projecten#de-uitvraag"
    template_name = "pillars/requests/answer.html"

    def page_title(self) -> str:
        """Title the page by the executor."""
        return f"{self.answer.executor}: antwoord {self.answer.request.year}"

    def get_context_data(self, **kwargs: object) -> Context:
        """What was told, figure by figure, what is missing, and the steps that can be taken."""
        answer, may = self.answer, self.may(Right.ENTER_PROGRESS)
        may_write = may and answer.is_writable and answer.request.is_open
        return super().get_context_data(
            answer=answer,
            asked=answer.request,
            parts=compared(answer),
            missing=kwargs.pop("missing", None) or (missing_of(answer) if answer.is_writable else []),
            may_write=may_write,
            may_send=may_write and answer.state != AnswerState.ASKED,
            may_decide=may and answer.state == AnswerState.SENT,
            question_form=kwargs.pop("question_form", None) or QuestionForm(),
            contacts=answer.executor.contacts.all() if may else (),
            events=answer.events.select_related("by"),
            **kwargs,
        )


class ReturnAnswer(OfAnswer, SeenFormPage):
    """Asks something back about what was sent."""

    right = Right.ENTER_PROGRESS
    title = "Een vraag terugsturen"
    save_label = "Stuur de vraag"

    def address(self) -> str:
        """Return the address of the answer."""
        return self.answer_address()

    def decides_on(self) -> Lifecycle:
        """Return the answer as it was seen."""
        return self.answer

    def form(self, data: Posted = None) -> QuestionForm:
        """Return the form that asks what one wants to know."""
        return QuestionForm(data)

    def save(self, form: QuestionForm) -> str:
        """Send it back."""
        version = seen_version(self.request.POST)
        question = form.cleaned_data["question"]
        return_with_question(self.answer, question, by=self.user, at=timezone.now(), version=version)
        return f"Uw vraag gaat naar {self.answer.executor}. Zij kunnen het antwoord aanpassen."


class AnswerFileView(DealView):
    """Gives a file of an answer."""

    right = Right.SEE_UNAPPROVED

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give the file to who may see what was not approved."""
        rows = AnswerFile.objects.filter(part__answer__request__deal_id=self.deal.pk, removed_at=None)
        found = get_object_or_404(rows, pk=self.kwargs["pk"])
        return file_response(found.file, name=found.name, content_type=CONTENT_TYPES[FileKind(found.kind)])


class TakeStory(DealView):
    """Adds what a project told to the story of its measure."""

    right = Right.ENTER_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Add it, and go back to where one writes."""
        measure = get_object_or_404(Measure, deal_id=self.deal.pk, code=self.kwargs["code"])
        year = self.kwargs["year"]
        rows = AnswerPart.objects.filter(answer__request__deal_id=self.deal.pk, answer__state=AnswerState.TAKEN)
        rows = rows.filter(answer__request__figure_year=year).select_related("project")
        part = get_object_or_404(rows, pk=self.kwargs["pk"])
        version = seen_version(request.POST) or None
        try:
            take_story(part, measure, year=year, by=self.user, at=timezone.now(), version=version)
            messages.success(request, f"De tekst van {part.project} staat nu in de voortgang. Maak er één verhaal van.")
        except WrongStateError as refusal:
            messages.error(request, f"Er is niets toegevoegd. {refusal}")
        return redirect(reverse("write-entry", args=[self.deal.slug, measure.code, year]))
