"""The workbook of projects: down, and up after showing what changes."""

from collections.abc import Sequence
from tempfile import TemporaryFile

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pillars.project_book.book_work import ProjectExchange
from pillars.project_book.models import ProjectImport
from pillars.project_book.tasks import start_project_check, start_project_entry
from pillars.projects.choice import chosen_projects
from pillars.projects.models import Project
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.sheets.reading import SheetKind
from regiodeal.sheets.views import (
    DiscardFileImport,
    EnterFileImport,
    FileImportPage,
    FileImportProgress,
    ImportAccess,
    UploadForm,
    download,
)

RECENT = 20


class ProjectBookPage(DealPage):
    """Answers: how do I get the list of projects out, or many of them in?"""

    right = Right.ENTER_PROGRESS
    section = "measures"
    title = "Projecten in een werkboek"
    template_name = "pillars/project_book/project_book.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the projects."""
        return [("Projecten", reverse("projects", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, and the files that were read lately."""
        imports = ProjectImport.objects.filter(deal_id=self.deal.pk).select_related("uploaded_by")[:RECENT]
        return super().get_context_data(**{"upload_form": UploadForm(), "imports": imports} | kwargs)


class DownloadProjects(DealView):
    """The workbook with the projects of a choice: to fill in for who enters, else to read."""

    right = Right.SEE_DEAL
    section = "measures"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Make the file; nothing is kept."""
        from pillars.project_book.book_file import write_to_fill_in, write_to_read  # openpyxl is slow to import

        chosen = {row.pk for row in chosen_projects(self.deal, Project.objects.visible_to(self.rights), request.GET)}
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        may_enter = self.may(Right.ENTER_PROGRESS)
        (write_to_fill_in if may_enter else write_to_read)(file, self.deal, chosen)
        return download(file, SheetKind.XLSX, f"projecten-{self.deal.slug}-{timezone.localdate():%Y-%m-%d}")


class UploadProjects(ProjectBookPage):
    """Takes a workbook and lets it be checked; enters nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse at once what can be seen at once; else go on to the page of the import."""
        form = UploadForm(request.POST, files=request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(upload_form=form), status=422)
        file = form.cleaned_data["file"]
        about = {"deal_id": self.deal.pk, "uploaded_by": self.user, "uploaded_at": timezone.now()}
        imported = ProjectImport.objects.create(file_name=file.name, size=file.size, **about)
        imported.folder.keep_upload(file.chunks())
        start_project_check(imported, at_once=form.upload.is_small)
        return redirect(reverse("project-import-job", args=[self.deal.slug, imported.pk]))


class ProjectImportView(ImportAccess):
    """Base of the views of one import of projects."""

    right = Right.ENTER_PROGRESS
    model = ProjectImport
    names = "project-import"


class ProjectImportPage(ProjectImportView, FileImportPage):
    """One workbook: how far it is, then what it changes cell by cell, or what is wrong with it row by row."""

    section = "measures"
    template_name = "pillars/project_book/import_job.html"
    start = ("Projecten in een werkboek", "project-book")

    def differences(self, start: int, stop: int) -> Sequence[object]:
        """Some of the rows that change something."""
        exchange = ProjectExchange(self.imported)
        return exchange.differences(self.imported.folder.changes(start, stop))


class ProjectImportProgress(ProjectImportView, FileImportProgress):
    """Shows how far the work is."""


class EnterProjectImport(ProjectImportView, EnterFileImport):
    """Enters all that a checked workbook changes."""

    def start(self) -> None:
        """Start entering the projects."""
        start_project_entry(self.imported)


class DiscardProjectImport(ProjectImportView, DiscardFileImport):
    """Lets a workbook go without entering it."""
