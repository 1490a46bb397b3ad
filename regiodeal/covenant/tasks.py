"""Background work of the covenant."""

from celery import shared_task
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from regiodeal.covenant.freshness.marks import fold
from regiodeal.covenant.health import beat
from regiodeal.covenant.obligations.reminders import remind


@shared_task(name="covenant.tasks.send_reminders")
def send_reminders() -> int:
    """Make the reminders of today and send what waits. Every hour, so that mail that failed goes out later."""
    return remind(at=timezone.now())


@shared_task(name="covenant.tasks.heartbeat")
def heartbeat() -> None:
    """Show that scheduler, broker and worker work (see health.py)."""
    beat()


@shared_task(name="covenant.tasks.fold_marks")
def fold_marks() -> None:
    """Keep the sum of the marks of change short (see freshness/marks.py)."""
    fold(DEFAULT_DB_ALIAS)
