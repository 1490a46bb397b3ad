"""Addresses of evidence, inside a deal."""

from django.urls import path, re_path

from pillars.evidence.views import AddEvidence, EvidenceFile, RemoveEvidence

urlpatterns = [
    re_path(
        r"^(?P<kind>metingen|voortgang|maatschappelijk|uitleg|projecten)/(?P<pk>[0-9]{1,18})/bewijs/$",
        AddEvidence.as_view(),
        name="add-evidence",
    ),
    path("bewijs/<int:pk>/", EvidenceFile.as_view(), name="evidence-file"),
    path("bewijs/<int:pk>/verwijderen/", RemoveEvidence.as_view(), name="remove-evidence"),
]
