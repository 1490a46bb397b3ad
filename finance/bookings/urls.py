"""Addresses of bookings, inside a deal."""

from django.urls import path, re_path

from finance.bookings.correction_views import CorrectBooking, DivideReceipt
from finance.bookings.views import BookingPage, CheckBooking, EnterBooking, LedgerPage

MONEY = "financien/"
SORT = r"^financien/boekingen/(?P<kind>ontvangsten|verplichtingen|bestedingen)/"
BOOKING = SORT + r"(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    path(MONEY + "boekingen/", LedgerPage.as_view(), name="ledger"),
    re_path(SORT + "nieuw/$", EnterBooking.as_view(), name="enter-booking"),
    re_path(SORT + "gevolgen/$", CheckBooking.as_view(), name="check-booking"),
    re_path(BOOKING + "$", BookingPage.as_view(), name="booking"),
    re_path(BOOKING + "corrigeren/$", CorrectBooking.as_view(), name="correct-booking"),
    re_path(BOOKING + "verdelen/$", DivideReceipt.as_view(), name="divide-receipt"),
]
