"""Addresses of outcomes, inside a deal."""

from django.urls import path

from pillars.outcomes.views import EnterOutcome, OutcomePage, OutcomesPage

urlpatterns = [
    path("maatschappelijk/", OutcomesPage.as_view(), name="outcomes"),
    path("maatschappelijk/<int:pk>/", OutcomePage.as_view(), name="outcome"),
    path("maatschappelijk/<code:code>/invullen/", EnterOutcome.as_view(), name="enter-outcome"),
]
