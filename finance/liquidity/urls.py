"""Addresses of the liquidity, inside a deal."""

from django.urls import path

from finance.liquidity.views import AddExpectedReceipt, LiquidityPage, ReviseExpectedReceipt

LIQUIDITY = "financien/liquiditeit/"

urlpatterns = [
    path(LIQUIDITY, LiquidityPage.as_view(), name="liquidity"),
    path(LIQUIDITY + "termijnen/nieuw/", AddExpectedReceipt.as_view(), name="add-expected-receipt"),
    path(LIQUIDITY + "termijnen/<int:pk>/", ReviseExpectedReceipt.as_view(), name="expected-receipt"),
]
