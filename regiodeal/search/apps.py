"""App configuration."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """The app that finds things in a deal; it has no model."""

    name = "regiodeal.search"
    label = "search"
    verbose_name = "Zoeken"

    def ready(self) -> None:
        """Make what PostgreSQL needs to search well, after every migration, where the role of the portal may."""
        *_others, last = apps.get_app_configs()  # an app without models, such as this one, is told of no migration
        post_migrate.connect(_make_extensions, sender=last, dispatch_uid="search")


def _make_extensions(using: str, **_more: object) -> None:
    from regiodeal.search.extensions import install

    install(using)
