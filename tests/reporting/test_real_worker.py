"""A real worker, with PostgreSQL and Redis. (With SQLite and a broker of files the browser tests do the same.)"""

import os
import sys
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from regiodeal.covenant.models import Deal, User
from reporting import tasks
from reporting.build import STEPS
from reporting.models import AnnualReport
from tests.services import running

WORKER = [
    "-m",
    "celery",
    "--quiet",
    "--app",
    "regiodeal.celery:app",
    "worker",
    "--pool",
    "solo",
    "--loglevel",
    "warning",
]
PATIENCE = 180  # seconds; it takes five on a quiet machine


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_the_build_from_redis_and_keeps_it_in_postgresql(
    deal: Deal, bureau: User, tmp_path: Path
) -> None:
    assert connection.vendor == "postgresql"
    report = AnnualReport.objects.create(
        deal=deal,
        year=2026,
        stage="concept",
        reference_date="2026-06-14",
        requested_by=bureau,
        requested_at=timezone.now(),
    )
    url, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    env = {**os.environ, "DATABASE_URL": f"{url}/{connection.settings_dict['NAME']}"}
    with running([sys.executable, *WORKER], log=tmp_path / "worker.log", env=env):
        tasks.enqueue(report)
        seen = watch(report)
    report.refresh_from_db()
    assert report.state == AnnualReport.State.READY, (tmp_path / "worker.log").read_text()
    assert seen == sorted(seen)  # the steps only go forward
    assert report.steps_done == len(STEPS)
    assert default_storage.size(str(report.file.name)) == report.size
    default_storage.delete(str(report.file.name))


def watch(report: AnnualReport) -> list[int]:
    """The numbers of steps done, as somebody who watches the page sees them, until the build is over."""
    seen: list[int] = []
    deadline = time.monotonic() + PATIENCE
    while report.is_busy and time.monotonic() < deadline:
        report.refresh_from_db()
        seen.append(report.steps_done)
        time.sleep(0.1)
    return seen
