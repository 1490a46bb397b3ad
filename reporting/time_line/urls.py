"""Addresses of the line of time, inside a deal."""

from django.urls import path

from reporting.time_line.views import TimeLinePage

urlpatterns = [path("tijdlijn/", TimeLinePage.as_view(), name="time-line")]
