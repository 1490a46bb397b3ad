"""How the portal logs: a JSON object on each line, with the number of the request, in web and worker alike."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def settings(environment: Mapping[str, str], *, local: bool) -> dict[str, Any]:
    """Django's LOGGING by LOG_LEVEL (INFO) and LOG_FORMAT (`json`, or `line`, which is easier to read).

    Raises ImproperlyConfigured for another level or format.
    """
    level = environment.get("LOG_LEVEL", "").strip().upper() or ("WARNING" if local else "INFO")
    kind = environment.get("LOG_FORMAT", "").strip().lower() or ("line" if local else "json")
    if level not in LEVELS or kind not in {"json", "line"}:
        raise ImproperlyConfigured(f"LOG_LEVEL is one of {', '.join(LEVELS)}; LOG_FORMAT is json or line.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "regiodeal.covenant.audit.request_id.RequestIdFilter"}},
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"},
            "json": {"()": "regiodeal.covenant.audit.json_lines.JsonLines"},
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
