"""The number of a request: one in all log lines and in the trail, through web and worker."""

import logging
import re
import uuid
from contextvars import ContextVar

_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")
_TOKEN = re.compile(r"(/uitnodiging/|/agenda/|/account/password/reset/key/)[^/\s]+")
_current: ContextVar[str] = ContextVar("request_id", default="")


def accepted(offered: str | None) -> str:
    """The number that a proxy gave when it is well formed, else a new one: nobody writes what they like in our logs."""
    return offered if offered and _WELL_FORMED.fullmatch(offered) else uuid.uuid4().hex


def current() -> str:
    """The number of what is being done now; empty outside a request or task."""
    return _current.get()


def begin(number: str) -> None:
    """Let everything from here on belong to this number; an empty one ends it."""
    _current.set(number)


class RequestIdFilter(logging.Filter):
    """Adds the number to every log line, and takes the token out of a path: who reads the log must not use it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the number of the request; drop no line."""
        record.request_id = current()
        if isinstance(record.args, tuple):
            record.args = tuple(_without_token(part) if isinstance(part, str) else part for part in record.args)
        return True


def _without_token(text: str) -> str:
    return _TOKEN.sub(r"\1...", text)
