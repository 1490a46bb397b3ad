"""Addresses of one figure and of review, inside a deal."""

from django.urls import path, re_path

from pillars.review.figure_pages import CorrectMeasurement, MeasurementPage
from pillars.review.round_check import RoundCheckPage
from pillars.review.views import (
    Approve,
    ApproveMany,
    AssignReviews,
    GiveBack,
    GiveBackMany,
    MyWork,
    Submit,
    TakeBack,
    Withdraw,
)

STEP = r"^(?P<kind>metingen|voortgang|uitleg|maatschappelijk)/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    path("metingen/<int:pk>/", MeasurementPage.as_view(), name="measurement"),
    path("metingen/<int:pk>/corrigeren/", CorrectMeasurement.as_view(), name="correct-measurement"),
    path("ronde/controle/", RoundCheckPage.as_view(), name="round-check"),
    path("ronde/<int:year>/controle/", RoundCheckPage.as_view(), name="round-check"),
    path("mijn-werk/", MyWork.as_view(), name="my-work"),
    path("mijn-werk/goedkeuren/", ApproveMany.as_view(), name="approve-many"),
    path("mijn-werk/verdelen/", AssignReviews.as_view(), name="assign-reviews"),
    path("mijn-werk/terugsturen/", GiveBackMany.as_view(), name="give-back-many"),
    re_path(STEP + "indienen/$", Submit.as_view(), name="submit"),
    re_path(STEP + "terugnemen/$", TakeBack.as_view(), name="take-back"),
    re_path(STEP + "weggooien/$", Withdraw.as_view(), name="withdraw"),
    re_path(STEP + "goedkeuren/$", Approve.as_view(), name="approve"),
    re_path(STEP + "terugsturen/$", GiveBack.as_view(), name="give-back"),
]
