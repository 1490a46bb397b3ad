"""Figures, stories and places in files: a template to fill in, an export, and reading after showing what changes."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from pillars.exchange.checking import RESOURCES
from pillars.exchange.differences import differences
from pillars.exchange.forms import FigureExportForm, TemplateForm
from pillars.exchange.models import ImportJob
from pillars.exchange.resources import ExchangeResource
from pillars.exchange.tasks import start_check, start_enter
from pillars.exchange.work import FigureExchange
from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.sheets.formats.write import write
from regiodeal.sheets.models import ImportState
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
ANOTHER_LIST = "Er is niets ingevoerd: deze lijst is intussen al verwerkt. Hieronder staat wat nog op uw keuze wacht."


class ExchangePage(DealPage):
    """Answers: how do I get figures out, or many of them in? Only downloads for whoever does not enter."""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Cijfers uitwisselen"
    template_name = "pillars/exchange/exchange.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The forms, and the files that were read lately."""
        context: dict[str, object] = {"export_form": FigureExportForm(auto_id="export-%s")}
        if self.may(Right.ENTER_PROGRESS):
            context |= {"template_form": self.template_form(), "upload_form": UploadForm()}
            context |= {"imports": self.deal.importjob_set.select_related("uploaded_by")[:RECENT]}
        return super().get_context_data(**context | kwargs)

    def template_form(self, data: Posted = None) -> TemplateForm:
        """The form that asks for a file to fill in."""
        chosen = {"soort": self.request.GET.get("soort") or ImportJob.Kind.MEASUREMENTS}
        return TemplateForm(data, initial=chosen, deal=self.deal, today=timezone.localdate(), auto_id="template-%s")

    def resource(self, kind: str, **options: Any) -> ExchangeResource:
        """The columns of a kind of rows."""
        return RESOURCES[kind](self.deal, by=self.user, **options)


class DownloadExport(ExchangePage):
    """All rows of a kind that this user may see, as they were known on the reference date."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Write the file while it is read from the database; nothing is kept."""
        form = FigureExportForm(request.GET, auto_id="export-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(export_form=form), status=422)
        resource = self.resource(form.cleaned_data["soort"], in_words=False)
        kind = SheetKind(form.cleaned_data["formaat"])
        rows = resource.known(self.on, unapproved=self.may(Right.SEE_UNAPPROVED))
        headings = resource.titles(resource.export_fields)
        title = str(ImportJob.Kind(resource.layout_name).label).capitalize()
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write(kind, file, title, headings, resource.exported(rows, resource.export_fields))
        return download(file, kind, f"{title.lower()}-{self.deal.slug}-{self.on:%Y-%m-%d}")


class DownloadTemplate(ExchangePage):
    """The file to fill in for a year."""

    right = Right.ENTER_PROGRESS

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Make the file of what the deal asks for, with what is known."""
        form = self.template_form(request.GET)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(template_form=form), status=422)
        resource, year = self.resource(form.cleaned_data["soort"]), form.cleaned_data["jaar"]
        kind = SheetKind(form.cleaned_data["formaat"])
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        from pillars.exchange.template import write_template  # openpyxl is slow to import

        write_template(kind, file, resource, year)
        about = [str(ImportJob.Kind(resource.layout_name).label), *([str(year)] if year else [])]
        return download(file, kind, f"invullen-{'-'.join(about)}-{self.deal.slug}")


class UploadFile(ExchangePage):
    """Takes a file and lets it be checked; enters nothing."""

    right = Right.ENTER_PROGRESS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse at once what can be seen at once; else go on to the page of the import."""
        form = UploadForm(request.POST, files=request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(upload_form=form), status=422)
        file = form.cleaned_data["file"]
        imported = ImportJob.objects.create(
            deal=self.deal, file_name=file.name, size=file.size, uploaded_by=self.user, uploaded_at=timezone.now()
        )
        imported.folder.keep_upload(file.chunks())
        start_check(imported, at_once=form.upload.is_small)
        return redirect(reverse("exchange-import-job", args=[self.deal.slug, imported.pk]))


class ImportView(ImportAccess):
    """Base of the views of one import of figures."""

    right = Right.ENTER_PROGRESS
    model = ImportJob
    names = "exchange-import"

    @property
    def seen(self) -> str:
        """Return which list of rows its owner reads: after a part was entered, another list waits."""
        return self.imported.finished_at.isoformat() if self.imported.finished_at else ""


class ImportPage(ImportView, FileImportPage):
    """One file: how far it is, then what it changes cell by cell, or what is wrong with it row by row."""

    section = "measures"
    template_name = "pillars/exchange/import_job.html"
    start = ("Cijfers uitwisselen", "exchange")

    def get_context_data(self, **kwargs: object) -> Context:
        """Add that its owner chooses which rows are entered."""
        return super().get_context_data(may_choose=True, seen=self.seen, **kwargs)

    def differences(self, start: int, stop: int) -> Sequence[object]:
        """Some of the rows that change something."""
        resource = RESOURCES[self.imported.kind](self.deal)
        folder = self.imported.folder
        return differences(resource, map(resource.unpack, folder.changes(start, stop)), folder.choice())


class ImportProgress(ImportView, FileImportProgress):
    """Shows how far the work is."""


class EnterImport(ImportView, EnterFileImport):
    """Enters what its owner chose of a checked file, as drafts or submitted."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep what was chosen of the rows on the page, and enter it unless that was all that was asked."""
        if self.is_mine and self.imported.state == ImportState.CHECKED:
            if request.POST.get("seen") != self.seen:
                messages.error(request, ANOTHER_LIST)
                return redirect(self.address("job"))
            if "choose" in request.POST:
                self.imported.folder.choose(self._chosen)
                page = request.POST["choose"]
                return redirect(f"{self.address('job')}?{urlencode({'page': page})}")
            if not self._takes_any():
                messages.error(request, "Er is niets ingevoerd: kies ten minste één rij.")
                return redirect(self.address("job"))
        return super().post(request, *args, **kwargs)

    @property
    def _chosen(self) -> dict[int, bool]:
        """Return of each row on the page whether it has a tick."""
        taken = set(self.request.POST.getlist("take"))
        shown = [row for row in self.request.POST.getlist("shown") if row.isdecimal() and len(row) < 10]
        return {int(row): row in taken for row in shown}

    def _takes_any(self) -> bool:
        exchange, chosen = FigureExchange(self.imported), self._chosen
        changes = map(exchange.unpack, self.imported.folder.changes())
        return any(chosen.get(change.row, exchange.takes(change)) for change in changes)

    def start(self) -> None:
        """Keep the choice, now that nobody else can enter the list any more, and start entering the figures."""
        self.imported.folder.choose(self._chosen)
        start_enter(self.imported)


class DiscardImport(ImportView, DiscardFileImport):
    """Lets a file go without entering it."""
