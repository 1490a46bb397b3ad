"""App configuration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What is told to whom."""

    name = "reporting"
    verbose_name = "Rapportage"

    def ready(self) -> None:
        """Register the tasks, so that a page can send work to a worker by the name of its task."""
        import reporting.tasks  # noqa: F401  # models are only there now
