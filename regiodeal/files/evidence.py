"""The pages of evidence, whatever it is evidence of: add a file, give it back, remove one that should not be there."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from regiodeal.base.forms import Posted, Uploads
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.files.evidence_forms import EvidenceForm, RemoveEvidenceForm
from regiodeal.files.kinds import CONTENT_TYPES, FileKind, Upload
from regiodeal.files.views import file_response
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.pages.deal_page import Context, DealPage, DealView


def evidence_context(view: DealView, record: Any, kind: str, *, right: Right, pages: str) -> dict[str, object]:
    """Return what the page of a record shows of its evidence, and the form for whoever has the right to add to it.

    `pages` is the word in the names of its addresses: "evidence", or "money-evidence".
    """
    visible = record.evidence.visible_to(view.deal, **view.reader())
    return {
        "evidence": visible.select_related("requester", "uploaded_by", "removed_by", "removal_asked_by"),
        "evidence_form": EvidenceForm(deal=view.deal, record=record, prefix="bewijs") if view.may(right) else None,
        "evidence_file_name": f"{pages}-file",
        "evidence_remove_name": f"remove-{pages}",
        "evidence_add_url": reverse(f"add-{pages}", args=[view.deal.slug, kind, record.pk]),
    }


class EvidenceView(DealView):
    """Shows what the pages of one kind of evidence say: which of it one may see, and where its record is."""

    def visible(self) -> QuerySet[Any]:
        """The evidence that the user may see."""
        raise NotImplementedError

    def record_address(self, record: Any) -> str:
        """The page of the record, where its evidence stands."""
        raise NotImplementedError

    def record_title(self, record: Any) -> str:
        """The record in a few words."""
        return str(record)

    def kept(self, pk: int) -> Any:
        """Evidence that is still there and that the user may see; 404 for any other."""
        return get_object_or_404(self.visible(), pk=pk, removed_at__isnull=True)


class EvidencePage(EvidenceView, DealPage):
    """A page about the evidence of one record."""

    record: Any

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the record."""
        crumb = (self.record_title(self.record), self.record_address(self.record))
        return [*super().breadcrumbs(), crumb]


