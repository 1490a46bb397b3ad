"""Is the portal alive, and can it do all its work? For a proxy, a monitor and whoever is on duty."""

import shutil
import time
from collections.abc import Callable
from tempfile import TemporaryFile

from celery import current_app
from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection

from regiodeal.base.notes import keep_note, read_note
from regiodeal.deals.each_deal import failed_work

LEAST_FREE = 200 * 1024 * 1024  # bytes: room for a few reports
LONGEST_SILENCE = 180  # seconds without a sign of the worker; it gives one every minute
BROKER_TIMEOUT = 2  # seconds
HEARTBEAT = "worker-heartbeat"  # the note that the worker writes every minute


def beat(now: float | None = None) -> None:
    """The worker's sign of life: it took a task of the scheduler, so broker, scheduler and worker work."""
    keep_note(HEARTBEAT, str(time.time() if now is None else now))


def database() -> str:
    """Return what is wrong with the database; empty when it answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return ""


def disk() -> str:
    """Return what is wrong with the data folder; empty when it can be written and has room."""
    try:
        with TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(b"x")
            file.flush()
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as error:
        return str(error.strerror)
    return "" if free >= LEAST_FREE else f"only {free // 1024 // 1024} MB free"


def broker() -> str:
    """Return what is wrong with the queue; empty when a connection can be made."""
    try:
        with current_app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT)
    except Exception as error:
        return type(error).__name__
    return ""


def worker() -> str:
    """Return what is wrong with the worker; empty when it gave a sign of life lately."""
    try:
        silence = time.time() - float(read_note(HEARTBEAT) or "")
    except ValueError:
        return "no sign of life yet"
    return "" if silence <= LONGEST_SILENCE else f"silent for {silence:.0f} s"


def files() -> str:
    """Return what is wrong with where files are kept; empty when it answers."""
    try:
        storages["notes"].exists(HEARTBEAT)
    except OSError as error:
        return str(error.strerror)
    return ""


def deals() -> str:
    """Return for how many deals work of the clock failed lately, by work; empty when all went well. Names no deal."""
    return "; ".join(f"{name} failed for {len(failed)} deal(s)" for name, failed in failed_work().items())


NEEDED: dict[str, Callable[[], str]] = {"database": database, "disk": disk}
MISSED: dict[str, Callable[[], str]] = {"broker": broker, "worker": worker, "files": files, "deals": deals}
IN_DUTCH = {  # each part, for who looks after the portal
    "database": "Database",
    "disk": "Schijf",
    "broker": "Wachtrij",
    "worker": "Achtergrond",
    "files": "Bestanden",
    "deals": "Werk van de klok",
}


def readiness() -> tuple[bool, dict[str, str]]:
    """Tell whether people can work, and per part "ok" or what is wrong.

    Without a database or a writable disk nothing can be done. Without broker, worker or files, entry and dashboards go
    on and jobs wait: the portal is degraded, not down.
    """
    faults = {name: check() for name, check in (NEEDED | MISSED).items()}
    return not any(faults[name] for name in NEEDED), {name: fault or "ok" for name, fault in faults.items()}
