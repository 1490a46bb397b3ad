"""The sign of life of the worker."""

from celery import shared_task

from regiodeal.operations.health import beat


@shared_task(name="operations.tasks.heartbeat")
def heartbeat() -> None:
    """Show that scheduler, broker and worker work (see health.py)."""
    beat()
