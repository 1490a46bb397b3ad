"""App configuration."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What every topic uses; it has no model."""

    name = "regiodeal.base"
    label = "base"
    verbose_name = "Basis"
