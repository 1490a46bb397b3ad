"""The audit trail, for whoever looks after the users and for whoever must be able to check that."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from regiodeal.audit.entries import as_csv, entries
from regiodeal.audit.forms import AuditFilter
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage, DealView

PER_PAGE = 50


class AuditPage(DealPage):
    """Shows who did what, on what, from where, when, and with what result."""

    is_personal = True
    right = Right.SEE_AUDIT
    section = "audit"
    title = "Logboek"
    template_name = "audit/audit.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The entries that were asked for, a page at a time."""
        filters = AuditFilter(self.request.GET, deal=self.deal)
        rows = entries(self.deal, filters.asked)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            filters=filters,
            is_filtered=bool(filters.asked),
            page_obj=page,
            query=self.request.GET.urlencode(),
            **kwargs,
        )


class AuditExport(DealView):
    """The same as a CSV file, streamed."""

    right = Right.SEE_AUDIT

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The entries that were asked for."""
        rows = entries(self.deal, AuditFilter(request.GET, deal=self.deal).asked)
        name = f"logboek-{self.deal.slug}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
        return StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
