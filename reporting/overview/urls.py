"""Addresses of overview, inside a deal."""

from django.urls import path

from reporting.overview.views import MeasurePage, Measures, MeasuresInView, Overview

urlpatterns = [
    path("", Overview.as_view(), name="overview"),
    path("maatregelen/", Measures.as_view(), name="measures"),
    path("maatregelen-in-beeld/", MeasuresInView.as_view(), name="measures-in-view"),
    path("maatregelen/<code:code>/", MeasurePage.as_view(), name="measure"),
]
