"""Addresses of operations, inside a deal."""

from django.urls import path

from regiodeal.operations.status_page import StatusPage

urlpatterns = [path("beheer/toestand/", StatusPage.as_view(), name="status")]
