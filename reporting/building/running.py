"""Running a build: claimed by one worker, with its steps told, and with a plain reason when it fails."""

import logging
from collections.abc import Callable

from celery import Task
from django.db.models import QuerySet
from django.utils import timezone

from regiodeal.audit.task_trail import concerns
from reporting.building.models import Build, BuildStoppedError

logger = logging.getLogger(__name__)

FAILED = "Het maken is mislukt. Er is niets verloren; probeer het opnieuw."

type Tell = Callable[[str], None]


def run[Work: Build](
    task: "Task[[int], None]", rows: QuerySet[Work], steps: tuple[str, ...], work: Callable[[Work, Tell], None]
) -> None:
    """Do the work for the one build in `rows`, unless another worker does or it is over.

    The work tells each of the steps as it begins.
    """
    was_lost = bool((task.request.delivery_info or {}).get("redelivered"))
    build = rows.first()
    concerns(build.deal_key if build else None)
    if build is None or not build.claim(at=timezone.now(), steps_total=len(steps), was_lost=was_lost):
        return
    try:
        work(build, lambda step: build.tell_step(step, done=steps.index(step), at=timezone.now()))
    except BuildStoppedError:
        logger.info("Building %s %s was stopped", type(build).__name__, build.pk)
    except Exception:
        # Whatever went wrong, the person who waits gets a plain reason and a retry; the log has the rest.
        logger.exception("Building %s %s failed", type(build).__name__, build.pk)
        build.fail(FAILED)
