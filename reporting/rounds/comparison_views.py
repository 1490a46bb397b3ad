"""What changed between two reports: from concept to final, or from year to year."""

from django.http import Http404, HttpRequest
from django.urls import reverse

from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage
from reporting.differences.compare import differences
from reporting.reports.models import AnnualReport


class CompareReports(DealPage):
    """The difference between two reports, per section and figure. `?van=3&naar=5`."""

    right = Right.SEE_DEAL
    section = "reports"
    title = "Wat is er veranderd?"
    template_name = "reporting/rounds/compare.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to all reports."""
        return [("Rapportage", reverse("reports", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The two reports that were asked for, else the newest and the one before it; and what is otherwise."""
        visible = AnnualReport.objects.visible_to(self.deal, may_build=self.may(Right.BUILD_REPORT))
        reports = list(visible.editions().select_related("deal").defer("snapshot"))
        by_key = {str(row.pk): row for row in reports}
        after = self._chosen(self.request, "naar", by_key, reports[0] if reports else None)
        before = self._chosen(self.request, "van", by_key, reports[1] if len(reports) > 1 else None)
        found = differences(before.snapshot, after.snapshot) if before and after else ()
        return super().get_context_data(reports=reports, before=before, after=after, sections=found, **kwargs)

    @staticmethod
    def _chosen(
        request: HttpRequest, name: str, by_key: dict[str, AnnualReport], usual: AnnualReport | None
    ) -> AnnualReport | None:
        asked = request.GET.get(name)
        if asked is None:
            return usual
        if asked not in by_key:
            raise Http404
        return by_key[asked]
