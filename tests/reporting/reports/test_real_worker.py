"""A real worker, with PostgreSQL and Redis. (With SQLite and a broker of files the browser tests do the same.)"""

import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from regiodeal.deals.models import Deal, User
from reporting.building.queue import enqueue
from reporting.reports.build import STEPS
from reporting.reports.models import AnnualReport
from tests.plugins.reports import print_of
from tests.worker import running_worker

PATIENCE = 180  # seconds; it takes five on a quiet machine


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_the_build_from_redis_and_keeps_it_in_postgresql(
    deal: Deal, bureau: User, tmp_path: Path
) -> None:
    report = print_of(deal, by=bureau)
    with running_worker(tmp_path / "worker.log"):
        enqueue(report)
        seen = watch(report)
    report.refresh_from_db()
    assert report.state == AnnualReport.State.READY, (tmp_path / "worker.log").read_text()
    assert seen == sorted(seen)  # the steps only go forward
    assert report.steps_done == len(STEPS)
    for file in report.files.all():
        assert default_storage.size(str(file.file.name)) == file.size
        file.remove()


def watch(report: AnnualReport) -> list[int]:
    """The numbers of steps done, as somebody who watches the page sees them, until the build is over."""
    seen: list[int] = []
    deadline = time.monotonic() + PATIENCE
    while report.is_busy and time.monotonic() < deadline:
        report.refresh_from_db()
        seen.append(report.steps_done)
        time.sleep(0.1)
    return seen
