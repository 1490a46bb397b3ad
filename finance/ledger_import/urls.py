"""Addresses of ledger import, inside a deal."""

from django.urls import path

from finance.ledger_import.views import (
    AddMapping,
    ApproveLedger,
    DiscardLedger,
    EnterLedger,
    LedgerFilesPage,
    LedgerImportFile,
    LedgerImportPage,
    LedgerImportProgress,
    LookAtFile,
    MappingPage,
    MapUnknown,
    ReturnLedger,
    UploadLedger,
    WithdrawLedger,
)

MONEY = "financien/"
FILES = MONEY + "grootboek/"
IMPORT = FILES + "inlezen/<int:pk>/"
MAPPING = FILES + "koppelingen/<int:pk>/"

urlpatterns = [
    path(FILES, LedgerFilesPage.as_view(), name="ledger-files"),
    path(FILES + "koppelingen/nieuw/", AddMapping.as_view(), name="add-mapping"),
    path(MAPPING, MappingPage.as_view(), name="ledger-mapping"),
    path(MAPPING + "bestand/", LookAtFile.as_view(), name="look-at-file"),
    path(FILES + "inlezen/", UploadLedger.as_view(), name="ledger-import"),
    path(IMPORT, LedgerImportPage.as_view(), name="ledger-import-job"),
    path(IMPORT + "stand/", LedgerImportProgress.as_view(), name="ledger-import-progress"),
    path(IMPORT + "invoeren/", EnterLedger.as_view(), name="ledger-import-enter"),
    path(IMPORT + "weg/", DiscardLedger.as_view(), name="ledger-import-discard"),
    path(IMPORT + "bestand/", LedgerImportFile.as_view(), name="ledger-import-file"),
    path(IMPORT + "koppelen/", MapUnknown.as_view(), name="ledger-import-map"),
    path(IMPORT + "goedkeuren/", ApproveLedger.as_view(), name="ledger-import-approve"),
    path(IMPORT + "terugsturen/", ReturnLedger.as_view(), name="ledger-import-return"),
    path(IMPORT + "terugnemen/", WithdrawLedger.as_view(), name="ledger-import-withdraw"),
]
