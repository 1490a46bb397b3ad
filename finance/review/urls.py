"""Addresses of review, inside a deal."""

from django.urls import re_path

from finance.review.views import (
    ApproveBookings,
    ApproveMoney,
    GiveBackBookings,
    GiveBackMoney,
    SubmitMoney,
    TakeBackMoney,
    WithdrawMoney,
)

SORT = r"^financien/boekingen/(?P<kind>ontvangsten|verplichtingen|bestedingen)/"
DECIDED = "afwijkingen|realisaties|beschikkingen|voorschotten|vaststellingen"
STEP = rf"^financien/(?P<kind>ontvangsten|verplichtingen|bestedingen|{DECIDED})/(?P<pk>[0-9]{{1,18}})/"

urlpatterns = [
    re_path(SORT + "goedkeuren/$", ApproveBookings.as_view(), name="approve-bookings"),
    re_path(SORT + "terugsturen/$", GiveBackBookings.as_view(), name="give-back-bookings"),
    re_path(STEP + "indienen/$", SubmitMoney.as_view(), name="submit-money"),
    re_path(STEP + "terugnemen/$", TakeBackMoney.as_view(), name="take-back-money"),
    re_path(STEP + "weggooien/$", WithdrawMoney.as_view(), name="withdraw-money"),
    re_path(STEP + "goedkeuren/$", ApproveMoney.as_view(), name="approve-money"),
    re_path(STEP + "terugsturen/$", GiveBackMoney.as_view(), name="give-back-money"),
]
