"""Entering and changing the forecast of a controller."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance.forecasts.forms import ControllerForecastForm
from finance.forecasts.models import ControllerForecast
from regiodeal.base.forms import Posted
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.form_page import FormPage


class OfForecast:
    """The part that the pages of a controller's forecast share: they lead back to the forecast."""

    section = "money"
    right = Right.APPROVE_MONEY  # a treasurer answers for the money; who only enters does not

    def address(self) -> str:
        """Return the address of the forecast."""
        return reverse("forecast", args=[self.deal.slug])  # type: ignore[attr-defined]

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the money and the forecast."""
        money = reverse("money", args=[self.deal.slug])  # type: ignore[attr-defined]
        return [("Financiën", money), ("Prognose", self.address())]


class AddControllerForecast(OfForecast, FormPage):
    """Adds what a controller expects of a line in a year."""

    title = "Prognose van de controller toevoegen"
    intro = "Uw prognose telt voor deze regel en dit jaar. De berekende blijft ernaast staan."

    def form(self, data: Posted = None) -> ControllerForecastForm:
        """Return the form of a new forecast, of the line and year that were asked for."""
        asked = {"line": self.request.GET.get("regel"), "year": self.request.GET.get("jaar")}
        line = self.deal.budgetline_set.filter(code=asked["line"]).first()
        return ControllerForecastForm(data, deal=self.deal, initial={"line": line, "year": asked["year"]})

    def save(self, form: ControllerForecastForm) -> str:
        """Store it, with the first row of its trail."""
        row = ControllerForecast(deal=self.deal)
        row.enter(by=self.user, at=timezone.now(), values=form.values(), reason=form.cleaned_data["ground"])
        return "De prognose is bewaard."


class ReviseControllerForecast(OfForecast, SeenFormPage):
    """Changes what a controller expects, or lets what the portal computes count again."""

    title = "Prognose van de controller bijwerken"
    row: ControllerForecast

    def load(self) -> None:
        """Fetch the forecast of this deal."""
        self.row = get_object_or_404(ControllerForecast.objects.filter(deal=self.deal), pk=self.kwargs["pk"])

    def decides_on(self) -> Lifecycle:
        """Return the forecast as it was seen."""
        return self.row

    def form(self, data: Posted = None) -> ControllerForecastForm:
        """Return the form with what is known."""
        instance = ControllerForecast.objects.get(pk=self.row.pk)
        return ControllerForecastForm(data, deal=self.deal, instance=instance)

    def save(self, form: ControllerForecastForm) -> str:
        """Change it."""
        version = seen_version(self.request.POST)
        why = form.cleaned_data["ground"]
        self.row.revise(by=self.user, at=timezone.now(), values=form.values(), version=version, reason=why)
        return "De prognose is bijgewerkt."
