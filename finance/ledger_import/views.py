"""The ledger in files: mappings, reading an export after showing what it changes, and writing the ledger out."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.ledger_import.differences import differences
from finance.ledger_import.forms import AddMappingForm, LedgerUploadForm, LookForm, MappingForm, MoneyExportForm
from finance.ledger_import.matching import LedgerChange, shown
from finance.ledger_import.models import LedgerImport, LedgerMapping
from finance.ledger_import.tasks import start_approval, start_check, start_enter
from finance.ledger_import.work import open_rows, return_file, to_approve, waiting_digest, withdraw_file
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import NO_REASON_TO_RETURN, WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.pages.deal_page import Context
from regiodeal.sheets.views import DiscardFileImport, EnterFileImport, FileImportPage, FileImportProgress, ImportAccess

RECENT = 20


class LedgerFilesPage(MoneyDealPage):
    """Answers: how do I get the ledger in, and the money out? Only downloads for whoever does not enter money."""

    right = Right.SEE_DEAL
    section = "money"
    title = "Grootboek inlezen en downloaden"
    template_name = "finance/ledger_import/ledger_files.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The mappings, the form and the files that were read lately."""
        context: dict[str, object] = {"export_form": MoneyExportForm(auto_id="export-%s")}
        if self.may(Right.ENTER_MONEY):
            context["upload_form"] = LedgerUploadForm(deal=self.deal)
        if self.may(Right.SEE_UNAPPROVED):
            mappings = LedgerMapping.objects.filter(deal=self.deal)
            imports = LedgerImport.objects.filter(deal=self.deal).select_related(
                "uploaded_by", "approved_by", "returned_by", "mapping"
            )
            context |= {"mappings": mappings, "imports": imports[:RECENT]}
        return super().get_context_data(**context | kwargs)


class UploadLedger(LedgerFilesPage):
    """Takes a file and lets it be checked; enters nothing."""

    right = Right.ENTER_MONEY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refuse at once what can be seen at once; else go on to the page of the import."""
        form = LedgerUploadForm(request.POST, files=request.FILES, deal=self.deal)
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
    template_name = "finance/ledger_import/ledger_import.html"
    start = ("Grootboek", "ledger-files")

    def get_context_data(self, **kwargs: object) -> Context:
        """The import with its control totals, and the button for whoever may approve."""
        imported = self.imported
        is_entered = imported.state == imported.State.ENTERED
        waiting = to_approve(imported).count() if is_entered else 0
        brought = open_rows(imported).count() if is_entered and self.is_mine else 0
        is_free = is_entered and not imported.approved_by_id and not imported.withdrawn_at
        return super().get_context_data(
            totals=shown(imported.totals),
            passed_over=imported.totals.get("passed_over", 0),
            waiting_count=waiting,
            may_approve=waiting and self.may(Right.APPROVE_MONEY) and not self.is_mine,
            always_submits=True,
            seen=digest_of(waiting_digest(imported)) if is_free else "",
            may_withdraw=is_free and brought and self.may(Right.ENTER_MONEY),
            brought_count=brought,
            approve_url=self.address("approve"),
            withdraw_url=self.address("withdraw"),
            return_url=self.address("return"),
            **kwargs,
        )

    def differences(self, start: int, stop: int) -> Sequence[object]:
        """Some of the rows that change something."""
        changes = map(LedgerChange.unpack, self.imported.folder.changes(start, stop))
        return differences(self.deal, self.imported.mapping.kind, changes)


class LedgerImportProgress(LedgerImportView, FileImportProgress):
    """Shows how far the work is."""


class EnterLedger(LedgerImportView, EnterFileImport):
    """Enters all that a checked file changes; it waits for approval."""

    right = Right.ENTER_MONEY

    def start(self) -> None:
        """Start entering the bookings."""
        start_enter(self.imported)


class DiscardLedger(LedgerImportView, DiscardFileImport):
    """Lets a file go without entering it."""

    right = Right.ENTER_MONEY


class ApproveLedger(LedgerImportView):
    """Approves all bookings of a file that still wait; never by whoever entered it."""

    right = Right.APPROVE_MONEY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Approve once, also when the button is pressed twice."""
        if self.is_mine:
            raise PermissionDenied
        counted = waiting_digest(self.imported)
        hold_digest(counted, request.POST.get("seen", ""), title=str(self.imported), url=self.address("job"))
        if self.imported.ask_approval(by=self.user, at=timezone.now()):
            start_approval(self.imported)
            self.imported.refresh_from_db()
            if self.imported.approved_at:
                messages.success(request, "De boekingen zijn goedgekeurd en tellen nu mee.")
            elif self.imported.approval_refusal:
                messages.error(request, f"Er is niets goedgekeurd. {self.imported.approval_refusal}")
        else:
            messages.error(request, "Dat kan niet meer: dit bestand is al goedgekeurd of niet ingevoerd.")
        return redirect(self.address("job"))


