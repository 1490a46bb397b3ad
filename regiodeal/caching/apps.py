"""App configuration."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class CachingConfig(AppConfig):
    """The app that knows whether a page is still true."""

    name = "regiodeal.caching"
    label = "caching"
    verbose_name = "Wijzigingsmerken"

    def ready(self) -> None:
        """Let the database mark what changes, once every table is there."""
        *_others, last = apps.get_app_configs()
        post_migrate.connect(_mark_changes, sender=last, dispatch_uid="freshness")


def _mark_changes(using: str, **_more: object) -> None:
    from regiodeal.caching.triggers import install

    install(using)
