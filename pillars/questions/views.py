"""The pages of questions: ask one about an entry, read all that one may, answer, and close."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from pillars.questions.forms import AskQuestionForm, QuestionFilter, QuestionReplyForm
from pillars.questions.models import EntryQuestion, QuestionState
from pillars.questions.subjects_of_questions import people_to_ask, subject_address, subjects
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import ReviewedEntry
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context, DealView
from regiodeal.pages.form_page import FormPage
from regiodeal.sheets.list_download import DownloadableList, ListColumn

QUESTION_COLUMNS = (
    ListColumn("vraag", "Vraag", lambda row: row.text),
    ListColumn("over", "Over", lambda row: str(row.subject)),
    ListColumn("van", "Van", lambda row: str(row.asked_by)),
    ListColumn("aan", "Aan", lambda row: str(row.asked_of)),
    ListColumn("dag", "Gesteld", lambda row: timezone.localdate(row.asked_at)),
    ListColumn("antwoord", "Antwoord", lambda row: row.answer),
    ListColumn("stand", "Stand", lambda row: row.get_state_display()),
)


class QuestionsPage(DownloadableList):
    """Answers: what was asked, and what still has no answer?"""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Vragen over cijfers en teksten"
    template_name = "pillars/questions/questions.html"
    list_name = "vragen"
    list_columns = QUESTION_COLUMNS

    def listed(self, context: Context) -> Iterable[Any]:
        """The questions that were asked for."""
        return context["rows"]  # type: ignore[return-value]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to one's work."""
        return [("Mijn werk", reverse("my-work", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The questions that were asked for, about what one may read."""
        filters = QuestionFilter(self.request.GET)
        which = filters.cleaned_data["welke"] if filters.is_valid() else ""
        rows = EntryQuestion.objects.visible_to(self.deal, rights=self.rights).with_subjects()
        if which == "mij":
            rows = rows.filter(Q(asked_by=self.user) | Q(asked_of=self.user))
        elif not which:
            rows = rows.exclude(state=QuestionState.CLOSED)
        return super().get_context_data(filters=filters, is_filtered=bool(which), rows=rows, **kwargs)


class AskQuestion(FormPage):
    """Asks somebody about an entry that one may read."""

    right = Right.ANSWER_QUESTIONS
    section = "measures"
    save_label = "Stel de vraag"
    subject: ReviewedEntry

    def load(self) -> None:
        """Fetch the entry, cut to what the user may see."""
        rows = subjects(self.kwargs["kind"], self.deal, rights=self.rights)
        self.subject = get_object_or_404(rows, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by what the question is about."""
        return f"Vraag over {self.subject}"

    def introduction(self) -> str:
        """Return who reads it."""
        return "Wie het cijfer of de tekst mag lezen, leest ook de vraag en het antwoord."

    def address(self) -> str:
        """Return the page of the entry."""
        return subject_address(self.deal.slug, self.subject)

    def form(self, data: Posted = None) -> AskQuestionForm:
        """The form, with who entered it chosen."""
        people = people_to_ask(self.deal, self.subject, besides=self.user)
        return AskQuestionForm(data, people=people, initial={"asked_of": self.subject.entered_by_id})

    def save(self, form: AskQuestionForm) -> str:
        """Ask it."""
        of, text = form.cleaned_data["asked_of"], form.cleaned_data["text"]
        EntryQuestion.ask(self.subject, deal=self.deal, of=of, text=text, by=self.user, at=timezone.now())
        return f"Uw vraag is gesteld aan {of}. U krijgt bericht als er antwoord is."


class QuestionView(DealView):
    """Base of the views of one question; who may not read what it is about does not know of it."""

    question: EntryQuestion

    def load(self) -> None:
        """Fetch the question, cut to what the user may see."""
        rows = EntryQuestion.objects.visible_to(self.deal, rights=self.rights).with_subjects()
        self.question = get_object_or_404(rows, pk=self.kwargs["pk"])


class QuestionPage(QuestionView, SeenFormPage):
    """One question with its answer, or the form to answer it."""

    right = Right.SEE_DEAL
    section = "measures"
    right_to_save = Right.ANSWER_QUESTIONS
    template_name = "pillars/questions/question.html"
    save_label = "Geef antwoord"

    def page_title(self) -> str:
        """Title the page by what it is about."""
        return str(self.question)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Vragen", reverse("questions", args=[self.deal.slug]))]

    def address(self) -> str:
        """Return the address of this page."""
        return reverse("question", args=[self.deal.slug, self.question.pk])

    def decides_on(self) -> EntryQuestion:
        """Return the question: it may be answered meanwhile."""
        return self.question

    def form(self, data: Posted = None) -> QuestionReplyForm | None:
        """The field of the answer, for whoever may give it now."""
        return QuestionReplyForm(data) if data is not None or self._may_answer() else None

    def save(self, form: QuestionReplyForm) -> str:
        """Answer it."""
        row, may_for_all = self.question, self.may(Right.ENTER_PROGRESS)
        row.reply(
            form.cleaned_data["answer"],
            by=self.user,
            at=timezone.now(),
            version=row.version,
            may_for_all=may_for_all,
        )
        return f"Uw antwoord is gegeven. {row.asked_by} krijgt er bericht van."

    def _may_answer(self) -> bool:
        row = self.question
        is_theirs = row.asked_of_id == self.user.pk or self.may(Right.ENTER_PROGRESS)
        return row.state == QuestionState.ASKED and row.asked_by_id != self.user.pk and is_theirs

    def get_context_data(self, **kwargs: object) -> Context:
        """The question, what it is about, its trail, and whether this user may close it."""
        row = self.question
        may_close = row.asked_by_id == self.user.pk and row.state != QuestionState.CLOSED
        return super().get_context_data(
            question=row,
            subject_url=subject_address(self.deal.slug, row.subject),
            events=row.events.select_related("by"),
            may_close=may_close and self.may(Right.ANSWER_QUESTIONS),
            **kwargs,
        )


class CloseQuestion(QuestionView):
    """Closes a question: who asked has read the answer, or needs none any more."""

    right = Right.ANSWER_QUESTIONS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Close it as it was seen."""
        row, version = self.question, seen_version(request.POST)
        url = reverse("question", args=[self.deal.slug, row.pk])
        hold(row, version, url=url)
        try:
            row.close(by=self.user, at=timezone.now(), version=version)
        except (ValueError, WrongStateError) as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "De vraag is afgesloten.")
        return HttpResponseRedirect(url)
