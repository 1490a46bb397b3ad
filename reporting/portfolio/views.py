"""All deals in one table, and the yearly bundle, for whoever works for BZK's programme team."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regiodeal.deals.each_deal import failed_deals
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.files.views import file_response
from regiodeal.pages.access import signed_in
from reporting.building.jobs import job
from reporting.building.queue import enqueue
from reporting.building.views import progress_of
from reporting.portfolio.bundle import STEPS, bundle_content, bundle_years, submitted_reports
from reporting.portfolio.deal_figures import WORK, is_stale
from reporting.portfolio.deal_figures import Row as DealRow
from reporting.portfolio.listing import ORDERS, PortfolioFilter, listing
from reporting.portfolio.models import Bundle, DealFigures
from reporting.reports.models import ReportFile
from reporting.rounds.report_views import CONTENT_TYPES

KINDS = {"pdf": ReportFile.Kind.PDF, "xlsx": ReportFile.Kind.WORKBOOK}


def portfolio_of(request: HttpRequest) -> QuerySet[Deal]:
    """The deals that the user follows for BZK, each once: a role is given once in a deal."""
    return Deal.objects.filter(membership__user=_user(request), membership__role=Role.BZK).order_by("name")


@signed_in
def portfolio(request: HttpRequest) -> HttpResponse:
    """Show how all deals stand, and whose report is in, from figures that were prepared beforehand."""
    filters = PortfolioFilter(request.GET)
    order = request.GET.get("volgorde", "")
    order = order if order.removeprefix("-") in ORDERS else "deal"
    page = request.GET.get("page")
    found = listing(portfolio_of(request), condition=filters.condition, order=order, page=page)
    if found.first_in_force_on is None:
        raise Http404  # who follows no deal is not to know of this page
    failed = failed_deals(WORK)
    context = {
        "page_title": "Alle deals",
        "page_obj": found.page,
        "rows": [_row(deal, failed) for deal in found.page],
        "filters": filters,
        "is_filtered": bool(filters.condition),
        "sort": order,
        "tiles": [
            {"label": "Deals", "value": found.deals},
            {"label": "Rapportage ingediend", "value": found.submitted},
            {"label": "Deals met afwijkingen", "value": found.with_deviations},
        ],
        "years": bundle_years(found.first_in_force_on, on=timezone.localdate()),
        "bundles": _bundles(request),
    }
    return render(request, "reporting/portfolio/portfolio.html", context)


@signed_in
@require_POST
def ask_bundle(request: HttpRequest) -> HttpResponseBase:
    """Put the bundle of a year in the queue; one that is under way is shown instead."""
    deals = list(portfolio_of(request))
    if not deals:
        raise Http404
    text = request.POST.get("jaar", "")
    today = timezone.localdate()
    years = {str(year): year for year in bundle_years(min(deal.in_force_on for deal in deals), on=today)}
    if text not in years:
        raise Http404
    year = years[text]
    followed = [deal.pk for deal in deals]
    Bundle.objects.stop_closed(_user(request), deals=followed)
    content = bundle_content(submitted_reports(deals, year), deals, year=year, on=today)
    try:
        with transaction.atomic():
            bundle = Bundle.objects.create(
                year=year,
                content=content,
                deals=followed,
                requested_by=_user(request),
                requested_at=timezone.now(),
            )
    except IntegrityError:
        bundle = Bundle.objects.of(_user(request)).filter(year=year, state__in=["queued", "building"])[0]
    else:
        enqueue(bundle)
    return redirect(reverse("bundle", args=[bundle.pk]))


@signed_in
def bundle_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One bundle: its steps while it is made, then its files."""
    bundle = _bundle(request, pk)
    context = {
        "page_title": str(bundle),
        "bundle": bundle,
        "job": _job(bundle),
        "files": [_file(bundle, kind) for kind in KINDS] if bundle.state == "ready" else [],
        "breadcrumbs": [("Alle deals", reverse("portfolio")), (str(bundle), "")],
    }
    return render(request, "reporting/portfolio/bundle_page.html", context)


@signed_in
def bundle_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how far it is: the part of the page that renews itself."""
    bundle = _bundle(request, pk)
    return progress_of(request, bundle, _job(bundle))


@signed_in
@require_POST
def retry_bundle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a bundle that failed in the queue again."""
    bundle = _bundle(request, pk)
    if bundle.retry(at=timezone.now()):
        enqueue(bundle)
    return redirect(reverse("bundle", args=[pk]))


@signed_in
def bundle_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The PDF or the workbook."""
    bundle = _bundle(request, pk)
    if kind not in KINDS or bundle.state != "ready":
        raise Http404
    file = bundle.pdf if kind == "pdf" else bundle.workbook
    name = f"regio-deals-{bundle.year}.{kind}"
    return file_response(file, name=name, content_type=CONTENT_TYPES[KINDS[kind]])


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _bundle(request: HttpRequest, pk: int) -> Bundle:
    bundle = get_object_or_404(Bundle.objects.of(_user(request)), pk=pk)
    if not bundle.is_open_to(_followed(request)):
        raise Http404
    return bundle


def _bundles(request: HttpRequest) -> list[tuple[Bundle, bool]]:
    """The last ones that the user asked for, each with whether it is still open to the user."""
    rows = list(Bundle.objects.of(_user(request))[:10])
    followed = _followed(request) if rows else set()
    return [(row, row.is_open_to(followed)) for row in rows]


def _followed(request: HttpRequest) -> set[int]:
    return set(portfolio_of(request).order_by().values_list("pk", flat=True))


@dataclass(frozen=True)
class PortfolioRow:
    """A deal of the table: its prepared figures, of when they are, and whether they are being brought up to date.

    `has_failed` where they could not be computed: whoever keeps the portal is told (regiodeal/deals/each_deal.py).
    """

    deal: Deal
    figures: DealRow | None
    computed_at: datetime | None
    is_stale: bool
    has_failed: bool


def _row(deal: Deal, failed: Collection[str]) -> PortfolioRow:
    prepared: DealFigures | None = getattr(deal, "prepared_figures", None)
    stale, has_failed = is_stale(deal, at=timezone.now()), deal.slug in failed
    if prepared is None:
        return PortfolioRow(deal, None, None, stale, has_failed)
    return PortfolioRow(deal, prepared.figures, prepared.computed_at, stale, has_failed)


def _job(bundle: Bundle) -> dict[str, object]:
    return job(bundle, STEPS, url=reverse("bundle-progress", args=[bundle.pk]))


def _file(bundle: Bundle, kind: str) -> dict[str, object]:
    file = bundle.pdf if kind == "pdf" else bundle.workbook
    address = reverse("bundle-file", args=[bundle.pk, kind])
    return {"title": f"{bundle} ({kind.upper()})", "url": address, "kind": kind.upper(), "size": file.size}
