"""Addresses of stories, inside a deal."""

from django.urls import path

from pillars.stories.story_assignment_views import DivideStories
from pillars.stories.views import EntryPage, WriteEntry

urlpatterns = [
    path("maatregelen/<code:code>/voortgang/<int:year>/", WriteEntry.as_view(), name="write-entry"),
    path("voortgang/verdelen/", DivideStories.as_view(), name="divide-stories"),
    path("voortgang/<int:pk>/", EntryPage.as_view(), name="progress-entry"),
]
