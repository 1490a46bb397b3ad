"""Background work of reminders."""

from celery import shared_task
from django.utils import timezone

from regiodeal.notices.reminders import remind


@shared_task(name="notices.tasks.send_reminders")
def send_reminders() -> int:
    """Make the reminders of today and send what waits. Every hour, so that mail that failed goes out later."""
    return remind(at=timezone.now())
