"""Addresses of dossier, inside a deal."""

from django.urls import path

from reporting.dossier.views import (
    AskDossier,
    CancelDossier,
    DossierPage,
    DossierProgress,
    DownloadDossier,
    RetryDossier,
)

urlpatterns = [
    path("rapportage/<int:pk>/dossier/", AskDossier.as_view(), name="ask-dossier"),
    path("rapportage/dossier/<int:pk>/", DossierPage.as_view(), name="dossier"),
    path("rapportage/dossier/<int:pk>/stand/", DossierProgress.as_view(), name="dossier-progress"),
    path("rapportage/dossier/<int:pk>/opnieuw/", RetryDossier.as_view(), name="retry-dossier"),
    path("rapportage/dossier/<int:pk>/stoppen/", CancelDossier.as_view(), name="cancel-dossier"),
    path("rapportage/dossier/<int:pk>/bestand/", DownloadDossier.as_view(), name="download-dossier"),
]
