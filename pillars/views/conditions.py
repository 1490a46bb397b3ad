"""External checks and acknowledgements of a measure."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from pillars.learning_forms import AcknowledgementForm, ExternalCheckForm
from pillars.models import Acknowledgement, ExternalCheck, Measure
from pillars.views.register import AddRow, RowPage
from regiodeal.covenant.views.base import DealPage


class OfMeasure(DealPage):
    """The part that pages of a measure share: they lead back to it."""

    measure: Measure

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The measure."""
        return [(str(self.measure), reverse("measure", args=[self.deal.slug, self.measure.code]))]

    def cancel_address(self) -> str:
        """The measure."""
        return reverse("measure", args=[self.deal.slug, self.measure.code])

    def address(self) -> str:
        """The measure, where its registers stand."""
        return f"{self.cancel_address()}#voorwaarden"


class CheckPage(OfMeasure, RowPage):
    """One check of art. 10 for a measure."""

    template_name = "pillars/register_row.html"

    row: ExternalCheck

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the check, or begin one where nobody has looked yet."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        self.measure = self.agreed_or_404(Measure.objects.all(), kwargs["code"])
        if kwargs["kind"] not in ExternalCheck.Kind.values:
            raise Http404
        self.row = self._stored() or ExternalCheck(measure=self.measure, kind=kwargs["kind"])

    def _stored(self) -> ExternalCheck | None:
        rows = ExternalCheck.objects.filter(measure=self.measure, kind=self.kwargs["kind"])
        return rows.select_related("measure").first()

    def not_yet(self) -> ExternalCheck:
        """A check at which nobody had looked."""
        return ExternalCheck(measure=self.measure, kind=self.row.kind)

    def stored(self) -> ExternalCheck:
        """The check as a colleague has just stored it."""
        return ExternalCheck.objects.get(measure=self.measure, kind=self.row.kind)

    def page_title(self) -> str:
        """What is checked."""
        return f"Toets: {self.row.get_kind_display()}"

    def form(self, data: Any = None) -> ExternalCheckForm:
        """The form of this check."""
        copy = self._stored() or ExternalCheck(measure=self.measure, kind=self.row.kind)
        return ExternalCheckForm(data, instance=copy, deal=self.deal, today=timezone.localdate())


class AcknowledgementPage(OfMeasure, RowPage):
    """One project and its acknowledgement."""

    template_name = "pillars/register_row.html"

    row: Acknowledgement

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the acknowledgement of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = Acknowledgement.objects.filter(measure__deal=self.deal).select_related("measure")
            self.row = get_object_or_404(rows, pk=kwargs["pk"])
            self.measure = self.row.measure

    def page_title(self) -> str:
        """The project."""
        return f"Vermelding: {self.row}"

    def form(self, data: Any = None) -> AcknowledgementForm:
        """The form of this project."""
        copy = Acknowledgement.objects.get(pk=self.row.pk)
        return AcknowledgementForm(data, instance=copy, deal=self.deal, today=timezone.localdate())


class AddAcknowledgement(OfMeasure, AddRow):
    """Adds a project that has to name the Regio Deal."""

    title = "Vermelding bijhouden"
    template_name = "pillars/add_row.html"
    success = "Toegevoegd."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the measure of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.measure = self.agreed_or_404(Measure.objects.all(), kwargs["code"])

    def form(self, data: Any = None) -> AcknowledgementForm:
        """The empty form."""
        row = Acknowledgement(measure=self.measure)
        return AcknowledgementForm(data, instance=row, deal=self.deal, today=timezone.localdate())

    def store(self, values: dict[str, Any]) -> str:
        """Add it to the measure."""
        Acknowledgement(measure=self.measure).enter(by=self.user, at=timezone.now(), values=values)
        return self.address()
