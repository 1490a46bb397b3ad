"""Addresses of calendar, inside a deal."""

from django.urls import path

from regiodeal.covenant.obligations.office_views import AddOfficeHolder, LeaveOffice
from regiodeal.covenant.obligations.views import (
    ObligationPage,
    ObligationsPage,
    ReadingsPage,
    RecordFulfilment,
    WithdrawFulfilment,
)

urlpatterns = [
    path("afspraken/", ObligationsPage.as_view(), name="obligations"),
    path("afspraken/lezingen/", ReadingsPage.as_view(), name="readings"),
    path("ambtsdragers/nieuw/", AddOfficeHolder.as_view(), name="add-office-holder"),
    path("ambtsdragers/<int:pk>/vertrek/", LeaveOffice.as_view(), name="leave-office"),
    path("afspraken/<code:code>/<str:due_on>/", ObligationPage.as_view(), name="obligation"),
    path("afspraken/<code:code>/<str:due_on>/gedaan/", RecordFulfilment.as_view(), name="record-fulfilment"),
    path("afspraken/<code:code>/<str:due_on>/terug/", WithdrawFulfilment.as_view(), name="withdraw-fulfilment"),
]
