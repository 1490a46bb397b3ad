"""Background work of the marks of change."""

from celery import shared_task
from django.db import DEFAULT_DB_ALIAS

from regiodeal.caching.triggers import fold


@shared_task(name="caching.tasks.fold_marks")
def fold_marks() -> None:
    """Keep the sum of the marks of change short (triggers.py)."""
    fold(DEFAULT_DB_ALIAS)
