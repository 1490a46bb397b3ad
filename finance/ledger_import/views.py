"""The ledger in files: mappings, reading an export after showing what it changes, and writing the ledger out."""

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.bookings.views import told_consequences
from finance.ledger_import.differences import differences
from finance.ledger_import.forms import (
    NAME_TAKEN,
    AddMappingForm,
    LedgerUploadForm,
    LookForm,
    MappingForm,
    MoneyExportForm,
    UnknownValuesForm,
)
from finance.ledger_import.matching import shown
from finance.ledger_import.models import FileStep, LedgerColumn, LedgerImport, LedgerMapping
from finance.ledger_import.preview import (
    ORDERS,
    ChangeFilter,
    changes_at,
    chosen_places,
    effect_of_changes,
    effect_of_waiting,
    gone_bookings,
    held_changes,
)
from finance.ledger_import.step_progress import step_watched, step_words
from finance.ledger_import.styles import proposal
from finance.ledger_import.tasks import start_approval, start_check, start_enter, start_step
from finance.ledger_import.trial import Trial, attempt, fault_groups, left_out_lines
from finance.ledger_import.work import ask_step, left_to_do, open_rows, to_approve, waiting_digest
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import NO_REASON_TO_RETURN, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.files.storage import local_copy
from regiodeal.files.views import file_response
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.pages.deal_page import Context
from regiodeal.sheets.formats import UnreadableError
from regiodeal.sheets.views import DiscardFileImport, EnterFileImport, FileImportPage, FileImportProgress, ImportAccess

RECENT = 20
LONGEST_PK = 10


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

    def watched(self) -> Context:
        """Return how far the reading is, or the step that is taken with all that the file brought."""
        return super().watched() | (step_watched(self.imported) if self.imported.step else {})


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
        step = imported.step
        kwargs |= self._effect(waiting) | self._refused()
        return super().get_context_data(
            gone=gone_bookings(imported),
            gone_count=imported.totals.get("gone", {}).get("count", 0),
            gone_kind=imported.mapping.get_kind_display(),
            change_filter="finance/ledger_import/parts/change_filter.html",
            chosen=self._chosen,
            kinds=[(kind, words[1]) for kind, words in imported.words.items() if imported.counts.get(kind)],
            orders=ORDERS.items(),
            file_url=self.address("file") if imported.file else "",
            totals=shown(imported.totals),
            **self._held(),
            left_out=left_out_lines(imported.totals.get("left_out", [])),
            passed_over=imported.totals.get("passed_over", 0),
            waiting_count=waiting,
            may_approve=waiting and not step and self.may(Right.APPROVE_MONEY) and not self.is_mine,
            may_return=waiting and step != FileStep.WITHDRAW and self.may(Right.APPROVE_MONEY) and not self.is_mine,
            always_submits=True,
            seen=digest_of(waiting_digest(imported)) if is_free else "",
            may_withdraw=is_free and brought and step != FileStep.RETURN and self.may(Right.ENTER_MONEY),
            step_words=step_words(imported) if step else "",
            brought_count=brought,
            approve_url=self.address("approve"),
            withdraw_url=self.address("withdraw"),
            return_url=self.address("return"),
            **kwargs,
        )

    def _held(self) -> Context:
        """The rows that are not entered, each with what it waits for: of closed periods, and in review."""
        told: dict[str, object] = {}
        for why in ("closed", "in_review"):
            changes = held_changes(self.imported, why)
            found = differences(self.deal, self.imported.mapping.kind, changes)
            told[why] = list(zip(found, (change.waits for change in changes), strict=True))
            told[f"{why}_count"] = self.imported.totals.get(why, {}).get("count", 0)
        return told

    @property
    def _chosen(self) -> ChangeFilter:
        """The rows that are asked for."""
        return ChangeFilter.of(self.request.GET.dict())

    def _effect(self, waiting: int) -> Context:
        """What the file does to room, cap and findings: for its owner before entering, for the approver before that."""
        job, today = self.imported, timezone.localdate()
        if job.state == job.State.CHECKED:
            found = effect_of_changes(job, on=today)
        elif waiting:
            found = effect_of_waiting(job, on=today)
        else:
            return {}
        pairs = zip(found.before.lines, found.after.lines, strict=True)
        touched = {after.line.code for before, after in pairs if after.line and before.amounts != after.amounts}
        return {"has_effect": True, **told_consequences(self, found, touched)}

    def _refused(self) -> Context:
        """The faults of a refused file by kind, and the values that can be given a meaning here."""
        job = self.imported
        if job.state != job.State.REFUSED or not job.fault_count:
            return {}
        form = UnknownValuesForm(job=job)
        may_map = self.is_mine and form.value_fields and job.folder.has_upload()
        return {
            "groups": fault_groups(job.folder.faults()),
            "unknown_form": form if may_map else None,
            "map_url": self.address("map"),
        }

    def changes_page(self) -> object:
        """One page of the rows that change something: those that are asked for, the largest first."""
        places = chosen_places(self.imported.folder.changes(), self._chosen)

        def read(start: int, stop: int) -> Sequence[object]:
            found = changes_at(self.imported.folder.changes(), places[start:stop])
            return differences(self.deal, self.imported.mapping.kind, found)

        return self.page(len(places), read)


