"""Addresses of measurements, inside a deal."""

from django.urls import path

from pillars.measurements.grid import GridPage, SaveRow, SubmitRound
from pillars.measurements.views import CorrectMeasurement, MeasurementPage

urlpatterns = [
    path("invoer/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/opslaan/", SaveRow.as_view(), name="save-row"),
    path("invoer/<int:year>/indienen/", SubmitRound.as_view(), name="submit-round"),
    path("metingen/<int:pk>/", MeasurementPage.as_view(), name="measurement"),
    path("metingen/<int:pk>/corrigeren/", CorrectMeasurement.as_view(), name="correct-measurement"),
]
