"""The pages by which somebody who prepares a deal sees what it will look like: their own, with what the deal holds."""

from datetime import date

from pillars.agreed.models import Measure
from pillars.measurements.rounds import round_on
from regiodeal.covenant.obligations.views import ObligationsPage
from regiodeal.deals.contributions import PagePreview
from regiodeal.deals.models import Deal, Party
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage
from reporting.content.sentences import describe
from reporting.overview.views import MeasurePage, Overview
from reporting.snapshot.take import take_snapshot


class CoverPreview(DealPage):
    """Shows what stands on the cover of the first report, and whom it names."""

    right = Right.SEE_DEAL
    section = "stage"
    title = "Het voorblad van de rapportage"
    template_name = "reporting/preview_cover.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The cover as the report has it."""
        snapshot = take_snapshot(self.deal, year=_first_year(self.deal, self.on), stage="concept", on=self.on)
        return super().get_context_data(
            report=snapshot, about=describe(snapshot), parties=snapshot["parties"], theme=self.deal.theme, **kwargs
        )


def _first_year(deal: Deal, on: date) -> int:
    """The year of the first report: that of the round that runs when the deal is in force, as its round page says."""
    running = round_on(deal, max(on, deal.in_force_on))
    return running.year if running else on.year


def _first_measure(deal: Deal, on: date) -> dict[str, object] | None:
    measure = Measure.objects.filter(deal=deal, results__isnull=False).order_by("position").first()
    return {"code": measure.code} if measure else None


def _has_measures(deal: Deal, on: date) -> dict[str, object] | None:
    return {} if Measure.objects.filter(deal=deal).exists() else None


def _has_parties(deal: Deal, on: date) -> dict[str, object] | None:
    return {} if Party.objects.filter(deal=deal).exists() else None


def _begun(deal: Deal, on: date) -> str:
    return f"op={max(on, deal.in_force_on).isoformat()}"


PREVIEWS = (
    PagePreview("overzicht", "Het overzicht", Overview, _has_measures, _begun),
    PagePreview("maatregel", "Een maatregel met haar resultaten en normen", MeasurePage, _first_measure, _begun),
    PagePreview("termijnen", "De afspraken en hun termijnen", ObligationsPage, _has_parties, _begun),
    PagePreview("voorblad", "Het voorblad van de rapportage", CoverPreview, _has_measures, _begun),
)
