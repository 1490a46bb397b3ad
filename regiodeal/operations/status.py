"""How the portal is doing, for who looks after it: versions, jobs, backups, mail, disk and sessions."""

import platform
import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Field
from django.utils import timezone

from regiodeal.accounts.models import Invitation, InvitationState
from regiodeal.base.dutch import day
from regiodeal.deals.contributions import contributed
from regiodeal.notices.models import Reminder
from regiodeal.operations.nightly import last_backup

GB = 1_000_000_000
type Line = tuple[str, str]  # what it is, and how it is now


def versions() -> list[Line]:
    """Return what the portal runs on, and whether the database fits this version."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    vendor = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}.get(connection.vendor, connection.vendor)
    project = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text())["project"]
    return [
        ("Portaal", str(project["version"])),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (vendor, ".".join(map(str, connection.get_database_version()))),
        ("Database", f"{waiting} stappen wachten: draai bin/prepare" if waiting else "past bij deze versie"),
    ]


def jobs() -> list[tuple[str, str, int]]:
    """Return how many jobs of each kind are in each state; states without one are left out."""
    return sorted(_jobs())


def _jobs() -> Iterator[tuple[str, str, int]]:
    for _kind, model in contributed(lambda app: app.jobs.items()):
        state = model._meta.get_field("state")
        assert isinstance(state, Field)
        words = dict(state.choices or ())
        for value, count in model._default_manager.order_by().values_list("state").annotate(Count("pk")):
            yield str(model._meta.verbose_name_plural), str(words.get(value, value)), count


def state() -> list[Line]:
    """Return backup, mail, disk and sessions."""
    now, last, disk = timezone.now(), last_backup(), shutil.disk_usage(settings.DATA_DIR)
    made = f"{day(timezone.localdate(last.at))}, {last.size / GB:.2f} GB".replace(".", ",") if last else "nog geen"
    unsent = Invitation.objects.filter(state=InvitationState.SENT, mailed_at=None).count()
    return [
        ("Laatste reservekopie", made),
        ("Elke nacht vanzelf", "ja" if settings.BACKUP_DIR else "nee: BACKUP_DIR is niet ingesteld"),
        ("Berichten die nog gemaild moeten worden", str(Reminder.objects.to_mail().count())),
        ("Uitnodigingen waarvan de mail niet is verstuurd", str(unsent)),
        ("Schijf", f"{disk.free / GB:.1f} van {disk.total / GB:.1f} GB vrij".replace(".", ",")),
        ("Mensen die zijn ingelogd", str(_signed_in(now))),
    ]


def _signed_in(now: datetime) -> int:
    """Count people with a session that goes on: who only looks counts for none, and who has two for one."""
    going = Session.objects.filter(expire_date__gt=now).iterator(chunk_size=500)
    return len({session.get_decoded().get(SESSION_KEY) for session in going} - {None})
