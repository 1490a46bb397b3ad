"""App configuration."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class CovenantConfig(AppConfig):
    """The covenant: who agreed, who may do what, and when what is due."""

    name = "regiodeal.covenant"
    label = "covenant"
    verbose_name = "Convenant"

    def ready(self) -> None:
        """Let the audit trail hear of signing in and of what workers do, and the database mark what changes."""
        from regiodeal.covenant.audit import jobs, signing_in  # models are only there now

        signing_in.connect()
        jobs.connect()
        *_others, last = apps.get_app_configs()
        post_migrate.connect(_mark_changes, sender=last, dispatch_uid="freshness")


def _mark_changes(using: str, **_more: Any) -> None:
    """Once every table is there: let the database mark what changes in it."""
    from regiodeal.covenant.freshness.marks import install

    install(using)
