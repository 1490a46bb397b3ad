"""Background work of projects."""

from celery import shared_task
from django.utils import timezone

from pillars.projects.partners import end_finished_access


@shared_task(name="pillars.projects.tasks.end_partner_access")
def end_partner_access() -> int:
    """End the access of partners of whose executor every project was settled or stopped. Once a day."""
    return end_finished_access(at=timezone.now())
