"""Addresses of overview, measures and reports, inside a deal."""

from django.urls import path

from reporting.views.overview import MeasurePage, Measures, Overview
from reporting.views.reports import BuildReport, DownloadReport, ReportPage, ReportProgress, Reports, RetryReport

urlpatterns = [
    path("", Overview.as_view(), name="overview"),
    path("maatregelen/", Measures.as_view(), name="measures"),
    path("maatregelen/<code:code>/", MeasurePage.as_view(), name="measure"),
    path("rapportage/", Reports.as_view(), name="reports"),
    path("rapportage/maken/", BuildReport.as_view(), name="build-report"),
    path("rapportage/<int:pk>/", ReportPage.as_view(), name="report"),
    path("rapportage/<int:pk>/stand/", ReportProgress.as_view(), name="report-progress"),
    path("rapportage/<int:pk>/opnieuw/", RetryReport.as_view(), name="retry-report"),
    path("rapportage/<int:pk>/pdf/", DownloadReport.as_view(), name="download-report"),
]
