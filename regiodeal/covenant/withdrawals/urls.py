"""Addresses of withdrawals, inside a deal."""

from django.urls import path

from regiodeal.covenant.withdrawals.views import (
    AddAdjustment,
    AdjustmentPage,
    AnnulWithdrawal,
    TakeBackWithdrawal,
    WithdrawParty,
)

urlpatterns = [
    path("opzeggen/", WithdrawParty.as_view(), name="withdraw-party"),
    path("opzeggen/<int:pk>/terugnemen/", TakeBackWithdrawal.as_view(), name="take-back-withdrawal"),
    path("opzeggen/<int:pk>/ongedaan/", AnnulWithdrawal.as_view(), name="annul-withdrawal"),
    path("bijstellingen/nieuw/", AddAdjustment.as_view(), name="add-adjustment"),
    path("bijstellingen/<int:pk>/", AdjustmentPage.as_view(), name="adjustment"),
]
