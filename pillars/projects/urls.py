"""Addresses of projects and who carries them out, inside a deal."""

from django.urls import path

from pillars.projects.access_views import AdmitPartner, AdmitPartners, EndPartnerAccess
from pillars.projects.milestone_views import ChangeMilestone
from pillars.projects.views import (
    AddContactPerson,
    AddExecutor,
    AddMilestone,
    AddProject,
    ExecutorPage,
    ExecutorsPage,
    PlanProject,
    ProjectPage,
    ProjectsPage,
    TakeProjectStep,
)

urlpatterns = [
    path("projecten/", ProjectsPage.as_view(), name="projects"),
    path("projecten/nieuw/", AddProject.as_view(), name="add-project"),
    path("projecten/<code:code>/", ProjectPage.as_view(), name="project"),
    path("projecten/<code:code>/planning/", PlanProject.as_view(), name="plan-project"),
    path("projecten/<code:code>/mijlpalen/nieuw/", AddMilestone.as_view(), name="add-milestone"),
    path("projecten/<code:code>/mijlpalen/<int:pk>/", ChangeMilestone.as_view(), name="change-milestone"),
    path("projecten/<code:code>/stap/<slug:step>/", TakeProjectStep.as_view(), name="project-step"),
    path("uitvoerders/", ExecutorsPage.as_view(), name="executors"),
    path("uitvoerders/nieuw/", AddExecutor.as_view(), name="add-executor"),
    path("uitvoerders/<int:pk>/", ExecutorPage.as_view(), name="executor"),
    path("uitvoerders/toegang/", AdmitPartners.as_view(), name="admit-partners"),
    path("uitvoerders/<int:pk>/contact/<int:contact>/toegang/", AdmitPartner.as_view(), name="admit-partner"),
    path("uitvoerders/<int:pk>/toegang/<int:account>/", EndPartnerAccess.as_view(), name="end-partner-access"),
    path("uitvoerders/<int:pk>/contact/", AddContactPerson.as_view(), name="add-contact-person"),
]
