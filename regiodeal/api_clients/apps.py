"""App configuration."""

from django.apps import AppConfig


class ApiClientsConfig(AppConfig):
    """Programs that read the API."""

    name = "regiodeal.api_clients"
    label = "api_clients"
    verbose_name = "Koppelingen"
