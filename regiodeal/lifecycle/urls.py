"""Addresses of lifecycle, inside a deal."""

from django.urls import path

from regiodeal.lifecycle.views import Unsaved

urlpatterns = [
    path("half-getypt/", Unsaved.as_view(), name="unsaved"),
]
