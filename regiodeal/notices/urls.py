"""Addresses of notices, inside a deal."""

from django.urls import path

from regiodeal.notices.views import NoticesPage, OpenNotice, RemindersPage, RenewFeed

urlpatterns = [
    path("berichten/", NoticesPage.as_view(), name="notices"),
    path("berichten/<int:pk>/", OpenNotice.as_view(), name="open-notice"),
    path("berichten/keuzes/", RemindersPage.as_view(), name="reminders"),
    path("berichten/keuzes/nieuw-agenda-adres/", RenewFeed.as_view(), name="renew-feed"),
]
