"""Addresses of the papers of a meeting, inside a deal."""

from django.urls import path, re_path

from reporting.meeting_papers.views import (
    AskMeetingPaper,
    DownloadMeetingPaper,
    MeetingPaperPage,
    MeetingPaperProgress,
    RetryMeetingPaper,
)

urlpatterns = [
    re_path(
        r"^overleg/(?P<pk>[0-9]{1,18})/(?P<kind>agenda|verslag)/pdf/$",
        AskMeetingPaper.as_view(),
        name="ask-meeting-paper",
    ),
    path("overleg/stuk/<int:pk>/", MeetingPaperPage.as_view(), name="meeting-paper"),
    path("overleg/stuk/<int:pk>/stand/", MeetingPaperProgress.as_view(), name="meeting-paper-progress"),
    path("overleg/stuk/<int:pk>/opnieuw/", RetryMeetingPaper.as_view(), name="retry-meeting-paper"),
    path("overleg/stuk/<int:pk>/bestand/", DownloadMeetingPaper.as_view(), name="download-meeting-paper"),
]
