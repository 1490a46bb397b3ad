"""The number of the request goes along with a task, and what a worker did is kept in the trail.

A task of the schedule (settings: CELERY_BEAT_SCHEDULE) runs every minute and mostly finds nothing to do: it is kept
only when it says that it changed something, by returning how much. A task that works for one deal says which
(`concerns`).
"""

import logging
from contextvars import ContextVar
from typing import Any

from celery import signals
from django.conf import settings

from regiodeal.audit import request_id
from regiodeal.audit.entries import record
from regiodeal.audit.models import AuditKind, AuditResult

logger = logging.getLogger("portal.task")
HEADER = "request_id"
_deal: ContextVar[int | None] = ContextVar("deal", default=None)
_result: ContextVar[AuditResult] = ContextVar("result", default=AuditResult.DONE)


def concerns(deal_id: int | None) -> None:
    """Note that this task works for that deal: its entry stands in the log of that deal."""
    _deal.set(deal_id)


def ended_as(result: AuditResult) -> None:
    """Note what this task came to, where it ended without an error and yet did not do what was asked."""
    _result.set(result)


def connect() -> None:
    """Listen, for as long as the process lives."""
    signals.before_task_publish.connect(_send_along, dispatch_uid="audit")
    signals.task_prerun.connect(_begin, dispatch_uid="audit")
    signals.task_postrun.connect(_end, dispatch_uid="audit")
    signals.setup_logging.connect(_keep_our_logging, dispatch_uid="audit")


def _keep_our_logging(**_more: object) -> None:
    """Listen and do nothing: Celery then leaves Django's LOGGING as it is."""


def _send_along(headers: dict[str, object] | None = None, **_more: object) -> None:
    if headers is not None:
        headers[HEADER] = request_id.current()


def _begin(task: Any = None, **_more: object) -> None:
    given = getattr(task.request, HEADER, None) if task else None
    request_id.begin(request_id.accepted(given))
    concerns(None)
    ended_as(AuditResult.DONE)


def _end(task: Any = None, state: str | None = None, retval: object = None, args: Any = (), **_more: object) -> None:
    if task is None:
        return
    is_done = state == "SUCCESS"
    logger.log(
        logging.INFO if is_done else logging.ERROR, "task", extra={"task": task.name, "state": str(state).lower()}
    )
    if not is_done or retval or task.name not in _scheduled():
        key = f"pk={args[0]}" if args and isinstance(args[0], int) else ""
        record(
            task.name,
            kind=AuditKind.JOB,
            result=_result.get() if is_done else AuditResult.FAILED,
            deal_id=_deal.get(),
            object_type=task.name,
            object_key=key,
        )
    request_id.begin("")
    concerns(None)
    ended_as(AuditResult.DONE)


def _scheduled() -> set[str]:
    return {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
