"""Addresses of the money, inside a deal."""

from django.urls import path, re_path

from finance.bookings.correction_views import CorrectBooking, DivideReceipt
from finance.bookings.views import BookingPage, CheckBooking, EnterBooking, LedgerPage
from finance.contributions.views import (
    AnswerNationalMoney,
    ConfirmContribution,
    ContributionPage,
    PledgePage,
    RealiseContribution,
    WithdrawContribution,
)
from finance.evidence.views import AddMoneyEvidence, MoneyEvidenceFile, RemoveMoneyEvidence
from finance.export.views import DownloadMoney, DownloadSisa, SisaPage
from finance.ledger_import.views import (
    AddMapping,
    ApproveLedger,
    DiscardLedger,
    EnterLedger,
    LedgerFilesPage,
    LedgerImportPage,
    LedgerImportProgress,
    LookAtFile,
    MappingPage,
    UploadLedger,
)
from finance.overview.cap_views import CapDeviations
from finance.overview.views import AgreedMoneyPage, ContributionsPage, FindingsPage, ForecastPage, LinePage, MoneyPage
from finance.reallocations.views import ProposeLine, Reallocate, WhatIfPage
from finance.review.views import ApproveBookings, ApproveMoney, GiveBackMoney, SubmitMoney

MONEY = "financien/"
SORT = r"^financien/boekingen/(?P<kind>ontvangsten|verplichtingen|bestedingen)/"
BOOKING = SORT + r"(?P<pk>[0-9]{1,18})/"
STEP = r"^financien/(?P<kind>ontvangsten|verplichtingen|bestedingen|afwijkingen)/(?P<pk>[0-9]{1,18})/"
FILE = r"^financien/(?P<kind>ontvangsten|verplichtingen|bestedingen|bijdragen|afwijkingen)/(?P<pk>[0-9]{1,18})/bewijs/$"
FILES = MONEY + "grootboek/"
IMPORT = FILES + "inlezen/<int:pk>/"
MAPPING = FILES + "koppelingen/<int:pk>/"
CONTRIBUTION = MONEY + "bijdragen/<int:pk>/"

urlpatterns = [
    path(MONEY, MoneyPage.as_view(), name="money"),
    path(MONEY + "regels/<code:code>/", LinePage.as_view(), name="money-line"),
    path(MONEY + "afgesproken/", AgreedMoneyPage.as_view(), name="money-agreed"),
    path(MONEY + "opvallend/", FindingsPage.as_view(), name="findings"),
    path("wijzigingen/<int:number>/herverdelen/", Reallocate.as_view(), name="reallocate"),
    path("wijzigingen/<int:number>/nieuwe-regel/", ProposeLine.as_view(), name="propose-line"),
    path(MONEY + "wat-als/", WhatIfPage.as_view(), name="what-if"),
    path(MONEY + "boekingen/", LedgerPage.as_view(), name="ledger"),
    re_path(SORT + "nieuw/$", EnterBooking.as_view(), name="enter-booking"),
    re_path(SORT + "gevolgen/$", CheckBooking.as_view(), name="check-booking"),
    re_path(SORT + "goedkeuren/$", ApproveBookings.as_view(), name="approve-bookings"),
    re_path(BOOKING + "$", BookingPage.as_view(), name="booking"),
    re_path(BOOKING + "corrigeren/$", CorrectBooking.as_view(), name="correct-booking"),
    re_path(BOOKING + "verdelen/$", DivideReceipt.as_view(), name="divide-receipt"),
    re_path(STEP + "indienen/$", SubmitMoney.as_view(), name="submit-money"),
    re_path(STEP + "goedkeuren/$", ApproveMoney.as_view(), name="approve-money"),
    re_path(STEP + "terugsturen/$", GiveBackMoney.as_view(), name="give-back-money"),
    path(MONEY + "bijdragen/", ContributionsPage.as_view(), name="contributions"),
    path(MONEY + "bijdragen/nieuw/", PledgePage.as_view(), name="pledge"),
    path(CONTRIBUTION, ContributionPage.as_view(), name="contribution"),
    path(CONTRIBUTION + "rijksgeld/", AnswerNationalMoney.as_view(), name="answer-national-money"),
    path(CONTRIBUTION + "bevestigen/", ConfirmContribution.as_view(), name="confirm-contribution"),
    path(CONTRIBUTION + "realiseren/", RealiseContribution.as_view(), name="realise-contribution"),
    path(CONTRIBUTION + "intrekken/", WithdrawContribution.as_view(), name="withdraw-contribution"),
    path(MONEY + "grens/", CapDeviations.as_view(), name="cap-deviations"),
    re_path(FILE, AddMoneyEvidence.as_view(), name="add-money-evidence"),
    path(MONEY + "bewijs/<int:pk>/", MoneyEvidenceFile.as_view(), name="money-evidence-file"),
    path(MONEY + "bewijs/<int:pk>/verwijderen/", RemoveMoneyEvidence.as_view(), name="remove-money-evidence"),
    path(MONEY + "prognose/", ForecastPage.as_view(), name="forecast"),
    path(FILES, LedgerFilesPage.as_view(), name="ledger-files"),
    path(FILES + "downloaden/", DownloadMoney.as_view(), name="money-export"),
    path(MONEY + "sisa/", SisaPage.as_view(), name="sisa"),
    path(MONEY + "sisa/<int:year>/", SisaPage.as_view(), name="sisa-year"),
    path(MONEY + "sisa/<int:year>/downloaden/", DownloadSisa.as_view(), name="sisa-download"),
    path(FILES + "koppelingen/nieuw/", AddMapping.as_view(), name="add-mapping"),
    path(MAPPING, MappingPage.as_view(), name="ledger-mapping"),
    path(MAPPING + "bestand/", LookAtFile.as_view(), name="look-at-file"),
    path(FILES + "inlezen/", UploadLedger.as_view(), name="ledger-import"),
    path(IMPORT, LedgerImportPage.as_view(), name="ledger-import-job"),
    path(IMPORT + "stand/", LedgerImportProgress.as_view(), name="ledger-import-progress"),
    path(IMPORT + "invoeren/", EnterLedger.as_view(), name="ledger-import-enter"),
    path(IMPORT + "weg/", DiscardLedger.as_view(), name="ledger-import-discard"),
    path(IMPORT + "goedkeuren/", ApproveLedger.as_view(), name="ledger-import-approve"),
]
