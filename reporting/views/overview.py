"""Overview and measures: are we on course, and what must be decided?"""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance import charts
from finance.gauges import gauges
from finance.models import Commitment, Expenditure, Source
from finance.position import Position, position
from pillars.conditions import registers_of
from pillars.models import Measure, ProgressEntry, State
from pillars.progress import deal_progress
from pillars.status import Status
from regiodeal.covenant.deadlines import upcoming
from regiodeal.covenant.dutch import day, euro, euro_short, percent
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage
from reporting.charts import status_per_pillar
from reporting.deviations import deviations
from reporting.matrix import COLUMNS, MeasureRow, matrix, measure_rows, status_counts


class Overview(DealPage):
    """The dashboard of a deal, in ten minutes before a meeting."""

    right = Right.SEE_DEAL
    section = "overview"
    title = "Hoe staat de deal ervoor?"
    template_name = "reporting/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Status of all results, money against what was agreed, next deadlines, deviations."""
        progress = deal_progress(self.deal, on=self.on)
        money = position(self.deal, on=self.on)
        address = reverse("money", args=[self.deal.slug])
        sources = [(label.capitalize(), money.total(source=source)) for source, label in Source.choices]
        return super().get_context_data(
            progress=progress,
            counts=status_counts(progress),
            on_course=progress.counts[Status.ACHIEVED] + progress.counts[Status.ON_SCHEDULE],
            behind=progress.counts[Status.BEHIND],
            matrix=matrix(progress),
            deviations=deviations(progress),
            deadlines=upcoming(self.deal, on=self.on),
            money=money,
            total=money.total(),
            gauges=gauges(money, url=address),
            tiles=self._tiles(money, address),
            status_chart=status_per_pillar(progress),
            money_chart=charts.bars("geld", "Geld per bron", sources),
            **kwargs,
        )

    def _tiles(self, money: Position, address: str) -> dict[str, dict[str, str]]:
        """Received, spent and time, short, with the exact figure one tap away."""
        received = money.total(source=Source.NATIONAL).received
        spent = money.total().spent
        left = (self.deal.ends_on - self.on).days
        return {
            "received": {
                "label": "Rijksbijdrage ontvangen",
                "value": euro_short(received),
                "exact": euro(received),
                "url": f"{address}#receipts",
            },
            "spent": {
                "label": "Besteed, Rijk en regio samen",
                "value": euro_short(spent),
                "exact": euro(spent),
                "url": f"{address}#expenditures",
            },
            "time": {
                "label": "Looptijd voorbij",
                "value": percent(money.elapsed),
                "note": f"nog {left} dagen tot {day(self.deal.ends_on)}" if left >= 0 else "de deal is geëindigd",
            },
        }


class Measures(DealPage):
    """All measures with the status of their results."""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Maatregelen"
    template_name = "reporting/measures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The measures, of one status when that is asked for."""
        rows = measure_rows(deal_progress(self.deal, on=self.on))
        status = self.request.GET.get("stand", "")
        if status in Status.values:
            rows = [
                MeasureRow(row.measure, matching)
                for row in rows
                if (matching := [result for result in row.results if result.status == status])
            ]
        return super().get_context_data(
            rows=rows, status=status if status in Status.values else "", statuses=COLUMNS, **kwargs
        )


class MeasurePage(DealPage):
    """How is this measure going? Its results, its story now beside last year's, and its money."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "reporting/measure.html"

    measure: Measure

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the measure of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            measures = Measure.objects.select_related("goal__pillar")
            self.measure = get_object_or_404(measures, deal=self.deal, code=kwargs["code"])

    def page_title(self) -> str:
        """The code and title."""
        return str(self.measure)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """All measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Results, entries that this user may see, and the bookings on this measure."""
        this_measure = Measure.objects.filter(pk=self.measure.pk)
        may_see_all = self.may(Right.SEE_UNAPPROVED)
        progress = deal_progress(self.deal, on=self.on, measures=this_measure, with_pending=may_see_all)
        commitments = Commitment.objects.booked_by(self.deal, self.on).filter(measure=self.measure)
        expenditures = Expenditure.objects.booked_by(self.deal, self.on).filter(measure=self.measure)
        return super().get_context_data(
            measure=self.measure,
            results=progress.results,
            entries=self._entries(),
            registers=registers_of(self.measure),
            entry_years=range(timezone.localdate().year, self.deal.in_force_on.year, -1),
            committed=sum((row.amount for row in commitments), start=0),
            spent=sum((row.amount for row in expenditures), start=0),
            expenditures=expenditures.select_related("line__pillar"),
            **kwargs,
        )

    def _entries(self) -> list[ProgressEntry]:
        """The stories, newest year first; unapproved ones only for who may see them."""
        rows = ProgressEntry.objects.filter(measure=self.measure, entered_at__date__lte=self.on)
        if not self.may(Right.SEE_UNAPPROVED):
            rows = rows.filter(state=State.APPROVED, decided_at__date__lte=self.on)
        return list(rows.select_related("entered_by", "decided_by").order_by("-year", "-pk"))
