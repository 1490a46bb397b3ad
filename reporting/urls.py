"""Addresses of overview, measures and reports, inside a deal."""

from django.urls import include, path

urlpatterns = [
    path("", include("reporting.overview.urls")),
    path("", include("reporting.meeting_brief.urls")),
    path("", include("reporting.time_line.urls")),
    path("", include("reporting.meeting_papers.urls")),
    path("", include("reporting.rounds.urls")),
    path("", include("reporting.dossier.urls")),
    path("", include("reporting.sending.urls")),
]
