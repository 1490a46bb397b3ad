"""Addresses of the covenant's pages, inside a deal."""

from django.urls import include, path

urlpatterns = [
    path("", include("regiodeal.covenant.agreement.urls")),
    path("", include("regiodeal.covenant.withdrawals.urls")),
    path("", include("regiodeal.covenant.obligations.urls")),
    path("", include("regiodeal.covenant.meetings.urls")),
    path("", include("regiodeal.covenant.documents.urls")),
]
