"""The base of the pages of long work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reporting.building.models import Build


def progress_of(request: HttpRequest, build: Build, job: dict[str, object]) -> HttpResponse:
    """The part of a page that renews itself while work is done; when it is over the whole page is asked for again."""
    response = render(request, "components/job.html", {"job": job})
    response["Cache-Control"] = "no-store"
    if not build.is_busy:
        response["HX-Refresh"] = "true"
    return response
