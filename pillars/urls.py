"""Addresses for entering and reviewing progress, inside a deal."""

from django.urls import path, re_path

from pillars.views.entries import EntryPage, WriteEntry
from pillars.views.measurements import CorrectMeasurement, MeasurementPage
from pillars.views.results import EnterMeasurement, ResultPage
from pillars.views.review import Approve, ApproveMany, GiveBack, MyWork, Submit
from pillars.views.unsaved import Unsaved

STEP = r"^(?P<kind>metingen|voortgang)/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    path("half-getypt/", Unsaved.as_view(), name="unsaved"),
    path("mijn-werk/", MyWork.as_view(), name="my-work"),
    path("mijn-werk/goedkeuren/", ApproveMany.as_view(), name="approve-many"),
    path("resultaten/<code:code>/", ResultPage.as_view(), name="result"),
    path("resultaten/<code:code>/metingen/<slug:indicator>/", EnterMeasurement.as_view(), name="enter-measurement"),
    path("maatregelen/<code:code>/voortgang/<int:year>/", WriteEntry.as_view(), name="write-entry"),
    path("metingen/<int:pk>/", MeasurementPage.as_view(), name="measurement"),
    path("metingen/<int:pk>/corrigeren/", CorrectMeasurement.as_view(), name="correct-measurement"),
    path("voortgang/<int:pk>/", EntryPage.as_view(), name="progress-entry"),
    re_path(STEP + "indienen/$", Submit.as_view(), name="submit"),
    re_path(STEP + "goedkeuren/$", Approve.as_view(), name="approve"),
    re_path(STEP + "terugsturen/$", GiveBack.as_view(), name="give-back"),
]
