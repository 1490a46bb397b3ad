"""Addresses of reallocations, inside a deal."""

from django.urls import path

from finance.reallocations.views import ProposeLine, Reallocate, WhatIfPage

MONEY = "financien/"

urlpatterns = [
    path("wijzigingen/<int:number>/herverdelen/", Reallocate.as_view(), name="reallocate"),
    path("wijzigingen/<int:number>/nieuwe-regel/", ProposeLine.as_view(), name="propose-line"),
    path(MONEY + "wat-als/", WhatIfPage.as_view(), name="what-if"),
]
