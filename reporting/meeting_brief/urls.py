"""Addresses of the brief of a meeting, inside a deal."""

from django.urls import path

from reporting.meeting_brief.views import MeetingBrief, NextBrief

urlpatterns = [
    path("overleg/in-tien-minuten/", NextBrief.as_view(), name="next-brief"),
    path("overleg/<int:pk>/in-tien-minuten/", MeetingBrief.as_view(), name="meeting-brief"),
]
