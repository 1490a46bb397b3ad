"""Addresses of evidence, inside a deal."""

from django.urls import path, re_path

from finance.evidence.views import AddMoneyEvidence, MoneyEvidenceFile, RemoveMoneyEvidence

MONEY = "financien/"
KINDS = "ontvangsten|verplichtingen|bestedingen|bijdragen|realisaties|afwijkingen|beschikkingen|vaststellingen"
FILE = rf"^financien/(?P<kind>{KINDS})/(?P<pk>[0-9]{{1,18}})/bewijs/$"

urlpatterns = [
    re_path(FILE, AddMoneyEvidence.as_view(), name="add-money-evidence"),
    path(MONEY + "bewijs/<int:pk>/", MoneyEvidenceFile.as_view(), name="money-evidence-file"),
    path(MONEY + "bewijs/<int:pk>/verwijderen/", RemoveMoneyEvidence.as_view(), name="remove-money-evidence"),
]
