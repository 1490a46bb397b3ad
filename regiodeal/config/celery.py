"""The Celery application: tasks are short, idempotent and take an id (see reporting/tasks.py)."""

import os

from celery import Celery

from regiodeal.config import folder_queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")

folder_queue.register()
app = Celery("regiodeal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["pillars.exchange", "finance.ledger_import"])  # topics of an app, with tasks of their own
