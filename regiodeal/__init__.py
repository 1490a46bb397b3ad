"""The Regiodeal portal. Celery's application is made first: every task of every app belongs to it."""

from regiodeal.config.celery import app as celery_app

__all__ = ["celery_app"]
