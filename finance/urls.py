"""Addresses of the money, inside a deal."""

from django.urls import include, path

urlpatterns = [
    path("", include("finance.overview.urls")),
    path("", include("finance.reallocations.urls")),
    path("", include("finance.bookings.urls")),
    path("", include("finance.projects.urls")),
    path("", include("finance.review.urls")),
    path("", include("finance.contribution_book.urls")),
    path("", include("finance.contributions.urls")),
    path("", include("finance.evidence.urls")),
    path("", include("finance.ledger_import.urls")),
    path("", include("finance.ledger_export.urls")),
    path("", include("finance.closing.urls")),
    path("", include("finance.liquidity.urls")),
    path("", include("finance.forecasts.urls")),
    path("", include("finance.payment_plans.urls")),
]
