"""Addresses of the portfolio, outside any one deal."""

from django.urls import path

from reporting.portfolio import views

urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("bundel/", views.ask_bundle, name="ask-bundle"),
    path("bundel/<int:pk>/", views.bundle_page, name="bundle"),
    path("bundel/<int:pk>/stand/", views.bundle_progress, name="bundle-progress"),
    path("bundel/<int:pk>/opnieuw/", views.retry_bundle, name="retry-bundle"),
    path("bundel/<int:pk>/bestand/<slug:kind>/", views.bundle_file, name="bundle-file"),
]
