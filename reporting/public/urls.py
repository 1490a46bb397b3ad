"""Addresses of what everybody may see."""

from django.urls import path

from reporting.public import views
from reporting.public.catalog import deal_catalog, portal_catalog
from reporting.public.public_photos import public_photo, public_text_picture

REPORT = "<slug:slug>/rapportage/<int:year>/"

urlpatterns = [
    path("dcat.jsonld", portal_catalog, name="portal-catalog"),
    path("<slug:slug>/dcat.jsonld", deal_catalog, name="public-catalog"),
    path("<slug:slug>/", views.public_deal, name="public-deal"),
    path("<slug:slug>/logo/", views.public_logo, name="public-logo"),
    path("<slug:slug>/in/<slug:area>/", views.public_area, name="public-area"),
    path("<slug:slug>/projecten/<code:code>/foto/<int:pk>/", public_photo, name="public-photo"),
    path("<slug:slug>/projecten/<code:code>/", views.public_project, name="public-project"),
    path(REPORT, views.public_report, name="public-report"),
    path(REPORT + "chart/<slug:name>.svg", views.public_chart, name="public-chart"),
    path(REPORT + "picture/<int:pk>.jpg", public_text_picture, name="public-text-picture"),
    path(REPORT + "gegevens.json", views.public_data, name="public-data"),
    path(REPORT + "projecten.csv", views.public_projects_csv, name="public-projects"),
    path(REPORT + "bestand/<slug:kind>/", views.public_file, name="public-file"),
]
