"""App configuration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The app of reminders."""

    name = "regiodeal.notices"
    label = "notices"
    verbose_name = "Herinneringen"
