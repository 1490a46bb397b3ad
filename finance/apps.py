"""App configuration."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    """What it costs."""

    name = "finance"
    verbose_name = "Financiën"
