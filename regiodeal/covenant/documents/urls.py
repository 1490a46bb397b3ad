"""Addresses of documents, inside a deal."""

from django.urls import path, re_path

from regiodeal.covenant.documents.views import (
    AddDocument,
    AddPublication,
    AdoptMessage,
    ChangeOpenness,
    ChangePublication,
    CommunicationPage,
    DocumentFile,
    DocumentPage,
    DocumentsPage,
    RemoveDocument,
)

urlpatterns = [
    path("documenten/", DocumentsPage.as_view(), name="documents"),
    path("documenten/nieuw/", AddDocument.as_view(), name="add-document"),
    path("documenten/<int:pk>/", DocumentPage.as_view(), name="document"),
    path("documenten/<int:pk>/bestand/", DocumentFile.as_view(), name="document-file"),
    path("documenten/<int:pk>/verwijderen/", RemoveDocument.as_view(), name="remove-document"),
    re_path(
        r"^openbaarheid/(?P<kind>overleg|besluit|document)/(?P<pk>[0-9]{1,18})/$",
        ChangeOpenness.as_view(),
        name="change-openness",
    ),
    path("communicatie/", CommunicationPage.as_view(), name="communication"),
    path("communicatie/kernboodschap/", AdoptMessage.as_view(), name="adopt-message"),
    path("communicatie/publicaties/nieuw/", AddPublication.as_view(), name="add-publication"),
    path("communicatie/publicaties/<int:pk>/", ChangePublication.as_view(), name="change-publication"),
]
