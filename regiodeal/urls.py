"""Addresses. Pages of a deal live under its slug; every view declares who may see it (covenant/access.py)."""

from django.urls import include, path, register_converter

from regiodeal.covenant.converters import CodeConverter
from regiodeal.covenant.views.start import start

register_converter(CodeConverter, "code")

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
