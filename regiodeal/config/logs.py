"""How the portal logs: a JSON object on each line, with the number of the request, in web and worker alike."""

from typing import Any


def settings(level: str, kind: str) -> dict[str, Any]:
    """Django's LOGGING by LOG_LEVEL and LOG_FORMAT (`json`, or `line`, which is easier to read)."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "regiodeal.audit.request_id.RequestIdFilter"}},
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"},
            "json": {"()": "regiodeal.audit.json_lines.JsonLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": kind, "filters": ["request_id"]}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own handler would print what root prints already.
            "django": {"handlers": [], "level": level, "propagate": True},
            # A report would log a line for every page and font.
            **{name: {"level": "WARNING"} for name in ("weasyprint.progress", "fontTools", "pikepdf")},
            "kombu.connection": {"level": "ERROR"},  # it misses the host name of a queue of files,
        },
    }
