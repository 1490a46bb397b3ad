"""App configuration."""

from django.apps import AppConfig


class LifecycleConfig(AppConfig):
    """States, review, and half-typed work."""

    name = "regiodeal.lifecycle"
    label = "lifecycle"
    verbose_name = "Levensloop"
