"""Addresses of the help, inside a deal."""

from django.urls import path

from regiodeal.help.views import HelpPage, HelpPartPage, PutWelcomeAway

urlpatterns = [
    path("hulp/", HelpPage.as_view(), name="help"),
    path("hulp/welkom/", PutWelcomeAway.as_view(), name="put-welcome-away"),
    path("hulp/<slug:part>/", HelpPartPage.as_view(), name="help-part"),
]
