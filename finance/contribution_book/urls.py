"""Addresses of the workbook of contributions, inside a deal."""

from django.urls import path

from finance.contribution_book.views import (
    ContributionBookPage,
    ContributionImportPage,
    ContributionImportProgress,
    DiscardContributionImport,
    DownloadContributions,
    EnterContributionImport,
    UploadContributions,
)

BOOK = "financien/bijdragen/werkboek/"
IMPORT = BOOK + "inlezen/<int:pk>/"

urlpatterns = [
    path(BOOK, ContributionBookPage.as_view(), name="contribution-book"),
    path(BOOK + "downloaden/", DownloadContributions.as_view(), name="download-contributions"),
    path(BOOK + "inlezen/", UploadContributions.as_view(), name="contribution-import"),
    path(IMPORT, ContributionImportPage.as_view(), name="contribution-import-job"),
    path(IMPORT + "stand/", ContributionImportProgress.as_view(), name="contribution-import-progress"),
    path(IMPORT + "invoeren/", EnterContributionImport.as_view(), name="contribution-import-enter"),
    path(IMPORT + "weg/", DiscardContributionImport.as_view(), name="contribution-import-discard"),
]
