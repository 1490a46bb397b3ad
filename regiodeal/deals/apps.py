"""App configuration."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Who and what a deal is."""

    name = "regiodeal.deals"
    label = "deals"
    verbose_name = "Deals"
