"""The queue of builds: one that was asked for goes to a worker by the name of its task."""

from typing import Any

from celery import current_app

from regiodeal.base.background import send
from reporting.building.models import Build, BuildState

WAITS = "De verwerking is nu niet bereikbaar. Het blijft in de rij staan en wordt vanzelf gemaakt."


def enqueue(build: Build) -> None:
    """Send the build to a worker; without a broker it stays in the queue, and the page says so."""
    rows: Any = type(build)._default_manager
    waiting = rows.filter(pk=build.pk, state=BuildState.QUEUED)
    send(current_app.tasks[build.task_name], build.pk, unreachable=lambda: waiting.update(error=WAITS))


def kinds_of_builds() -> list[type[Build]]:
    """Every kind of build that a worker can be asked for."""
    return Build.__subclasses__()
