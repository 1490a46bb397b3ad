"""What the clock asks of operations: a sign of life, and the work of each night."""

from celery import shared_task
from django.utils import timezone

from regiodeal.operations import nightly
from regiodeal.operations.health import beat


@shared_task(name="operations.tasks.heartbeat")
def heartbeat() -> None:
    """Show that scheduler, broker and worker work (see health.py)."""
    beat()


@shared_task(name="operations.tasks.nightly_backup")
def nightly_backup() -> None:
    """Make the backup of this night."""
    nightly.nightly_backup(at=timezone.now())


@shared_task(name="operations.tasks.nightly_retention")
def nightly_retention() -> None:
    """End what is past its term."""
    nightly.nightly_retention(at=timezone.now())


@shared_task(name="operations.tasks.look_after")
def look_after() -> None:
    """Mail what somebody has to look at."""
    nightly.look_after(at=timezone.now())
