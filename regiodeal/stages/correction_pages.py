"""The pages of corrections: find what is written wrongly, propose what it should be, confirm what another proposed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.base.refusals import FourEyesError, NotOwnEntryError
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.stages.forms import SlipForm
from regiodeal.stages.models import Correction, CorrectionState
from regiodeal.stages.text_corrections import (
    MOST_FOUND,
    ONLY_BY_AMENDMENT,
    NoSlipError,
    WrittenText,
    confirm,
    following,
    found_texts,
    propose,
    refuse,
    withdraw,
    written_text,
)


class Corrections(DealPage):
    """Shows all corrections, and finds the text that is written wrongly."""

    right = Right.SEE_DEAL
    section = "stage"
    title = "Correcties"
    template_name = "stages/corrections.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the deal itself."""
        return [("Over deze deal", reverse("stage", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The corrections, newest first, and the texts that were asked for."""
        words = self.request.GET.get("woorden", "")[:100].strip()
        may = self.may(Right.CORRECT_DEAL)
        found = found_texts(self.deal, words) if words and may else []
        rows = Correction.objects.filter(deal_id=self.deal.pk).select_related("proposed_by", "decided_by")
        return super().get_context_data(
            waiting=[row for row in rows if row.state == CorrectionState.PROPOSED],
            done=[row for row in rows if row.state != CorrectionState.PROPOSED],
            may_correct=may,
            words=words,
            found=found,
            is_more=len(found) == MOST_FOUND,
            is_figure=words.replace(".", "").replace(",", "").isdigit(),
            only_by_amendment=ONLY_BY_AMENDMENT,
            **kwargs,
        )


class _CorrectionPage(SeenFormPage):
    """A step of a correction, after which one is back at the list."""

    right = Right.CORRECT_DEAL
    section = "stage"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [("Correcties", self.address())]

    def address(self) -> str:
        """Return the address of the list."""
        return reverse("corrections", args=[self.deal.slug])


class ProposeCorrection(_CorrectionPage):
    """Proposes what a wrongly written text should be."""

    save_label = "Stel de correctie voor"
    template_name = "stages/propose_correction.html"
    written: WrittenText

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Lead to the list, with the reason, from what is no slip of the pen."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except NoSlipError as refusal:
            request.is_refused = True  # type: ignore[attr-defined]  # for the audit trail
            messages.error(request, str(refusal))
            return redirect("corrections", deal=self.deal.slug)

    def load(self) -> None:
        """Find the text. 404 for a row that is not there; raises NoSlipError for what is no text."""
        kwargs = self.kwargs
        found = written_text(self.deal, kwargs["kind"], kwargs["code"], kwargs["field"])
        if found is None:
            raise Http404
        self.written = found

    def page_title(self) -> str:
        """Title the page by the text."""
        return f"Correctie van {self.written.label}"

    def seen(self) -> list[object]:
        """Return the text as it stands."""
        return [self.written.text]

    def form(self, data: Posted = None) -> SlipForm:
        """Return the form with the text as it stands."""
        return SlipForm(data, initial={"new": self.written.text})

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the text as it stands."""
        return super().get_context_data(written=self.written, **kwargs)

    def save(self, form: SlipForm) -> str:
        """Propose it. Raises ValueError where it is no slip of the pen."""
        data = form.cleaned_data
        try:
            propose(self.deal, self.written, new=data["new"], reason=data["reason"], by=self.user, at=timezone.now())
        except NoSlipError as refusal:
            raise ValueError(str(refusal)) from refusal
        return "De correctie is voorgesteld. Een tweede persoon bevestigt haar."


class _OneCorrection(_CorrectionPage):
    """A decision about a correction that waits."""

    template_name = "stages/decide_correction.html"
    correction: Correction

    def load(self) -> None:
        """Fetch the correction of this deal."""
        rows = Correction.objects.filter(deal_id=self.deal.pk).select_related("proposed_by", "deal")
        self.correction = get_object_or_404(rows, pk=self.kwargs["pk"])

    def decides_on(self) -> Correction:
        """Return what is decided about."""
        return self.correction

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the correction, and what is put right with it."""
        one = self.correction
        along = following(self.deal, one.list_name, one.code, one.field, one.new)
        return super().get_context_data(correction=one, along=[other.label for other, _new in along], **kwargs)

    def decide(self, form: Any) -> str:
        """Take the decision, and tell it."""
        raise NotImplementedError

    def save(self, form: Any) -> str:
        """Decide; what somebody may not decide themselves is told, and changes nothing."""
        try:
            return self.decide(form)
        except (FourEyesError, NotOwnEntryError) as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except NoSlipError as refusal:
            raise ValueError(str(refusal)) from refusal


class ConfirmCorrection(_OneCorrection):
    """Confirms what another proposed: old and new stand beside each other."""

    title = "De correctie bevestigen"
    save_label = "Ja, dit is een schrijffout: verbeter hem"

    def decide(self, form: Any) -> str:
        """Put the text right."""
        confirm(self.correction, by=self.user, at=timezone.now())
        return "De tekst is verbeterd."


class RefuseCorrection(_OneCorrection):
    """Does not take over what another proposed, and says why."""

    title = "De correctie niet overnemen"
    save_label = "Neem de correctie niet over"

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks why."""
        return ReasonForm(data)

    def decide(self, form: Any) -> str:
        """Leave the text as it is."""
        refuse(self.correction, reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
        return "De correctie is niet overgenomen."


class WithdrawCorrection(_OneCorrection):
    """Takes back what one proposed oneself."""

    title = "De correctie intrekken"
    save_label = "Ja, trek de correctie in"

    def decide(self, form: Any) -> str:
        """Take it back."""
        withdraw(self.correction, by=self.user, at=timezone.now())
        return "De correctie is ingetrokken."
