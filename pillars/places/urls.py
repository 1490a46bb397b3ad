"""Addresses of places, inside a deal."""

from django.urls import path

from pillars.places.map_views import LoadMap, MapPage
from pillars.places.views import AddItem, ItemPage, ItemsPage, RemoveItem

urlpatterns = [
    path("kaart/", MapPage.as_view(), name="map"),
    path("kaart/laden/", LoadMap.as_view(), name="load-map"),
    path("plekken/", ItemsPage.as_view(), name="items"),
    path("plekken/<code:code>/", ItemPage.as_view(), name="item"),
    path("plekken/<code:code>/weghalen/", RemoveItem.as_view(), name="remove-item"),
    path("plekken/<code:item_set>/toevoegen/", AddItem.as_view(), name="add-item"),
]
