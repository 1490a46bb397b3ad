"""Addresses of the portfolio, outside any one deal."""

from django.urls import path

from reporting.views import portfolio

urlpatterns = [
    path("", portfolio.portfolio, name="portfolio"),
    path("bundel/", portfolio.ask_bundle, name="ask-bundle"),
    path("bundel/<int:pk>/", portfolio.bundle_page, name="bundle"),
    path("bundel/<int:pk>/stand/", portfolio.bundle_progress, name="bundle-progress"),
    path("bundel/<int:pk>/opnieuw/", portfolio.retry_bundle, name="retry-bundle"),
    path("bundel/<int:pk>/bestand/<slug:kind>/", portfolio.bundle_file, name="bundle-file"),
]
