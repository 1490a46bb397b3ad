"""Overview and measures: are we on course, and what must be decided?"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance import charts as money_charts
from finance.models import Commitment, Expenditure, Source
from finance.position import position
from pillars.models import Measure, ProgressEntry, State
from pillars.progress import DealProgress, ResultProgress, deal_progress
from pillars.status import Status, worst
from regiodeal.covenant.deadlines import upcoming
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage
from reporting.charts import status_per_pillar


@dataclass(frozen=True)
class MeasureRow:
    """A measure with its results: a row of the matrix."""

    measure: Measure
    results: list[ResultProgress]

    @property
    def status(self) -> Status:
        """The worst status among the results."""
        return worst(result.status for result in self.results)


def measure_rows(progress: DealProgress) -> list[MeasureRow]:
    """All measures with the progress of their results."""
    return [MeasureRow(measure, progress.of_measure(measure)) for measure in progress.measures]


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
        status_chart, status_rows = status_per_pillar(progress)
        sources = [(label, money.total(source=source)) for source, label in Source.choices]
        return super().get_context_data(
            progress=progress,
            counts=progress.counts,
            on_course=progress.counts[Status.ACHIEVED] + progress.counts[Status.ON_SCHEDULE],
            rows=measure_rows(progress),
            deviations=[r for r in progress.results if r.status in {Status.BEHIND, Status.ATTENTION}],
            deadlines=upcoming(self.deal, on=self.on),
            money=money,
            total=money.total(),
            sources=sources,
            status_chart=status_chart,
            status_rows=status_rows,
            statuses=list(status_rows[0][1]) if status_rows else [],
            money_chart=money_charts.bars(sources),
            **kwargs,
        )


class Measures(DealPage):
    """All measures with the status of their results."""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Maatregelen"
    template_name = "reporting/measures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The measures, of one status when that is asked for."""
        rows = measure_rows(deal_progress(self.deal, on=self.on))
        status = self.request.GET.get("status", "")
        if status in Status.values:
            rows = [
                MeasureRow(row.measure, matching)
                for row in rows
                if (matching := [result for result in row.results if result.status == status])
            ]
        return super().get_context_data(
            rows=rows, status=status if status in Status.values else "", statuses=list(Status), **kwargs
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
        progress = deal_progress(self.deal, on=self.on, measures=Measure.objects.filter(pk=self.measure.pk))
        commitments = Commitment.objects.booked_by(self.deal, self.on).filter(measure=self.measure)
        expenditures = Expenditure.objects.booked_by(self.deal, self.on).filter(measure=self.measure)
        return super().get_context_data(
            measure=self.measure,
            results=progress.results,
            entries=self._entries(),
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
