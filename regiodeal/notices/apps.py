"""App configuration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What people are reminded of."""

    name = "regiodeal.notices"
    label = "notices"
    verbose_name = "Herinneringen"
