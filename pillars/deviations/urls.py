"""Addresses of deviations, inside a deal."""

from django.urls import path

from pillars.deviations.views import CloseDeviation, Deviations, ExplainTarget

urlpatterns = [
    path("afwijkingen/", Deviations.as_view(), name="deviations"),
    path("afwijkingen/<code:code>/", ExplainTarget.as_view(), name="explain"),
    path("afwijkingen/<code:code>/besluit/", CloseDeviation.as_view(), name="close-deviation"),
]
