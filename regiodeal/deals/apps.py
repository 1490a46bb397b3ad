"""App configuration."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    """The app of deals: who and what a deal is."""

    name = "regiodeal.deals"
    label = "deals"
    verbose_name = "Deals"
