"""A portal of its own with the example, in this process: SQLite in an empty folder, at a moment that stands still.

Nothing of the project is imported by name: the same file works on a tree in which every module has another name.
"""

import io
import logging
import os
import re
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Self

SLUG = "den-haag-zuidwest-ii"
MOMENT = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
SETTINGS = re.compile(r'"DJANGO_SETTINGS_MODULE", "([\w.]+)"')
OURS = {  # nothing of the environment of who asks, and nothing that starts other processes
    "ALLOWED_HOSTS": "",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "SECRET_KEY": "a-key-that-every-recording-shares-because-it-signs-what-pages-show",
    "LOG_LEVEL": "CRITICAL",
    "API_REQUESTS_PER_MINUTE": "1000000",
}


class StandingStill(datetime):
    """The clock of django.utils.timezone."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """The moment of the recording."""
        moment = MOMENT.astimezone(tz)
        return cls.combine(moment.date(), moment.timetz())


def open_portal(data_dir: Path) -> None:
    """Migrate, load the deal and the example; to be called once, before anything else of Django."""
    os.environ |= OURS | {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": settings_module()}
    import django
    from django.conf import settings
    from django.utils import timezone

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.CELERY_TASK_ALWAYS_EAGER = True  # what a worker does, is done when it is asked
    django.setup()
    logging.disable(logging.CRITICAL)
    setattr(timezone, "datetime", StandingStill)  # noqa: B010 - a name that the module has, but no stub tells of
    command("migrate", "--verbosity=0")
    command("load_deal", f"fixtures/{SLUG}.yaml")
    command("load_example", SLUG)


def settings_module() -> str:
    """The settings that manage.py of this tree names."""
    found = SETTINGS.search(Path("manage.py").read_text())
    if found is None:
        raise SystemExit("manage.py names no settings: run this in the root of the tree")
    return found[1]


def command(*arguments: str) -> str:
    """What a command of manage.py prints."""
    from django.core.management import call_command

    printed = io.StringIO()
    call_command(*arguments, stdout=printed, stderr=printed)
    return printed.getvalue()
