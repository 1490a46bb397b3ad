"""Addresses of notices, inside a deal."""

from django.urls import path

from regiodeal.notices.views import RemindersPage, RenewFeed

urlpatterns = [
    path("berichten/", RemindersPage.as_view(), name="reminders"),
    path("berichten/nieuw-agenda-adres/", RenewFeed.as_view(), name="renew-feed"),
]
