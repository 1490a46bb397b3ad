"""App configuration."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """The app of what every topic uses; it has no model."""

    name = "regiodeal.base"
    label = "base"
    verbose_name = "Basis"
