"""Addresses. Pages of a deal live under its slug; every view declares who may see it (covenant/access.py)."""

from django.urls import include, path

from regiodeal.covenant.views.start import start

deal_patterns = [
    path("", include("reporting.urls")),
    path("", include("pillars.urls")),
    path("", include("finance.urls")),
    path("", include("regiodeal.covenant.urls")),
]

urlpatterns = [
    path("", start, name="start"),
    path("account/", include("allauth.account.urls")),
    path("deals/<slug:deal>/", include(deal_patterns)),
]
