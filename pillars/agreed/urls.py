"""Addresses of agreed, inside a deal."""

from django.urls import path

from pillars.agreed.proposals import ProposeTarget

urlpatterns = [
    path("wijzigingen/<int:number>/nieuwe-norm/", ProposeTarget.as_view(), name="propose-target"),
]