class LedgerImportFile(LedgerImportView):
    """Gives the file that was read back, as it was uploaded."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The kept file; 404 when none was kept."""
        if not self.imported.file:
            raise Http404
        name = self.imported.file_name
        return file_response(self.imported.file, name=name, content_type="application/octet-stream")


class MapUnknown(LedgerImportView):
    """Gives the unknown values of a refused file a meaning in its mapping, and has the file checked again."""

    right = Right.ENTER_MONEY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change the mapping as it was seen; only the owner of the file does."""
        if not self.is_mine:
            raise PermissionDenied
        job = self.imported
        form = UnknownValuesForm(request.POST, job=job)
        if not form.is_valid():
            messages.error(request, "Kies voor elke waarde iets uit de lijst. Er is niets veranderd.")
        elif not (values := form.values()):
            messages.error(request, "Kies eerst waar een waarde bij hoort. Er is niets veranderd.")
        else:
            self._map(form.cleaned_data["version"], values)
        return redirect(self.address("job"))

    def _map(self, version: int, values: Values) -> None:
        job = self.imported
        try:
            job.mapping.revise(by=self.user, at=timezone.now(), values=values, version=version)
        except WrongStateError as refusal:
            messages.error(self.request, str(refusal))
            return
        if job.check_again(by=self.user):
            start_check(job, at_once=job.size <= settings.EXCHANGE_AT_ONCE_BYTES)
            messages.success(self.request, "De koppeling is aangevuld en het bestand is opnieuw nagekeken.")
        else:
            messages.error(self.request, "De koppeling is aangevuld. Kies het bestand opnieuw om het na te kijken.")


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
    """Base of what is done with all that a file brought, with a reason: at once, or by a worker for many bookings."""

    http_method_names = ["post"]
    step: ClassVar[FileStep]
    told: ClassVar[str]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the step on what was on the screen; a refusal is a message and changes nothing."""
        counted = waiting_digest(self.imported)
        hold_digest(counted, request.POST.get("seen", ""), title=str(self.imported), url=self.address("job"))
        if self.is_mine != (self.step == FileStep.WITHDRAW):
            raise PermissionDenied
        reason = request.POST.get("reason", "").strip()
        if not reason:
            messages.error(request, NO_REASON_TO_RETURN)
            return redirect(self.address("job"))
        try:
            ask_step(self.imported, self.step, by=self.user, at=timezone.now(), reason=reason)
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.address("job"))
        count = left_to_do(self.imported, self.step).count()
        start_step(self.imported, count)
        self.imported.refresh_from_db()
        if not self.imported.step:
            messages.success(request, f"{count} boekingen zijn {self.told}")
        return redirect(self.address("job"))


