"""Addresses for entering and reviewing progress, inside a deal."""

from django.urls import path, re_path

from pillars.views.entries import EntryPage, WriteEntry
from pillars.views.grid import GridPage, SaveRow, SubmitRound
from pillars.views.measurements import MeasurementPage
from pillars.views.results import EnterMeasurement, ResultPage
from pillars.views.review import Approve, GiveBack, MyWork, Submit

STEP = r"^(?P<kind>metingen|voortgang)/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    path("mijn-werk/", MyWork.as_view(), name="my-work"),
    path("invoer/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/opslaan/", SaveRow.as_view(), name="save-row"),
    path("invoer/<int:year>/indienen/", SubmitRound.as_view(), name="submit-round"),
    path("resultaten/<code:code>/", ResultPage.as_view(), name="result"),
    path("resultaten/<code:code>/metingen/<slug:indicator>/", EnterMeasurement.as_view(), name="enter-measurement"),
    path("maatregelen/<code:code>/voortgang/<int:year>/", WriteEntry.as_view(), name="write-entry"),
    path("metingen/<int:pk>/", MeasurementPage.as_view(), name="measurement"),
    path("voortgang/<int:pk>/", EntryPage.as_view(), name="progress-entry"),
    re_path(STEP + "indienen/$", Submit.as_view(), name="submit"),
    re_path(STEP + "goedkeuren/$", Approve.as_view(), name="approve"),
    re_path(STEP + "terugsturen/$", GiveBack.as_view(), name="give-back"),
]
