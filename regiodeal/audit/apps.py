"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions


class AuditConfig(Contributing, AppConfig):
    """The app of the audit trail."""

    name = "regiodeal.audit"
    label = "audit"
    verbose_name = "Logboek"

    def ready(self) -> None:
        """Let the trail hear of what workers do; models are only there now."""
        from regiodeal.audit import task_trail

        task_trail.connect()

    @cached_property
    def contributions(self) -> Contributions:
        """The words of the acts of the platform and the covenant."""
        from regiodeal.audit.acts import WORDS

        return Contributions(audit_words=WORDS)
