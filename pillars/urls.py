"""Addresses for entering and reviewing progress, inside a deal."""

from django.urls import include, path

urlpatterns = [
    path("", include("pillars.deviations.urls")),
    path("", include("pillars.agreed.urls")),
    path("", include("pillars.review.urls")),
    path("", include("pillars.measurements.urls")),
    path("", include("pillars.progress.urls")),
    path("", include("pillars.stories.urls")),
    path("", include("pillars.exchange.urls")),
    path("", include("pillars.places.urls")),
    path("", include("pillars.project_book.urls")),
    path("", include("pillars.project_photos.urls")),
    path("", include("pillars.projects.urls")),
    path("", include("pillars.requests.partner_urls")),
    path("", include("pillars.questions.urls")),
    path("", include("pillars.registers.urls")),
    path("", include("pillars.requests.urls")),
    path("", include("pillars.outcomes.urls")),
    path("", include("pillars.evidence.urls")),
]
