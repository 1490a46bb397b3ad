"""Addresses of search, inside a deal."""

from django.urls import path

from regiodeal.search.views import SearchPage

urlpatterns = [
    path("zoeken/", SearchPage.as_view(), name="search"),
]
