"""Addresses of audit, inside a deal."""

from django.urls import path

from regiodeal.audit.views import AuditExport, AuditPage

urlpatterns = [
    path("beheer/logboek/", AuditPage.as_view(), name="audit"),
    path("beheer/logboek/bestand/", AuditExport.as_view(), name="audit-export"),
]
