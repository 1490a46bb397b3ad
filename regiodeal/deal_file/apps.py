"""App configuration."""

from django.apps import AppConfig


class DealFileConfig(AppConfig):
    """One deal as data: loaded and exported."""

    name = "regiodeal.deal_file"
    label = "deal_file"
    verbose_name = "Dealbestand"
