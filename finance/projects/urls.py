"""Addresses of the money of projects, inside a deal."""

from django.urls import path, re_path

from finance.projects.decision_views import AddDecision, AddGrantCondition, MoneyDecisionPage, ReviseGrantCondition
from finance.projects.views import (
    DownloadMoneyOfProjects,
    ProjectMoneyPage,
    ProjectsMoneyPage,
    ReviseProjectBudget,
)

PROJECTS = "financien/projecten/"
GRANTS = "financien/beschikkingen/"
KIND = r"(?P<kind>beschikkingen|voorschotten|vaststellingen)/"

urlpatterns = [
    path(PROJECTS, ProjectsMoneyPage.as_view(), name="money-projects"),
    path(PROJECTS + "downloaden/", DownloadMoneyOfProjects.as_view(), name="money-projects-download"),
    path(PROJECTS + "<code:code>/", ProjectMoneyPage.as_view(), name="money-project"),
    path(PROJECTS + "<code:code>/begroting/", ReviseProjectBudget.as_view(), name="project-budget"),
    re_path(
        r"^financien/projecten/(?P<code>[-A-Za-z0-9._]+)/" + KIND + "nieuw/$",
        AddDecision.as_view(),
        name="add-project-decision",
    ),
    re_path("^financien/" + KIND + r"(?P<pk>[0-9]{1,18})/$", MoneyDecisionPage.as_view(), name="project-decision"),
    path(GRANTS + "<int:pk>/voorwaarden/nieuw/", AddGrantCondition.as_view(), name="add-grant-condition"),
    path(GRANTS + "voorwaarden/<int:pk>/", ReviseGrantCondition.as_view(), name="grant-condition"),
]
