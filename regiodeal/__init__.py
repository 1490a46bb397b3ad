"""The Regiodeal portal: wiring (settings, URLs, Celery, WSGI). No rule of a deal lives in this package itself."""

from regiodeal.celery import app as celery_app

__all__ = ["celery_app"]
