"""Addresses of the grid, inside a deal."""

from django.urls import path

from pillars.measurements.assignment_views import DivideFigures
from pillars.measurements.grid import GridPage, SaveRow, SubmitRound

urlpatterns = [
    path("invoer/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/verdelen/", DivideFigures.as_view(), name="divide-figures"),
    path("invoer/<int:year>/opslaan/", SaveRow.as_view(), name="save-row"),
    path("invoer/<int:year>/indienen/", SubmitRound.as_view(), name="submit-round"),
]
