"""Addresses of exchange, inside a deal."""

from django.urls import path

from pillars.exchange.views import (
    DiscardImport,
    DownloadExport,
    DownloadTemplate,
    EnterImport,
    ExchangePage,
    ImportPage,
    ImportProgress,
    UploadFile,
)

urlpatterns = [
    path("uitwisselen/", ExchangePage.as_view(), name="exchange"),
    path("uitwisselen/invullen/", DownloadTemplate.as_view(), name="exchange-template"),
    path("uitwisselen/downloaden/", DownloadExport.as_view(), name="exchange-export"),
    path("uitwisselen/inlezen/", UploadFile.as_view(), name="exchange-import"),
    path("uitwisselen/inlezen/<int:pk>/", ImportPage.as_view(), name="exchange-import-job"),
    path("uitwisselen/inlezen/<int:pk>/stand/", ImportProgress.as_view(), name="exchange-import-progress"),
    path("uitwisselen/inlezen/<int:pk>/invoeren/", EnterImport.as_view(), name="exchange-import-enter"),
    path("uitwisselen/inlezen/<int:pk>/weg/", DiscardImport.as_view(), name="exchange-import-discard"),
]
