"""Pages for everybody: the deal in plain words, and its published reports. They show what was published, no more."""

import hashlib
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition

from pillars.project_photos.models import ProjectPhoto
from regiodeal.caching.etags import release
from regiodeal.deals.words import speak
from regiodeal.files.views import file_response, logo_response
from regiodeal.pages.access import public
from regiodeal.pages.look import look_of
from reporting.content.content import told_project
from reporting.content.frozen_report import FrozenReport
from reporting.content.report_map import area_map, report_map
from reporting.open_data.projects_csv import projects_csv
from reporting.open_data.public import public_copy, public_projects
from reporting.public.catalog import license_name
from reporting.public.public_photos import photos_of
from reporting.public.published import published_report, published_reports
from reporting.public.web_page import web_chart, web_page
from reporting.public.what_is_done import (
    area_texts,
    areas_by_address,
    narrowed,
    neighbourhoods,
    places_in,
    projects_in,
    public_measures,
    themes,
)
from reporting.reports.models import AnnualReport, ReportFile
from reporting.rounds.report_views import CONTENT_TYPES
from reporting.snapshot.spoken_words import words_of
from reporting.texts.named_pictures import with_addresses

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
        "areas": areas_by_address(snapshot),
        "map": report_map(public_copy(FrozenReport(snapshot)).snapshot),
        "themes": subjects,
        "neighbourhood": neighbourhood,
        "theme": theme,
        "page_title": snapshot["deal"]["name"],
    }
    return render(request, "reporting/public/deal.html", context)


@public
def public_project(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A public project in plain words, as the newest published report tells of it. 404 for every other project.

    Its photos are those that are public today: one that somebody on it took back is gone at once.
    """
    reports = published_reports(slug)
    rows = public_projects(reports[0].snapshot) if reports else []
    project = next((row for row in rows if row["code"] == code), None)
    if project is None:
        raise Http404
    snapshot = reports[0].snapshot
    speak(words_of(snapshot))
    titles = {row.code: row.title for row in public_measures(snapshot)}
    context = _around(reports[0]) | {
        "report": reports[0],
        "project": told_project(project),
        "photos": ProjectPhoto.objects.public().filter(project__deal=reports[0].deal, project__code=code),
        "measures": [(measure, titles[measure]) for measure in project["measures"] if measure in titles],
        "page_title": project["title"],
        "breadcrumbs": [(reports[0].deal.name, reverse("public-deal", args=[slug])), (project["title"], "")],
    }
    return render(request, "reporting/public/project.html", context)


@public
def public_area(request: HttpRequest, slug: str, area: str) -> HttpResponse:
    """What happens in one neighbourhood: its projects, its places and what they are for. 404 where nothing does."""
    reports = published_reports(slug)
    name = areas_by_address(reports[0].snapshot).get(area) if reports else None
    if name is None:
        raise Http404
    snapshot = reports[0].snapshot
    speak(words_of(snapshot))
    measures = narrowed(public_measures(snapshot), neighbourhood=name, theme="")
    projects = projects_in(snapshot, name)
    places = places_in(snapshot, name)
    photos = photos_of(slug, [row["code"] for row in projects])
    context = _around(reports[0]) | {
        "report": reports[0],
        "area": name,
        "text": _with_pictures(reports[0], area_texts(snapshot).get(name, "")),
        "projects": [(told_project(row), photos.get(row["code"])) for row in projects],
        "places": places,
        "map": area_map(public_copy(FrozenReport(snapshot)).snapshot, name, places),
        "measures": measures,
        "page_title": f"Wat gebeurt er in {name}?",
        "breadcrumbs": [(reports[0].deal.name, reverse("public-deal", args=[slug])), (name, "")],
    }
    return render(request, "reporting/public/area.html", context)


def _etag(request: HttpRequest, slug: str, year: int, **rest: object) -> str | None:
    """By the report and the release: a page names static files of its release. It shows nobody who is signed in."""
    report = published_report(slug, year)
    if report is None:
        return None
    known = (report.digest, release(), look_of(report.deal), request.get_full_path())
    return f'"{hashlib.sha256(repr(known).encode()).hexdigest()[:32]}"'


@public
@cache_control(no_cache=True)
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
        "license": license_name(),
        "data_url": reverse("public-data", args=[slug, year]),
        "projects_url": reverse("public-projects", args=[slug, year]) if public_projects(report.snapshot) else "",
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
@condition(etag_func=_etag)
def public_projects_csv(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The public projects of a published report as a table, with what each plans and reached."""
    content = projects_csv(_published(slug, year).snapshot)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="projecten-{year}-{slug}.csv"'
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
        # The same page for everybody, whoever is signed in: a browser and a cache may keep it.
        "user": AnonymousUser(),
        "messages": (),
    }


def _with_pictures(report: AnnualReport, html: str) -> str:
    """A clean text of a report with the pictures that it keeps, as everybody may see them."""
    kept = {each["number"] for each in report.snapshot.get("text_pictures", [])}

    def address(number: int) -> str | None:
        where = [report.deal.slug, report.year, number]
        return reverse("public-text-picture", args=where) if number in kept else None

    return with_addresses(html, address)


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
