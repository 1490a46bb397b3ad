"""Addresses. Pages of a deal live under its slug; every view declares who may see it (covenant/access.py)."""

from django.urls import include, path, register_converter

from regiodeal.covenant.converters import CodeConverter
from regiodeal.covenant.views import site
from regiodeal.covenant.views.accepting import accept_invitation
from regiodeal.covenant.views.reminders import calendar_feed
from regiodeal.covenant.views.start import start

register_converter(CodeConverter, "code")

handler400 = "regiodeal.covenant.views.site.bad_request"
handler500 = "regiodeal.covenant.views.site.server_error"

deal_patterns = [
    path("", include("reporting.urls")),
    path("", include("pillars.urls")),
    path("", include("finance.urls")),
    path("", include("regiodeal.covenant.urls")),
]

urlpatterns = [
    path("", start, name="start"),
    path("privacy", site.privacy, name="privacy"),
    path("toegankelijkheid", site.accessibility, name="accessibility"),
    path(".well-known/security.txt", site.security_txt, name="security-txt"),
    path("healthz", site.alive, name="alive"),
    path("readyz", site.ready, name="ready"),
    path("metrics", site.metrics, name="metrics"),
    path("agenda/<str:token>.ics", calendar_feed, name="calendar-feed"),
    path("account/", include("regiodeal.covenant.people.urls")),
    path("uitnodiging/<str:token>/", accept_invitation, name="accept-invitation"),
    path("portfolio/", include("reporting.portfolio_urls")),
    path("api/", include("reporting.api.urls")),
    path("openbaar/", include("reporting.public_urls")),
    path("deals/<slug:deal>/", include(deal_patterns)),
]
