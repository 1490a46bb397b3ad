"""Addresses of the workbook of projects, inside a deal. They stand before those of one project."""

from django.urls import path

from pillars.project_book.views import (
    DiscardProjectImport,
    DownloadProjects,
    EnterProjectImport,
    ProjectBookPage,
    ProjectImportPage,
    ProjectImportProgress,
    UploadProjects,
)

urlpatterns = [
    path("projecten/werkboek/", ProjectBookPage.as_view(), name="project-book"),
    path("projecten/werkboek/downloaden/", DownloadProjects.as_view(), name="download-projects"),
    path("projecten/werkboek/inlezen/", UploadProjects.as_view(), name="project-import"),
    path("projecten/werkboek/inlezen/<int:pk>/", ProjectImportPage.as_view(), name="project-import-job"),
    path("projecten/werkboek/inlezen/<int:pk>/stand/", ProjectImportProgress.as_view(), name="project-import-progress"),
    path("projecten/werkboek/inlezen/<int:pk>/invoeren/", EnterProjectImport.as_view(), name="project-import-enter"),
    path("projecten/werkboek/inlezen/<int:pk>/weg/", DiscardProjectImport.as_view(), name="project-import-discard"),
]
