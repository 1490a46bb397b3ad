"""The Celery application: tasks are short, idempotent and take an id (see reporting/tasks.py)."""

import os

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured

from regiodeal.config import folder_queue
from regiodeal.config.environment import read, refuse_without_mail

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")

folder_queue.register()
app = Celery("regiodeal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


if read().OTEL_EXPORTER_OTLP_ENDPOINT:
    from regiodeal.config import traces  # which takes a tenth of a second that nobody else has to wait

    traces.connect()


@worker_init.connect
def _ready_to_mail(**_signal: object) -> None:
    """End a worker that could send no mail and was not told to."""
    try:
        refuse_without_mail(read())
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from None  # an error would only be logged


# Topics of an app, with tasks of their own.
topics = ("exchange", "project_book", "projects", "requests")
app.autodiscover_tasks(
    [
        "regiodeal.covenant.documents",
        *(f"pillars.{topic}" for topic in topics),
        *("finance.contribution_book", "finance.ledger_import"),
    ]
)
