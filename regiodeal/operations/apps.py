"""App configuration."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Keeping the portal."""

    name = "regiodeal.operations"
    label = "operations"
    verbose_name = "Beheer"
