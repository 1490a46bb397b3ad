"""Addresses of one figure and of review, inside a deal."""

from django.urls import path, re_path

from pillars.review.figure_pages import CorrectMeasurement, MeasurementPage
from pillars.review.views import Approve, ApproveMany, GiveBack, MyWork, Submit, TakeBack, Withdraw

STEP = r"^(?P<kind>metingen|voortgang|uitleg|maatschappelijk)/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    path("metingen/<int:pk>/", MeasurementPage.as_view(), name="measurement"),
    path("metingen/<int:pk>/corrigeren/", CorrectMeasurement.as_view(), name="correct-measurement"),
    path("mijn-werk/", MyWork.as_view(), name="my-work"),
    path("mijn-werk/goedkeuren/", ApproveMany.as_view(), name="approve-many"),
    re_path(STEP + "indienen/$", Submit.as_view(), name="submit"),
    re_path(STEP + "terugnemen/$", TakeBack.as_view(), name="take-back"),
    re_path(STEP + "weggooien/$", Withdraw.as_view(), name="withdraw"),
    re_path(STEP + "goedkeuren/$", Approve.as_view(), name="approve"),
    re_path(STEP + "terugsturen/$", GiveBack.as_view(), name="give-back"),
]
