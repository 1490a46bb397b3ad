"""Overview and measures: are we on course, and what must be decided?"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from finance.ledger.of_measure import money_of_measure
from finance.position import charts
from finance.position.charts import gauges
from finance.position.figures import Position
from finance.position.money_position import position
from pillars.agreed.models import Measure
from pillars.measurements.rounds import year_to_write
from pillars.progress.deal_progress import ResultProgress, deal_progress, measure_progress
from pillars.progress.norm_plans import coverage, norm_plans
from pillars.progress.views import decisions_about
from pillars.project_photos.models import ProjectPhoto
from pillars.projects.models import Project
from pillars.registers.registers import registers_of
from pillars.status.status import Status
from pillars.stories.models import ProgressEntry
from regiodeal.base.dutch import capital, counted, day, euro, euro_short, percent
from regiodeal.caching.etags import revalidated
from regiodeal.caching.memory import remembered
from regiodeal.covenant.agreement.coming_changes import coming_changes, standing_notices
from regiodeal.covenant.meetings.models import Decision
from regiodeal.covenant.obligations.deadlines import upcoming
from regiodeal.deals.roles import Right
from regiodeal.help.welcome import welcome_of
from regiodeal.pages.deal_page import Context, DealPage
from reporting.overview.charts import status_per_pillar
from reporting.overview.deviations import deviations
from reporting.overview.matrix import COLUMNS, MeasureRow, matrix, measure_rows, status_counts
from reporting.overview.small_multiples import in_one_sentence, measure_pictures


@revalidated
class Overview(DealPage):
    """The dashboard of a deal, in ten minutes before a meeting."""

    right = Right.SEE_DEAL
    section = "overview"
    title = "Hoe staat de deal ervoor?"
    template_name = "reporting/overview/overview.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The figures of the deal, and a welcome for who is new."""
        is_preview = getattr(self.request, "is_preview", False)  # of a deal that is not so yet: nobody is new in it
        welcome = None if is_preview else welcome_of(self.deal, self.memberships)
        return super().get_context_data(welcome=welcome, **self.figures() | kwargs)

    @remembered
    def figures(self) -> Context:
        """Status of all results, money against what was agreed, next deadlines, deviations."""
        progress = deal_progress(self.deal, on=self.on)
        money = position(self.deal, on=self.on, with_forecast=False)
        address = reverse("money", args=[self.deal.slug])
        sources = [(capital(row.name), money.own(row)) for row in money.line_sources]
        return {
            "progress": progress,
            "counts": status_counts(progress),
            "on_course": progress.on_course,
            "behind": progress.counts[Status.BEHIND],
            "matrix": matrix(progress),
            "deviations": deviations(progress),
            "deadlines": upcoming(self.deal, on=self.on),
            "coming": coming_changes(self.deal, on=self.on),
            "notices": standing_notices(self.deal, on=self.on),
            "money": money,
            "total": money.total(),
            "gauges": gauges(money, url=address),
            "tiles": self._tiles(money),
            "coverage": coverage(norm_plans(progress)),
            "status_chart": status_per_pillar(progress),
            "money_chart": charts.bars("geld", "Geld per bron", sources),
        }

    def _ledger(self, **query: str) -> str:
        """The bookings behind a figure, as of the same date."""
        as_of = {"op": self.request.GET["op"]} if "op" in self.request.GET else {}
        return reverse("ledger", args=[self.deal.slug], query=query | as_of)

    def _tiles(self, money: Position) -> dict[str, dict[str, str]]:
        """Received, spent and time, short, with the exact figure one tap away."""
        received, spent = money.national.received, money.total().spent
        national = [row for row in money.line_sources if row.is_national]
        of_source = {"bron": national[0].code} if len(national) == 1 else {}
        left, ended = (self.deal.ends_on - self.on).days, "de deal is geëindigd"
        return {
            "received": {
                "label": f"{capital(national[0].name) if len(national) == 1 else 'Van het Rijk'} ontvangen",
                "value": euro_short(received),
                "exact": euro(received),
                "url": self._ledger(soort="ontvangsten", **of_source),
            },
            "spent": {
                "label": "Besteed, Rijk en regio samen",
                "value": euro_short(spent),
                "exact": euro(spent),
                "url": self._ledger(soort="bestedingen"),
            },
            "time": {
                "label": "Looptijd voorbij",
                "value": percent(money.elapsed),
                "note": f"nog {counted(left, 'dag', 'dagen')} tot {day(self.deal.ends_on)}" if left >= 0 else ended,
            },
        }


