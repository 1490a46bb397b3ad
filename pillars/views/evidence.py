"""Evidence: add a file to a record, give it back to who may see it, remove one that should not be there."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.evidence import CONTENT_TYPES, attach
from pillars.evidence_forms import EvidenceForm, RemoveEvidenceForm
from pillars.models import Evidence, Measurement, ProgressEntry, WrongStateError
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage, DealView


def visible_evidence(view: DealView) -> QuerySet[Evidence]:
    """The evidence that the user of this view may see, with its record."""
    parties = [membership.party_id for membership in view.memberships if membership.party_id]
    rows = Evidence.objects.visible_to(view.deal, rights=view.rights, parties=parties)
    return rows.select_related("measurement", "entry", "requester", "uploaded_by", "removed_by")


def evidence_context(view: DealView, record: Measurement | ProgressEntry) -> dict[str, Any]:
    """What the page of a record shows of its evidence, and the form for who may add to it."""
    field = "measurement" if isinstance(record, Measurement) else "entry"
    may_add = view.may(Right.ENTER_PROGRESS)
    return {
        "evidence": visible_evidence(view).filter(**{field: record}),
        "evidence_form": EvidenceForm(deal=view.deal, record=record, prefix="bewijs") if may_add else None,
        "evidence_kind": "metingen" if field == "measurement" else "voortgang",
        "evidence_pk": record.pk,
    }


def record_address(view: DealView, record: Measurement | ProgressEntry) -> str:
    """The page of the record, where its evidence stands."""
    name = "measurement" if isinstance(record, Measurement) else "progress-entry"
    return reverse(name, args=[view.deal.slug, record.pk]) + "#bewijs"


def record_crumb(view: DealView, record: Measurement | ProgressEntry) -> tuple[str, str]:
    """The way back to the record."""
    title = record.indicator.name if isinstance(record, Measurement) else str(record)
    return title, record_address(view, record)


class AddEvidence(DealPage):
    """Adds a file to a figure or a story; with a fault the page says what to do."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    title = "Bewijs toevoegen"
    template_name = "pillars/add_evidence.html"

    record: Measurement | ProgressEntry

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the record of this deal."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        if kwargs["kind"] == "metingen":
            self.record = get_object_or_404(Measurement, indicator__deal=self.deal, pk=kwargs["pk"])
        else:
            self.record = get_object_or_404(ProgressEntry, measure__deal=self.deal, pk=kwargs["pk"])

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The record."""
        return [record_crumb(self, self.record)]

    def form(self, *args: Any) -> EvidenceForm:
        """The form for this record."""
        return EvidenceForm(*args, deal=self.deal, record=self.record, prefix="bewijs")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(cancel_url=record_address(self, self.record), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the file."""
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        upload = form.cleaned_data["file"]
        evidence = attach(self.record, upload=upload, by=self.user, at=timezone.now(), values=form.values())
        messages.success(request, f"{evidence} is toegevoegd.")
        return redirect(record_address(self, self.record))


class EvidenceFile(DealView):
    """The file itself, to save and never to show: what is in it cannot act as a page of the portal."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Give the file to who may see its record and its openness; nobody else knows of it."""
        evidence = get_object_or_404(visible_evidence(self), pk=kwargs["pk"], removed_at__isnull=True)
        try:
            content = evidence.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            content,
            as_attachment=True,
            filename=evidence.name,
            content_type=CONTENT_TYPES[Evidence.Kind(evidence.kind)],
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


class RemoveEvidence(DealPage):
    """Removes a file, with a reason that stays."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    template_name = "pillars/remove_evidence.html"

    evidence: Evidence

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the evidence of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.evidence = get_object_or_404(visible_evidence(self), pk=kwargs["pk"], removed_at__isnull=True)

    def page_title(self) -> str:
        """What goes."""
        return f"Verwijderen: {self.evidence}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The record."""
        return [record_crumb(self, self.evidence.record)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question and the form."""
        kwargs.setdefault("form", RemoveEvidenceForm())
        return super().get_context_data(
            row=self.evidence, cancel_url=record_address(self, self.evidence.record), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Throw the file away."""
        form = RemoveEvidenceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            self.evidence.remove(by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
            messages.success(request, f"{self.evidence} is verwijderd.")
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
        return redirect(record_address(self, self.evidence.record))
