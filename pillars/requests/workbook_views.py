"""Answers by file: the workbook of an executor and a zip of all, and reading them back after showing what changes."""

from collections.abc import Sequence
from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pillars.requests.answer_rows import AnswerExchange
from pillars.requests.answer_views import OfAnswer
from pillars.requests.answer_workbook import for_workbooks, workbook_name, write_all_workbooks, write_answer_workbook
from pillars.requests.forms import AnswerUploadForm
from pillars.requests.models import Answer, AnswerImport
from pillars.requests.request_views import OfRequest
from pillars.requests.tasks import start_check, start_enter
from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.pages.form_page import FormPage
from regiodeal.sheets.formats.write import CONTENT_TYPES
from regiodeal.sheets.reading import SheetKind
from regiodeal.sheets.views import DiscardFileImport, EnterFileImport, FileImportPage, FileImportProgress, ImportAccess


class AnswerWorkbook(OfAnswer):
    """Gives the workbook of one executor."""

    right = Right.ENTER_PROGRESS

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Write the workbook with what is known now."""
        [answer] = for_workbooks(Answer.objects.filter(pk=self.answer.pk))
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write_answer_workbook(answer, file)
        file.seek(0)
        kind = CONTENT_TYPES[SheetKind.XLSX]
        return FileResponse(file, as_attachment=True, filename=workbook_name(answer), content_type=kind)


class AnswerWorkbooks(OfRequest):
    """Gives the workbooks of all executors that may still answer."""

    right = Right.ENTER_PROGRESS

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Write the zip."""
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write_all_workbooks(self.asked, file)
        file.seek(0)
        name = f"uitvraag-{self.asked.year}-{self.deal.slug}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


class UploadAnswers(FormPage):
    """Takes a workbook or a zip of them and lets it be checked; nothing becomes an answer yet."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    title = "Werkboeken inlezen"
    save_label = "Kijk na wat er verandert"
    intro = "Kies een ingevuld werkboek, of een zip met veel werkboeken. U ziet eerst wat er verandert."
    takes_files = True

    imported: AnswerImport

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the request."""
        return [("Uitvraag", self.address())]

    def address(self) -> str:
        """Return the address of the newest request."""
        return reverse("request", args=[self.deal.slug])

    def form(self, data: Posted = None) -> AnswerUploadForm:
        """Return the form that asks for the file."""
        return AnswerUploadForm(data, files=self.uploads())

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse at once what can be seen at once; else go on to the page of the import."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        file, now = form.cleaned_data["file"], timezone.now()
        imported = AnswerImport.objects.create(
            deal_id=self.deal.pk, file_name=file.name, size=file.size, uploaded_by=self.user, uploaded_at=now
        )
        imported.folder.keep_upload(file.chunks())
        start_check(imported)
        return redirect(reverse("answer-import-job", args=[self.deal.slug, imported.pk]))


class OfAnswerImport(ImportAccess):
    """Base of the views of one import of answers."""

    right = Right.ENTER_PROGRESS
    model = AnswerImport
    names = "answer-import"


class AnswerImportPage(OfAnswerImport, FileImportPage):
    """One file: how far it is, then what it changes question by question, or what is wrong with it row by row."""

    section = "measures"
    template_name = "pillars/requests/answer_import.html"
    start = ("Werkboeken inlezen", "answer-import")

    def differences(self, start: int, stop: int) -> Sequence[object]:
        """Some of the rows that change something."""
        exchange = AnswerExchange(self.imported)
        return [exchange.unpack(packed).difference for packed in self.imported.folder.changes(start, stop)]


class AnswerImportProgress(OfAnswerImport, FileImportProgress):
    """Shows how far the work is."""


class EnterAnswers(OfAnswerImport, EnterFileImport):
    """Takes what a checked file says as the answers of its executors."""

    def start(self) -> None:
        """Start taking them."""
        start_enter(self.imported)


class DiscardAnswers(OfAnswerImport, DiscardFileImport):
    """Lets a file go."""
