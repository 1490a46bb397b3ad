"""Addresses of overview, inside a deal."""

from django.urls import path

from reporting.overview.brief_views import MeetingBrief, NextBrief
from reporting.overview.views import MeasurePage, Measures, Overview

urlpatterns = [
    path("", Overview.as_view(), name="overview"),
    path("maatregelen/", Measures.as_view(), name="measures"),
    path("maatregelen/<code:code>/", MeasurePage.as_view(), name="measure"),
    path("overleg/in-tien-minuten/", NextBrief.as_view(), name="next-brief"),
    path("overleg/<int:pk>/in-tien-minuten/", MeetingBrief.as_view(), name="meeting-brief"),
]
