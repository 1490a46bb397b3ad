"""App configuration."""

from django.apps import AppConfig


class CovenantConfig(AppConfig):
    """The covenant: who agreed, who may do what, and when what is due."""

    name = "regiodeal.covenant"
    label = "covenant"
    verbose_name = "Convenant"

    def ready(self) -> None:
        """Let the audit trail hear of signing in and of what workers do."""
        from regiodeal.covenant.audit import jobs, signing_in  # models are only there now

        signing_in.connect()
        jobs.connect()
