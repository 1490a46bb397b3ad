"""Answering for an executor that telephoned: write down what it told, add a file, send it."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from pillars.requests.answer_views import OfAnswer
from pillars.requests.answering import (
    IncompleteAnswerError,
    WrongValueError,
    add_file,
    send,
    write,
)
from pillars.requests.forms import AnswerFileForm, AnswerPartForm
from pillars.requests.models import AnswerChannel, AnswerPart
from regiodeal.base.forms import Posted, VersionForm
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage


class WriteForExecutor(OfAnswer, SeenFormPage):
    """Writes down what an executor told by telephone about one project; half work is kept."""

    right = Right.ENTER_PROGRESS
    template_name = "pillars/requests/write_part.html"
    intro = "Wat u hier bewaart, krijgt als bron: telefoon. U kunt stoppen en later verdergaan."

    part: AnswerPart

    def load(self) -> None:
        """Fetch what is asked about this project."""
        super().load()
        rows = AnswerPart.objects.filter(answer=self.answer).select_related("project", "earlier")
        self.part = get_object_or_404(rows, project__code=self.kwargs["code"])
        self.part.answer = self.answer

    def page_title(self) -> str:
        """Title the page by the project."""
        return f"Antwoord over {self.part.project}"

    def address(self) -> str:
        """Return the address of the answer."""
        return self.answer_address()

    def form(self, data: Posted = None) -> AnswerPartForm:
        """Return all that is asked."""
        return AnswerPartForm(data, part=self.part, today=timezone.localdate())

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the version that the form carries, which is that of the part."""
        held = self.request.POST.get("version", str(self.part.version))
        return super().get_context_data(
            part=self.part, answer=self.answer, file_form=AnswerFileForm(prefix="bestand"), held_version=held, **kwargs
        )

    def hold_what_was_seen(self) -> None:
        """Leave it to the verb: it refuses a version that moved on, and what was typed comes back."""

    def save(self, form: AnswerPartForm) -> str:
        """Keep it, complete or not."""
        version = seen_version(self.request.POST)
        try:
            write(
                self.part, form.written(), by=self.user, at=timezone.now(), version=version, channel=AnswerChannel.PHONE
            )
        except WrongValueError as refusal:
            form.add_error(refusal.name, str(refusal))
            raise ValueError("Er is nog niets bewaard.") from refusal
        return f"Bewaard: {self.part.project}."


class AddAnswerFile(OfAnswer, FormPage):
    """Adds a file to what is told about a project."""

    right = Right.ENTER_PROGRESS
    title = "Bestand toevoegen"
    takes_files = True

    part: AnswerPart

    def load(self) -> None:
        """Fetch what is asked about this project."""
        super().load()
        rows = AnswerPart.objects.filter(answer=self.answer).select_related("project")
        self.part = get_object_or_404(rows, project__code=self.kwargs["code"])
        self.part.answer = self.answer

    def address(self) -> str:
        """Return the address of the answer."""
        return self.answer_address()

    def form(self, data: Posted = None) -> AnswerFileForm:
        """Return the form that asks for a file."""
        return AnswerFileForm(data, files=self.uploads(), prefix="bestand")

    def save(self, form: AnswerFileForm) -> str:
        """Keep it."""
        return f"{add_file(self.part, form.cleaned_data['file'], by=self.user, at=timezone.now())} is toegevoegd."


class SendForExecutor(OfAnswer, SeenFormPage):
    """Sends an answer for an executor that told it by telephone."""

    right = Right.ENTER_PROGRESS
    title = "Versturen namens de uitvoerder"
    save_label = "Verstuur namens de uitvoerder"
    intro = "De contactpersonen krijgen een bericht met een kopie van wat u hebt ingevuld."

    def address(self) -> str:
        """Return the address of the answer."""
        return self.answer_address()

    def decides_on(self) -> Lifecycle:
        """Return the answer as it was seen."""
        return self.answer

    def form(self, data: Posted = None) -> VersionForm:
        """Return a form without a question."""
        return VersionForm(data, initial={"version": self.answer.version})

    def save(self, form: VersionForm) -> str:
        """Send it, or say what is missing."""
        del form
        version = seen_version(self.request.POST)
        try:
            send(self.answer, by=self.user, at=timezone.now(), version=version, channel=AnswerChannel.PHONE)
        except IncompleteAnswerError as refusal:
            texts = [f"{each.part.project.code}: {each.text}" for each in refusal.missing]
            raise ValueError(" ".join(texts)) from refusal
        return f"Het antwoord van {self.answer.executor} is verstuurd."
