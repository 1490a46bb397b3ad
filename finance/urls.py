"""Addresses of the money, inside a deal."""

from django.urls import path

from finance.views import MoneyPage

urlpatterns = [path("financien/", MoneyPage.as_view(), name="money")]