class WithdrawLedger(WholeFileStep):
    """Takes back a file that was entered by mistake; only its owner does."""

    right = Right.ENTER_MONEY
    step = FileStep.WITHDRAW
    told = "ingetrokken. Het bestand is teruggenomen."


class ReturnLedger(WholeFileStep):
    """Returns all that waits of a file; never its owner."""

    right = Right.APPROVE_MONEY
    step = FileStep.RETURN
    told = "teruggestuurd met uw reden."


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
        looked, known = form.looked, proposal(form.looked.values)
        mapping = LedgerMapping(deal=self.deal, seen=looked.values, sample=looked.sample)
        values = {"name": form.cleaned_data["name"], "kind": form.cleaned_data["kind"], **form.place()}
        values |= {"columns": dict(known.columns), **known.rules}
        try:
            mapping.enter(by=self.user, at=timezone.now(), values=values)
        except IntegrityError:  # a colleague took the name at the same moment
            form.add_error("name", NAME_TAKEN)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        mapping.example.keep_upload(form.cleaned_data["file"].chunks())
        what = f"zoals {known.style} het schrijft" if known.style else "naar hun kopjes"
        messages.info(request, f"De kolommen zijn voorgesteld {what}. Kijk of het klopt en bewaar.")
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
        if "trial" not in kwargs:  # reading the example takes a while
            kwargs["trial"] = self._attempt(self.mapping) if self.mapping.is_complete else None
        sample = self.mapping.sample
        meanings = {title: LedgerColumn(column).label for column, title in self.mapping.columns.items()}
        kwargs["sample_heads"] = [(title, meanings.get(title, "")) for title in sample]
        kwargs["sample_rows"] = list(zip(*sample.values(), strict=True)) if sample else []
        kwargs["has_trial"] = kwargs["trial"] is not None
        kwargs["old_files"] = LedgerImport.objects.filter(deal=self.deal).exclude(file="")[:RECENT]
        changes = self.mapping.events.select_related("by").order_by("-at", "-pk")
        return super().get_context_data(mapping=self.mapping, changes=changes, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change the mapping."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if "try" in request.POST:
            tried = LedgerMapping(deal=self.deal, **form.values())
            tried.pk = self.mapping.pk
            return self.render_to_response(self.get_context_data(form=form, trial=self._attempt(tried), is_tried=True))
        version = form.cleaned_data["version"] or 0
        try:
            self.mapping.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        except (WrongStateError, IntegrityError) as refusal:
            form.add_error(None, NAME_TAKEN if isinstance(refusal, IntegrityError) else str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, "Uw wijziging is bewaard.")
        return redirect(self.address())

    def _attempt(self, mapping: LedgerMapping) -> Trial | str | None:
        """What the mapping makes of the example, or of an old file that was chosen; why it cannot be read."""
        chosen = self.request.POST.get("try_on", "")
        old = (
            LedgerImport.objects.filter(deal=self.deal, pk=chosen).exclude(file="").first()
            if chosen.isdecimal()
            else None
        )
        kept = local_copy(old.file.storage, str(old.file.name)) if old else mapping.example.upload()
        try:
            with kept as path:
                return attempt(mapping, path, on=timezone.localdate())
        except FileNotFoundError:
            return None
        except UnreadableError as refusal:
            return str(refusal)

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
        LedgerMapping.objects.filter(pk=self.mapping.pk).update(seen=form.looked.values, sample=form.looked.sample)
        self.mapping.example.keep_upload(form.cleaned_data["file"].chunks())
        said = {name: place for name, place in form.place().items() if place is not None}
        if any(getattr(self.mapping, name) != place for name, place in said.items()):
            self.mapping.revise(by=self.user, at=timezone.now(), values=said, version=self.mapping.version)
        return redirect(self.address())
