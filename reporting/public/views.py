"""Pages for everybody: the deal in plain words, and its published reports. They show what was published, no more."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition

from regiodeal.deals.words import speak
from regiodeal.files.views import file_response, logo_response
from regiodeal.pages.access import public
from regiodeal.pages.look import look_of
from reporting.content.frozen_report import FrozenReport
from reporting.open_data.public import public_copy
from reporting.public.published import published_report, published_reports
from reporting.public.web_page import web_chart, web_page
from reporting.public.what_is_done import narrowed, neighbourhoods, public_measures, themes
from reporting.reports.models import AnnualReport, ReportFile
from reporting.rounds.report_views import CONTENT_TYPES
from reporting.snapshot.spoken_words import words_of

OPEN_FILES = {  # what everybody may download: made from the copy without names
    "pdf": ReportFile.Kind.PUBLIC,
    "csv": ReportFile.Kind.FIGURES,
}


@public
def public_deal(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what happens with this money in which neighbourhood, as the newest published report says it."""
    reports = published_reports(slug)
    if not reports:
        raise Http404
    snapshot = reports[0].snapshot
    speak(words_of(snapshot))  # until the answer is made (pages/spoken.py ends it)
    places, subjects = neighbourhoods(snapshot), themes(snapshot)
    neighbourhood, theme = request.GET.get("wijk", ""), request.GET.get("thema", "")
    neighbourhood = neighbourhood if neighbourhood in places else ""
    theme = theme if theme in dict(subjects) else ""
    context = _around(reports[0]) | {
        "reports": reports,
        "report": reports[0],
        "snapshot": snapshot,
        "measures": narrowed(public_measures(snapshot), neighbourhood=neighbourhood, theme=theme),
        "neighbourhoods": places,
        "themes": subjects,
        "neighbourhood": neighbourhood,
        "theme": theme,
        "page_title": snapshot["deal"]["name"],
    }
    return render(request, "reporting/public/deal.html", context)


def _etag(request: HttpRequest, slug: str, year: int, **rest: object) -> str | None:
    report = published_report(slug, year)
    return f'"{report.digest}"' if report else None


@public
@condition(etag_func=_etag)
def public_report(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A published report to read on screen or to print, with its files beside it."""
    report = _published(slug, year)
    speak(words_of(report.snapshot))
    page = reverse("public-report", args=[slug, year])
    files = [file for file in report.files.all() if file.kind in OPEN_FILES.values()]
    context = _around(report) | {
        "report": report,
        "body": web_page(FrozenReport(report.snapshot), files=page),
        "downloads": [_download(report, file) for file in files],
        "data_url": reverse("public-data", args=[slug, year]),
        "page_title": f"Voortgangsrapportage {report.year}",
        "breadcrumbs": [(report.deal.name, reverse("public-deal", args=[slug])), (f"Rapportage {report.year}", "")],
    }
    return render(request, "reporting/public/report.html", context)


@public
@condition(etag_func=_etag)
def public_chart(request: HttpRequest, slug: str, year: int, name: str) -> HttpResponse:
    """A chart of a published report, as a picture."""
    chart = web_chart(FrozenReport(_published(slug, year).snapshot), name)
    if chart is None:
        raise Http404
    return HttpResponse(chart.svg, content_type="image/svg+xml")


@public
@condition(etag_func=_etag)
def public_data(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """All that the report says as data, without names of people."""
    content = public_copy(FrozenReport(_published(slug, year).snapshot)).canonical
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="voortgangsrapportage-{year}-{slug}.json"'
    return response


@public
def public_file(request: HttpRequest, slug: str, year: int, kind: str) -> HttpResponseBase:
    """A file of a published report that names no people."""
    report = _published(slug, year)
    file = report.file(OPEN_FILES.get(kind, ""))
    if file is None:
        raise Http404
    content_type, name = CONTENT_TYPES[ReportFile.Kind(file.kind)], f"{report.file_stem}.{kind}"
    return file_response(file.file, name=name, content_type=content_type, Cache_Control="no-cache")


@public
def public_logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The logo of a deal of which a report was published. 404 for every other deal."""
    reports = published_reports(slug)
    if not reports:
        raise Http404
    return logo_response(reports[0].deal, cache_control="public, max-age=300")


def _published(slug: str, year: int) -> AnnualReport:
    report = published_report(slug, year)
    if report is None:
        raise Http404
    return report


def _around(report: AnnualReport) -> dict[str, object]:
    deal = report.snapshot["deal"]
    logo = reverse("public-logo", args=[report.deal.slug]) if report.deal.logo else ""
    return {
        "deal": report.deal,
        "home_url": reverse("public-deal", args=[report.deal.slug]),
        "look": replace(look_of(report.deal), logo_url=logo),
        "example_notice": deal["example_notice"],
    }


def _download(report: AnnualReport, file: ReportFile) -> dict[str, object]:
    kind = next(name for name, kind in OPEN_FILES.items() if kind == file.kind)
    return {
        "title": f"Voortgangsrapportage {report.year} ({kind.upper()})",
        "url": reverse("public-file", args=[report.deal.slug, report.year, kind]),
        "kind": kind.upper(),
        "size": file.size,
        "pages": file.pages,
        "sha256": file.sha256,
    }
