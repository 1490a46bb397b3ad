"""Addresses of the covenant's pages, inside a deal."""

from django.urls import path

from regiodeal.covenant.views.agreements import ObligationsPage, ReadingsPage, UsersPage

urlpatterns = [
    path("afspraken/", ObligationsPage.as_view(), name="obligations"),
    path("afspraken/lezingen/", ReadingsPage.as_view(), name="readings"),
    path("beheer/", UsersPage.as_view(), name="users"),
]
