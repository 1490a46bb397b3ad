"""The ledger in files: read the export of the administration after showing what it changes, and write it out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from finance.exchange.differences import differences
from finance.exchange.forms import ExportForm, LedgerUploadForm
from finance.exchange.matching import LedgerChange
from finance.exchange.totals import shown
from finance.exchange.work import to_approve
from finance.models import LedgerImport, LedgerMapping
from finance.tasks import start_approval, start_check, start_enter
from finance.views.base import MoneyDealPage
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.imports import (
    DiscardFileImport,
    EnterFileImport,
    FileImportPage,
    FileImportProgress,
    ImportAccess,
)

RECENT = 20


class LedgerFilesPage(MoneyDealPage):
    """How do I get the ledger in, and the money out? Only downloads for who does not enter money."""

    right = Right.SEE_DEAL
    section = "money"
    title = "Grootboek inlezen en downloaden"
    template_name = "finance/ledger_files.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The mappings, the form and the files that were read lately."""
        context: dict[str, Any] = {"export_form": ExportForm(auto_id="export-%s")}
        if self.may(Right.ENTER_MONEY):
            context["upload_form"] = LedgerUploadForm(deal=self.deal)
        if self.may(Right.SEE_UNAPPROVED):
            mappings = LedgerMapping.objects.filter(deal=self.deal)
            imports = LedgerImport.objects.filter(deal=self.deal).select_related(
                "uploaded_by", "approved_by", "mapping"
            )
            context |= {"mappings": mappings, "imports": imports[:RECENT]}
        return super().get_context_data(**context | kwargs)


class UploadLedger(LedgerFilesPage):
    """Takes a file and lets it be checked; enters nothing."""

    right = Right.ENTER_MONEY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse at once what can be seen at once; else go on to the page of the import."""
        form = LedgerUploadForm(request.POST, request.FILES, deal=self.deal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(upload_form=form), status=422)
        file = form.cleaned_data["file"]
        imported = LedgerImport.objects.create(
            deal=self.deal,
            mapping=form.cleaned_data["mapping"],
            file_name=file.name,
            size=file.size,
            uploaded_by=self.user,
            uploaded_at=timezone.now(),
        )
        imported.folder.keep_upload(file.chunks())
        start_check(imported, at_once=form.upload.is_small)
        return redirect(reverse("ledger-import-job", args=[self.deal.slug, imported.pk]))


class LedgerImportView(ImportAccess):
    """Base of the views of one ledger file. Who sees what is not approved yet may look."""

    right = Right.SEE_UNAPPROVED
    model = LedgerImport
    names = "ledger-import"


class LedgerImportPage(LedgerImportView, FileImportPage):
    """One file: how far it is, what it changes cell by cell, its control totals, or what is wrong with it."""

    section = "money"
    template_name = "finance/ledger_import.html"
    start = ("Grootboek", "ledger-files")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The import with its control totals, and the button for who may approve."""
        imported = self.imported
        waiting = to_approve(imported).count() if imported.state == imported.State.ENTERED else 0
        return super().get_context_data(
            totals=shown(imported.totals),
            passed_over=imported.totals.get("passed_over", 0),
            waiting_count=waiting,
            may_approve=waiting and self.may(Right.APPROVE_MONEY) and not self.is_mine,
            always_submits=True,
            approve_url=self.address("approve"),
            **kwargs,
        )

    def differences(self, start: int, stop: int) -> list[Any]:
        """Some of the rows that change something."""
        changes = map(LedgerChange.unpack, self.imported.folder.changes(start, stop))
        return differences(self.deal, self.imported.mapping.kind, changes)


class LedgerImportProgress(LedgerImportView, FileImportProgress):
    """How far the work is."""


class EnterLedger(LedgerImportView, EnterFileImport):
    """Enters all that a checked file changes; it waits for approval."""

    right = Right.ENTER_MONEY

    def start(self) -> None:
        """Enter the bookings."""
        start_enter(self.imported)


class DiscardLedger(LedgerImportView, DiscardFileImport):
    """Lets a file go without entering it."""

    right = Right.ENTER_MONEY


class ApproveLedger(LedgerImportView):
    """Approves all bookings of a file that still wait; never by who entered it."""

    right = Right.APPROVE_MONEY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Approve once, also when the button is pressed twice."""
        if self.is_mine:
            raise PermissionDenied
        if self.imported.ask_approval(by=self.user, at=timezone.now()):
            start_approval(self.imported)
            self.imported.refresh_from_db()
            if self.imported.approved_at:
                messages.success(request, "De boekingen zijn goedgekeurd en tellen nu mee.")
        else:
            messages.error(request, "Dat kan niet meer: dit bestand is al goedgekeurd of niet ingevoerd.")
        return redirect(self.address("job"))
