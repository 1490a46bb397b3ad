"""Addresses of the forecast of a controller, inside a deal."""

from django.urls import path

from finance.forecasts.views import AddControllerForecast, ReviseControllerForecast

FORECAST = "financien/prognose/"

urlpatterns = [
    path(FORECAST + "nieuw/", AddControllerForecast.as_view(), name="add-controller-forecast"),
    path(FORECAST + "<int:pk>/", ReviseControllerForecast.as_view(), name="controller-forecast"),
]