@revalidated
class Measures(DealPage):
    """All measures with the status of their results."""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Maatregelen"
    template_name = "reporting/overview/measures.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The rows."""
        return super().get_context_data(**self.rows() | kwargs)

    @remembered
    def rows(self) -> Context:
        """The measures, of one status when that is asked for."""
        rows = measure_rows(deal_progress(self.deal, on=self.on))
        status = self.request.GET.get("stand", "")
        if status in Status.values:
            rows = [
                MeasureRow(row.measure, matching)
                for row in rows
                if (matching := [result for result in row.results if result.status == status])
            ]
        return {
            "rows": rows,
            "status": status if status in Status.values else "",
            "statuses": COLUMNS,
        }


class MeasuresInView(DealPage):
    """Answers: how do all measures go, seen at once? Every norm as a small picture, with its figure and status."""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Alle maatregelen in beeld"
    template_name = "reporting/overview/small_multiples.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The pictures, and one sentence about them."""
        pictures = measure_pictures(deal_progress(self.deal, on=self.on))
        return super().get_context_data(pictures=pictures, sentence=in_one_sentence(pictures), **kwargs)


@revalidated
class MeasurePage(DealPage):
    """Answers: how is this measure going? Its results, its story now beside last year's, and its money."""

    right = Right.SEE_DEAL
    section = "measures"
    template_name = "reporting/overview/measure.html"

    measure: Measure

    def load(self) -> None:
        """Fetch the measure of this deal."""
        measures = Measure.objects.select_related("goal__pillar", "deal")
        self.measure = self.agreed_or_404(measures, self.kwargs["code"])

    def page_title(self) -> str:
        """Title the page by code and title of the measure."""
        return str(self.measure)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """Return how the measure stands."""
        return super().get_context_data(**self.standing() | kwargs)

    @remembered
    def standing(self) -> Context:
        """Results, entries that this user may see, and the bookings on this measure."""
        pending = self.may(Right.SEE_UNAPPROVED)
        results = measure_progress(self.deal, self.measure, on=self.on, with_pending=pending)
        return {
            "measure": self.measure,
            "writing_year": year_to_write(self.deal, on=self.on) if self.may(Right.ENTER_PROGRESS) else None,
            "results": results,
            "entries": self._entries(),
            "photos": self._photos(),
            "decisions": self._decisions(results),
            "programmes": self.measure.national_programmes.all(),
            "cross_links": self.measure.cross_links.prefetch_related("measures"),
            "registers": registers_of(self.measure, on=self.on, unapproved=self.may(Right.SEE_UNAPPROVED)),
            "money": money_of_measure(self.deal, self.measure, on=self.on),
        }

    def _photos(self) -> list[ProjectPhoto]:
        """The photos of the projects of this measure that the user may know of."""
        of_measure = Q(main_measure=self.measure) | Q(measures=self.measure)
        projects = Project.objects.visible_to(self.rights).filter(of_measure)
        rows = ProjectPhoto.objects.kept().filter(project__in=projects.values("pk"), uploaded_at__date__lte=self.on)
        return list(rows.select_related("project").order_by("project__code", "pk"))

    def _decisions(self, results: Iterable[ResultProgress]) -> QuerySet[Decision]:
        """The decisions about this measure and its results that the user may see."""
        visible = Decision.objects.visible_to(self.deal, **self.reader()).filter(decided_on__lte=self.on)
        return decisions_about([row.result for row in results], visible, self.measure)

    def _entries(self) -> list[ProgressEntry]:
        """The stories, newest year first; unapproved ones only for whoever may see them."""
        seen = ProgressEntry.objects.shown_on(self.on, unapproved=self.may(Right.SEE_UNAPPROVED))
        rows = seen.filter(measure=self.measure)
        return list(rows.select_related("entered_by", "decided_by").order_by("-year", "-pk"))
