"""Addresses of photos of projects, inside a deal."""

from django.urls import path

from pillars.project_photos.views import AddProjectPhoto, ChangeProjectPhoto, ProjectPhotoView

urlpatterns = [
    path("projecten/<code:code>/fotos/nieuw/", AddProjectPhoto.as_view(), name="add-project-photo"),
    path("projecten/<code:code>/fotos/<int:pk>/", ProjectPhotoView.as_view(), name="project-photo"),
    path("projecten/<code:code>/fotos/<int:pk>/wijzigen/", ChangeProjectPhoto.as_view(), name="change-project-photo"),
]
