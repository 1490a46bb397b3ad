"""Addresses of what everybody may see."""

from django.urls import path

from reporting.views import public

REPORT = "<slug:slug>/rapportage/<int:year>/"

urlpatterns = [
    path("<slug:slug>/", public.public_deal, name="public-deal"),
    path(REPORT, public.public_report, name="public-report"),
    path(REPORT + "chart/<slug:name>.svg", public.public_chart, name="public-chart"),
    path(REPORT + "gegevens.json", public.public_data, name="public-data"),
    path(REPORT + "bestand/<slug:kind>/", public.public_file, name="public-file"),
]
