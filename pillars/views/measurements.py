"""The page of one figure: what it is, who did what, and changing it while it is open."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from pillars.forms import MeasurementForm, ReturnForm
from pillars.models import Measurement, Result, State, WrongStateError
from pillars.views.evidence import evidence_context
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage


class MeasurementPage(DealPage):
    """One figure with its trail. Who may not see unapproved figures does not know of them."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "pillars/measurement.html"

    measurement: Measurement

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the figure, cut to what the user may see."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        visible = Measurement.objects.filter(indicator__deal=self.deal)
        if not self.may(Right.SEE_UNAPPROVED):
            visible = visible.filter(state=State.APPROVED)
        rows = visible.select_related("indicator", "item", "entered_by", "decided_by", "replaces")
        self.measurement = get_object_or_404(rows, pk=kwargs["pk"])

    def page_title(self) -> str:
        """What was counted, and when."""
        row = self.measurement
        return f"{row.indicator.name}, {row.year or row.measured_on.strftime('%d-%m-%Y')}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The results that read this figure's indicator."""
        return [(str(r), reverse("result", args=[self.deal.slug, r.code])) for r in self._results()[:1]]

    def _results(self) -> list[Result]:
        return list(Result.objects.filter(targets__indicator=self.measurement.indicator).distinct())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figure, its trail, the forms that fit its state and the user."""
        row = self.measurement
        may_change = row.is_open and self.may(Right.ENTER_PROGRESS)
        may_decide = row.state == State.SUBMITTED and self.may(Right.REVIEW_PROGRESS)
        if may_change and "form" not in kwargs:
            kwargs["form"] = self.form(initial=_initial(row))
        return super().get_context_data(
            measurement=row,
            events=row.events.select_related("by"),
            results=self._results(),
            may_change=may_change,
            may_decide=may_decide and row.entered_by_id != self.user.pk,
            is_own=may_decide and row.entered_by_id == self.user.pk,
            return_form=ReturnForm(),
            **evidence_context(self, row),
            **kwargs,
        )

    def form(self, *args: Any, **kwargs: Any) -> MeasurementForm:
        """The form for this figure's indicator."""
        row = self.measurement
        return MeasurementForm(*args, deal=self.deal, indicator=row.indicator, today=timezone.localdate(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change an open figure; a stale form changes nothing and comes back as typed."""
        if not self.may(Right.ENTER_PROGRESS):
            raise PermissionDenied
        form = self.form(request.POST)
        if form.is_valid():
            try:
                version = form.cleaned_data["version"] or 0
                self.measurement.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
            except WrongStateError as refusal:
                form.add_error(None, f"{refusal} Uw eigen tekst staat er nog.")
                return self.render_to_response(self.get_context_data(form=form), status=409)
            if "submit" in request.POST:
                self.measurement.submit(by=self.user, at=timezone.now())
            messages.success(request, "Uw wijziging is bewaard.")
            return redirect(reverse("measurement", args=[self.deal.slug, self.measurement.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _initial(row: Measurement) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in Measurement.content_fields}
    number = f"{row.value.normalize():f}".replace(".", ",")
    return {**values, "item": row.item_id, "value": number, "version": row.version}
