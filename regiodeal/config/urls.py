"""Addresses. Pages of a deal live under its slug; every view declares who may see it (pages/access.py)."""

from django.urls import include, path, register_converter

from regiodeal.accounts.views import accept_invitation, start
from regiodeal.base.converters import CodeConverter
from regiodeal.notices.views import calendar_feed
from regiodeal.operations import views
from regiodeal.pages.look import theme_style
from reporting.public.sitemap import sitemap

register_converter(CodeConverter, "code")

handler400 = "regiodeal.operations.views.bad_request"
handler500 = "regiodeal.operations.views.server_error"

deal_patterns = [
    path("", include("reporting.urls")),
    path("", include("pillars.urls")),
    path("", include("finance.urls")),
    path("", include("regiodeal.covenant.urls")),
    path("", include("regiodeal.help.urls")),
    path("", include("regiodeal.search.urls")),
    path("", include("regiodeal.notices.urls")),
    path("", include("regiodeal.accounts.member_urls")),
    path("", include("regiodeal.api_clients.urls")),
    path("", include("regiodeal.audit.urls")),
    path("", include("regiodeal.operations.urls")),
    path("", include("regiodeal.lifecycle.urls")),
    path("", include("regiodeal.stages.urls")),
]

urlpatterns = [
    path("", start, name="start"),
    path("privacy", views.privacy, name="privacy"),
    path("buiten-bereik", views.out_of_reach, name="out-of-reach"),
    path("buiten-bereik.js", views.offline_worker, name="offline-worker"),
    path("toegankelijkheid", views.accessibility, name="accessibility"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path(".well-known/change-password", views.change_password, name="change-password"),
    path("robots.txt", views.robots_txt, name="robots-txt"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
    path("agenda/<str:token>.ics", calendar_feed, name="calendar-feed"),
    path("account/", include("regiodeal.accounts.urls")),
    path("uitnodiging/<str:token>/", accept_invitation, name="accept-invitation"),
    path("huisstijl/<code:name>.css", theme_style, name="theme-style"),
    path("huisstijl/<code:name>/<code:colour>.css", theme_style, name="theme-style"),
    path("", include("regiodeal.stages.begin_urls")),
    path("portfolio/", include("reporting.portfolio.urls")),
    path("api/", include("reporting.api.urls")),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("openbaar/", include("reporting.public.urls")),
    path("deals/<slug:deal>/", include(deal_patterns)),
]
