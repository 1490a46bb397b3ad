"""Addresses of registers, inside a deal."""

from django.urls import path

from pillars.registers.views import (
    AcknowledgementPage,
    AddAcknowledgement,
    AddBottleneck,
    AddLesson,
    BottleneckPage,
    BottlenecksPage,
    CheckPage,
    LessonPage,
    LessonsPage,
)

urlpatterns = [
    path("lessen/", LessonsPage.as_view(), name="lessons"),
    path("lessen/nieuw/", AddLesson.as_view(), name="add-lesson"),
    path("lessen/<int:pk>/", LessonPage.as_view(), name="lesson"),
    path("knelpunten/", BottlenecksPage.as_view(), name="bottlenecks"),
    path("knelpunten/nieuw/", AddBottleneck.as_view(), name="add-bottleneck"),
    path("knelpunten/<int:pk>/", BottleneckPage.as_view(), name="bottleneck"),
    path("maatregelen/<code:code>/toetsen/<slug:kind>/", CheckPage.as_view(), name="external-check"),
    path("maatregelen/<code:code>/vermeldingen/nieuw/", AddAcknowledgement.as_view(), name="add-acknowledgement"),
    path("vermeldingen/<int:pk>/", AcknowledgementPage.as_view(), name="acknowledgement"),
]
