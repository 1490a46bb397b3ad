"""App configuration."""

from django.apps import AppConfig


class PillarsConfig(AppConfig):
    """What is promised, and what happened."""

    name = "pillars"
    verbose_name = "Pijlers"
