"""App configuration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What is told to whom."""

    name = "reporting"
    verbose_name = "Rapportage"