class WholeFileStep(LedgerImportView):
    """Base of what is done with all that a file brought, with a reason."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the step on what was on the screen; a refusal is a message and changes nothing."""
        counted = waiting_digest(self.imported)
        hold_digest(counted, request.POST.get("seen", ""), title=str(self.imported), url=self.address("job"))
        reason = request.POST.get("reason", "").strip()
        if not reason:
            messages.error(request, NO_REASON_TO_RETURN)
            return redirect(self.address("job"))
        try:
            messages.success(request, self.step(reason))
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address("job"))

    def step(self, reason: str) -> str:
        """Take the step and return what to tell."""
        raise NotImplementedError


class WithdrawLedger(WholeFileStep):
    """Takes back a file that was entered by mistake; only its owner does."""

    right = Right.ENTER_MONEY

    def step(self, reason: str) -> str:
        """Withdraw all that it brought."""
        if not self.is_mine:
            raise PermissionDenied
        count = withdraw_file(self.imported, by=self.user, at=timezone.now(), reason=reason)
        return f"Het bestand is teruggenomen: {count} boekingen zijn ingetrokken."


class ReturnLedger(WholeFileStep):
    """Returns all that waits of a file; never its owner."""

    right = Right.APPROVE_MONEY

    def step(self, reason: str) -> str:
        """Return all that waits."""
        if self.is_mine:
            raise PermissionDenied
        count = return_file(self.imported, by=self.user, at=timezone.now(), reason=reason)
        return f"{count} boekingen zijn teruggestuurd met uw reden."


class AddMapping(MoneyDealPage):
    """A new mapping, begun from an example of the file."""

    right = Right.ENTER_MONEY
    title = "Nieuwe koppeling"
    template_name = "finance/ledger_import/add_mapping.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The page of the ledger in files."""
        return [*super().breadcrumbs(), ("Grootboek", reverse("ledger-files", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """Add where one goes without saving."""
        kwargs.setdefault("form", AddMappingForm(deal=self.deal))
        return super().get_context_data(cancel_url=reverse("ledger-files", args=[self.deal.slug]), **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Look at the file and keep its headings; the columns are chosen on the next page."""
        form = AddMappingForm(request.POST, files=request.FILES, deal=self.deal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        mapping = LedgerMapping(deal=self.deal, seen=form.seen)
        values = {"name": form.cleaned_data["name"], "kind": form.cleaned_data["kind"], **form.place()}
        mapping.enter(by=self.user, at=timezone.now(), values=values)
        return redirect(reverse("ledger-mapping", args=[self.deal.slug, mapping.pk]))


class MappingPage(MoneyDealPage):
    """One mapping: its columns and values. A stale save changes nothing and keeps what was chosen."""

    right = Right.ENTER_MONEY
    template_name = "finance/ledger_import/mapping.html"
    mapping: LedgerMapping

    def load(self) -> None:
        """Fetch the mapping of this deal."""
        self.mapping = get_object_or_404(LedgerMapping, deal=self.deal, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by the name of the mapping."""
        return f"Koppeling: {self.mapping.name}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The page of the ledger in files."""
        return [*super().breadcrumbs(), ("Grootboek", reverse("ledger-files", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, the form to look at another file, and the trail."""
        kwargs.setdefault("form", self._form())
        kwargs.setdefault("look_form", LookForm(auto_id="look-%s"))
        changes = self.mapping.events.select_related("by").order_by("-at", "-pk")
        return super().get_context_data(mapping=self.mapping, changes=changes, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change the mapping."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        version = form.cleaned_data["version"] or 0
        try:
            self.mapping.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        except WrongStateError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, "Uw wijziging is bewaard.")
        return redirect(self.address())

    def _form(self, data: Posted = None) -> MappingForm:
        """The form, on a copy of its own: what was typed is not what is stored."""
        return MappingForm(data, instance=LedgerMapping.objects.get(pk=self.mapping.pk), deal=self.deal)

    def address(self) -> str:
        """Return the address of this page."""
        return reverse("ledger-mapping", args=[self.deal.slug, self.mapping.pk])


class LookAtFile(MappingPage):
    """Looks at another file for a mapping: its headings and values become the choices."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep what was seen, and where the headings stand when somebody said so."""
        form = LookForm(request.POST, files=request.FILES, auto_id="look-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(look_form=form), status=422)
        LedgerMapping.objects.filter(pk=self.mapping.pk).update(seen=form.seen)
        said = {name: place for name, place in form.place().items() if place is not None}
        if any(getattr(self.mapping, name) != place for name, place in said.items()):
            self.mapping.revise(by=self.user, at=timezone.now(), values=said, version=self.mapping.version)
        return redirect(self.address())
