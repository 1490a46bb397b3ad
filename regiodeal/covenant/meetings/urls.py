"""Addresses of meetings, inside a deal."""

from django.urls import path, re_path

from regiodeal.covenant.meetings.decision_views import (
    ActionPage,
    ActionsPage,
    AddAction,
    DecisionPage,
    DecisionsPage,
    DropAction,
    FinishAction,
    RecordDecision,
)
from regiodeal.covenant.meetings.views import (
    AgreeMinutes,
    CancelMeeting,
    ChangeAgenda,
    ChangeMeeting,
    CorrectMinutes,
    FillAgenda,
    MeetingCalendarFile,
    MeetingPage,
    MeetingsPage,
    PlanMeeting,
    RecordAttendance,
    ReplyToRound,
    StepMeeting,
    WriteMinutes,
)

urlpatterns = [
    path("overleg/", MeetingsPage.as_view(), name="meetings"),
    path("overleg/nieuw/", PlanMeeting.as_view(), name="plan-meeting"),
    path("overleg/<int:pk>/", MeetingPage.as_view(), name="meeting"),
    path("overleg/<int:pk>/agenda.ics", MeetingCalendarFile.as_view(), name="meeting-calendar-file"),
    path("overleg/<int:pk>/aanpassen/", ChangeMeeting.as_view(), name="change-meeting"),
    re_path(r"^overleg/(?P<pk>[0-9]{1,18})/(?P<step>uitnodigen|houden)/$", StepMeeting.as_view(), name="step-meeting"),
    path("overleg/<int:pk>/reageren/", ReplyToRound.as_view(), name="reply-to-round"),
    path("overleg/<int:pk>/vervallen/", CancelMeeting.as_view(), name="cancel-meeting"),
    path("overleg/<int:pk>/agenda/", FillAgenda.as_view(), name="fill-agenda"),
    path("overleg/<int:pk>/agenda/<int:item>/", ChangeAgenda.as_view(), name="change-agenda"),
    path("overleg/<int:pk>/deelnemers/", RecordAttendance.as_view(), name="record-attendance"),
    path("overleg/<int:pk>/besluit/", RecordDecision.as_view(), name="record-decision"),
    path("overleg/<int:pk>/actiepunt/", AddAction.as_view(), name="add-action"),
    path("overleg/<int:pk>/verslag/", WriteMinutes.as_view(), name="write-minutes"),
    path("overleg/<int:pk>/verslag/vaststellen/", AgreeMinutes.as_view(), name="agree-minutes"),
    path("overleg/<int:pk>/verslag/verbeteren/", CorrectMinutes.as_view(), name="correct-minutes"),
    path("besluiten/", DecisionsPage.as_view(), name="decisions"),
    path("besluiten/<code:code>/", DecisionPage.as_view(), name="decision"),
    path("actiepunten/", ActionsPage.as_view(), name="actions"),
    path("actiepunten/<int:pk>/", ActionPage.as_view(), name="action"),
    path("actiepunten/<int:pk>/gedaan/", FinishAction.as_view(), name="finish-action"),
    path("actiepunten/<int:pk>/vervalt/", DropAction.as_view(), name="drop-action"),
]
