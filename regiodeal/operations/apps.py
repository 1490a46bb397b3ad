"""App configuration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The app of what keeps the portal going."""

    name = "regiodeal.operations"
    label = "operations"
    verbose_name = "Beheer"
