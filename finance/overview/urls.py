"""Addresses of overview, inside a deal."""

from django.urls import path

from finance.overview.cap_views import CapDeviations
from finance.overview.views import (
    AgreedMoneyPage,
    BudgetVersionsPage,
    ContributionsPage,
    FindingsPage,
    FlowPage,
    ForecastPage,
    LinePage,
    MoneyPage,
)

MONEY = "financien/"

urlpatterns = [
    path(MONEY, MoneyPage.as_view(), name="money"),
    path(MONEY + "regels/<code:code>/", LinePage.as_view(), name="money-line"),
    path(MONEY + "afgesproken/", AgreedMoneyPage.as_view(), name="money-agreed"),
    path(MONEY + "begroting-in-versies/", BudgetVersionsPage.as_view(), name="budget-versions"),
    path(MONEY + "opvallend/", FindingsPage.as_view(), name="findings"),
    path(MONEY + "bijdragen/", ContributionsPage.as_view(), name="contributions"),
    path(MONEY + "grens/", CapDeviations.as_view(), name="cap-deviations"),
    path(MONEY + "stroom/", FlowPage.as_view(), name="money-flow"),
    path(MONEY + "prognose/", ForecastPage.as_view(), name="forecast"),
]