class AddEvidencePage(EvidencePage):
    """Adds a file to a record; with a fault the page says what to do."""

    title = "Bewijs toevoegen"
    template_name = "files/add_evidence.html"

    def load(self) -> None:
        """Fetch the record of this deal."""
        self.record = get_object_or_404(self.records(self.kwargs["kind"]), pk=self.kwargs["pk"])

    def records(self, kind: str) -> QuerySet[Model]:
        """The records of this kind in the deal."""
        raise NotImplementedError

    def attach(self, upload: Upload, values: Values) -> object:
        """Keep the file with the record, and return the evidence."""
        raise NotImplementedError

    def form(self, data: Posted = None, files: Uploads = None) -> EvidenceForm:
        """The form for this record."""
        return EvidenceForm(data, files=files, deal=self.deal, record=self.record, prefix="bewijs")

    def get_context_data(self, **kwargs: object) -> Context:
        """Add where one goes without saving."""
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(cancel_url=self.record_address(self.record), **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Store the files that can be taken, each on its own; one that cannot keeps none of the others back."""
        if request.headers.get("Accept") == "application/json":
            return JsonResponse(self._store_each())
        files = request.FILES.getlist("bewijs-file")
        if len(files) > 1:
            return self._store_many()
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        evidence = self.attach(form.cleaned_data["file"], form.openness_values())
        messages.success(request, f"{evidence} is toegevoegd.")
        return redirect(self.record_address(self.record))

    def _store_many(self) -> HttpResponseBase:
        stored = self._store_each()
        if names := stored["added"]:
            messages.success(self.request, f"Toegevoegd: {', '.join(map(str, names))}.")
        for each in stored["refused"]:
            messages.error(self.request, f"Niet toegevoegd: {each['name']}. {each['reason']}")
        return redirect(self.record_address(self.record))

    def _store_each(self) -> dict[str, list[Any]]:
        """Store every file that can be taken: the names of those, and of each other one what is wrong with it."""
        added: list[str] = []
        refused: list[dict[str, str]] = []
        given = {"bewijs-openness": self.form().fields["openness"].initial} | self.request.POST.dict()
        for file in self.request.FILES.getlist("bewijs-file"):
            data = QueryDict(mutable=True)
            data.update(given)
            form = self.form(data, MultiValueDict({"bewijs-file": [file]}))
            if form.is_valid():
                added.append(str(self.attach(form.cleaned_data["file"], form.openness_values())))
            else:
                reasons = " ".join(str(error) for errors in form.errors.values() for error in errors)
                refused.append({"name": str(file.name), "reason": reasons})
        return {"added": added, "refused": refused}


class EvidenceFileView(EvidenceView):
    """Gives the file itself."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Give the file to whoever may see its record and its openness; nobody else knows of it."""
        evidence = self.kept(self.kwargs["pk"])
        content_type = CONTENT_TYPES[FileKind(evidence.kind)]
        return file_response(evidence.file, name=evidence.name, content_type=content_type)


class RemoveEvidencePage(EvidencePage):
    """Removes a file, with a reason that stays; what is with something that counts goes by two people."""

    template_name = "files/remove_evidence.html"
    right = Right.SEE_UNAPPROVED
    enters: ClassVar[Right]  # may remove, or ask for it
    decides: ClassVar[Right]  # may decide on what another asked, beside who enters

    evidence: Any

    def load(self) -> None:
        """Fetch the evidence of this deal; who may only decide, sees what somebody asked."""
        self.evidence = self.kept(self.kwargs["pk"])
        self.record = self.evidence.record
        is_asked = self.evidence.removal_asked_by_id is not None
        if not self.may(self.enters) and not (is_asked and self.may(self.decides)):
            raise PermissionDenied

    def page_title(self) -> str:
        """Title the page by the file that is removed."""
        return f"Verwijderen: {self.evidence}"

    def get_context_data(self, **kwargs: object) -> Context:
        """The question and the form, as far as one may decide."""
        row = self.evidence
        kwargs.setdefault("form", RemoveEvidenceForm())
        is_asker = row.removal_asked_by_id == self.user.pk
        return super().get_context_data(
            row=row,
            is_settled=row.is_settled,
            is_asked=row.removal_asked_by_id is not None,
            is_asker=is_asker,
            seen=digest_of(self._asked()),
            cancel_url=self.record_address(self.record),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Remove the file, ask for it, or decide on what somebody asked."""
        try:
            if self.evidence.removal_asked_by_id is not None:
                messages.success(request, self._decide())
            else:
                form = RemoveEvidenceForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form), status=422)
                messages.success(request, self._begin(form.cleaned_data["reason"]))
        except (FourEyesError, WrongStateError) as refusal:
            messages.error(request, str(refusal))
        return redirect(self.record_address(self.record))

    def _begin(self, reason: str) -> str:
        row, now = self.evidence, timezone.now()
        if row.is_settled:
            row.ask_removal(by=self.user, at=now, reason=reason)
            return f"U vroeg om {row} te verwijderen. Een ander beslist; tot die tijd blijft het staan."
        row.remove(by=self.user, at=now, reason=reason)
        return f"{row} is verwijderd."

    def _decide(self) -> str:
        """Decide on what was asked, as it was on the screen."""
        row = self.evidence
        seen = self.request.POST.get("seen", "")
        hold_digest(self._asked(), seen, title=f"Verwijderen van {row}", url=self.record_address(self.record))
        if "keep" in self.request.POST:
            row.leave()
            return f"{row} blijft staan."
        row.remove_asked(by=self.user, at=timezone.now())
        return f"{row} is verwijderd."

    def _asked(self) -> list[object]:
        row = self.evidence
        return [row.pk, row.removal_asked_by_id, row.removal_asked_at, row.removal_reason]
