"""Addresses of progress, inside a deal."""

from django.urls import path

from pillars.progress.views import EnterMeasurement, NormPlansPage, ResultPage

urlpatterns = [
    path("projecten/dekking/", NormPlansPage.as_view(), name="norm-plans"),
    path("resultaten/<code:code>/", ResultPage.as_view(), name="result"),
    path("resultaten/<code:code>/metingen/<slug:indicator>/", EnterMeasurement.as_view(), name="enter-measurement"),
]
