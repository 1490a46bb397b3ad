"""The workbook of contributions: down, and up after showing what changes."""

from collections.abc import Sequence
from tempfile import TemporaryFile

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.contribution_book.contribution_sheet import ContributionSheet
from finance.contribution_book.contribution_work import ContributionExchange
from finance.contribution_book.models import ContributionImport
from finance.contribution_book.tasks import start_contribution_check, start_contribution_entry
from pillars.exchange.differences import differences
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context
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


class ContributionBookPage(MoneyDealPage):
    """Answers: how do I get contributions out, or many of them in?"""

    right = Right.ENTER_MONEY
    title = "Bijdragen in een werkboek"
    template_name = "finance/contribution_book/contribution_book.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the contributions."""
        return [*super().breadcrumbs(), ("Bijdragen", reverse("contributions", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, and the files that were read lately."""
        imports = ContributionImport.objects.filter(deal_id=self.deal.pk).select_related("uploaded_by")[:RECENT]
        return super().get_context_data(**{"upload_form": UploadForm(), "imports": imports} | kwargs)


class DownloadContributions(ContributionBookPage):
    """The workbook with the contributions that are there, and room for new ones."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Make the file; nothing is kept."""
        from pillars.exchange.template import write_template  # openpyxl is slow to import

        file = TemporaryFile()  # noqa: SIM115  # the response closes it when all was sent
        write_template(SheetKind.XLSX, file, ContributionSheet(self.deal, by=self.user), None)
        return download(file, SheetKind.XLSX, f"bijdragen-{self.deal.slug}-{timezone.localdate():%Y-%m-%d}")


class UploadContributions(ContributionBookPage):
    """Takes a workbook and lets it be checked; enters nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse at once what can be seen at once; else go on to the page of the import."""
        form = UploadForm(request.POST, files=request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(upload_form=form), status=422)
        file = form.cleaned_data["file"]
        about = {"deal_id": self.deal.pk, "uploaded_by": self.user, "uploaded_at": timezone.now()}
        imported = ContributionImport.objects.create(file_name=file.name, size=file.size, **about)
        imported.folder.keep_upload(file.chunks())
        start_contribution_check(imported, at_once=form.upload.is_small)
        return redirect(reverse("contribution-import-job", args=[self.deal.slug, imported.pk]))


class ContributionImportView(ImportAccess):
    """Base of the views of one import of contributions."""

    right = Right.ENTER_MONEY
    model = ContributionImport
    names = "contribution-import"


class ContributionImportPage(ContributionImportView, FileImportPage):
    """One workbook: how far it is, then what it changes cell by cell, or what is wrong with it row by row."""

    section = "money"
    template_name = "finance/contribution_book/import_job.html"
    start = ("Bijdragen in een werkboek", "contribution-book")

    def differences(self, start: int, stop: int) -> Sequence[object]:
        """Some of the rows that change something."""
        exchange = ContributionExchange(self.imported)
        return differences(exchange.sheet, map(exchange.unpack, self.imported.folder.changes(start, stop)))


class ContributionImportProgress(ContributionImportView, FileImportProgress):
    """Shows how far the work is."""


class EnterContributionImport(ContributionImportView, EnterFileImport):
    """Enters all that a checked workbook changes."""

    def start(self) -> None:
        """Start entering the contributions."""
        start_contribution_entry(self.imported)


class DiscardContributionImport(ContributionImportView, DiscardFileImport):
    """Lets a workbook go without entering it."""
