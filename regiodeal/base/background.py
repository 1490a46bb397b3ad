"""Handing long work to a worker."""

import logging
from collections.abc import Callable

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def send(task: "Task[[int], object]", pk: int, *, unreachable: Callable[[], object]) -> None:
    """Send the task to a worker once the row it is about is stored; `unreachable` tells the person when that fails."""
    transaction.on_commit(lambda: _send(task, pk, unreachable))


def start(task: "Task[[int], object]", pk: int, *, at_once: bool, unreachable: Callable[[], object]) -> None:
    """Do short work now, while somebody waits for the page, and leave long work to a worker."""
    if at_once:
        task(pk)
    else:
        send(task, pk, unreachable=unreachable)


def _send(task: "Task[[int], object]", pk: int, unreachable: Callable[[], object]) -> None:
    try:
        task.delay(pk)
    except (OperationalError, OSError):
        logger.exception("No broker for %s of %s", task.name, pk)
        unreachable()
