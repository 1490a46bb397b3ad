"""Addresses of export, inside a deal."""

from django.urls import path

from finance.ledger_export.views import DownloadMoney, DownloadSisa, HandInSisa, SisaPage

MONEY = "financien/"
FILES = MONEY + "grootboek/"

urlpatterns = [
    path(FILES + "downloaden/", DownloadMoney.as_view(), name="money-export"),
    path(MONEY + "sisa/", SisaPage.as_view(), name="sisa"),
    path(MONEY + "sisa/<int:year>/", SisaPage.as_view(), name="sisa-year"),
    path(MONEY + "sisa/<int:year>/indienen/", HandInSisa.as_view(), name="hand-in-sisa"),
    path(MONEY + "sisa/<int:year>/downloaden/", DownloadSisa.as_view(), name="sisa-download"),
]
