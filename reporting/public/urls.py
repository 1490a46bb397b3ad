"""Addresses of what everybody may see."""

from django.urls import path

from reporting.public import views

REPORT = "<slug:slug>/rapportage/<int:year>/"

urlpatterns = [
    path("<slug:slug>/", views.public_deal, name="public-deal"),
    path("<slug:slug>/logo/", views.public_logo, name="public-logo"),
    path(REPORT, views.public_report, name="public-report"),
    path(REPORT + "chart/<slug:name>.svg", views.public_chart, name="public-chart"),
    path(REPORT + "gegevens.json", views.public_data, name="public-data"),
    path(REPORT + "bestand/<slug:kind>/", views.public_file, name="public-file"),
]
