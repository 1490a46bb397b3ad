"""Addresses of api clients, inside a deal."""

from django.urls import path

from regiodeal.api_clients.views import AddApiClient, ApiClientPage, ApiClientsPage, IssueApiToken, RevokeApiToken

urlpatterns = [
    path("beheer/koppelingen/", ApiClientsPage.as_view(), name="api-clients"),
    path("beheer/koppelingen/nieuw/", AddApiClient.as_view(), name="add-api-client"),
    path("beheer/koppelingen/<int:pk>/", ApiClientPage.as_view(), name="api-client"),
    path("beheer/koppelingen/<int:pk>/token/", IssueApiToken.as_view(), name="issue-api-token"),
    path("beheer/koppelingen/<int:pk>/<slug:prefix>/intrekken/", RevokeApiToken.as_view(), name="revoke-api-token"),
]
