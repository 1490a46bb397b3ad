"""The process that builds a report is killed at a step: one finished report each time.

Once while it lays out pages, while it makes the other files and while it saves. At each step and at four moments of it,
20 times in all, with `KILLS_PER_STEP=4 make test ARGS="-k killed_while_building"`.
"""

import itertools
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from regiodeal.deals.models import Deal, User
from reporting.building.queue import enqueue
from reporting.reports.build import STEPS
from reporting.reports.models import AnnualReport, ReportFile
from tests.faults.broker import until
from tests.faults.sound import assert_sound
from tests.faults.test_lost_connections import address, waits
from tests.plugins.reports import print_of
from tests.services import children
from tests.worker import running_worker

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("KILLS_PER_STEP", "0"))
PAUSES = (0.05, 0, 0.15, 0.3)[: KILLS or 1]  # seconds after the step began
SAVING = len(STEPS) - 1  # the files are on the disk, their rows are not there
HIT = range(len(STEPS)) if KILLS else (1, 3, SAVING)


@contextmanager
def saving_waits() -> Iterator[None]:
    """Let a build come as far as the rows of its files, and wait there."""
    with psycopg.connect(address()) as holder:
        holder.execute(f"LOCK TABLE {ReportFile._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        yield
        holder.rollback()


@contextmanager
def nothing_waits() -> Iterator[None]:
    """Let a build go on."""
    yield


@pytest.mark.usefixtures("broker")
def test_one_whole_report_results_whenever_its_maker_is_killed(veenland: Deal, bureau: User, tmp_path: Path) -> None:
    log, attempts = tmp_path / "worker.log", []
    with running_worker(log, pool="prefork") as worker, psycopg.connect(address(), autocommit=True) as beside:
        for number, (step, pause) in enumerate(itertools.product(HIT, PAUSES)):
            with saving_waits() if step == SAVING else nothing_waits():
                report = print_of(veenland, by=bureau, when=f"2026-06-{number + 1:02}")
                enqueue(report)
                until(lambda: now(report).attempts == 1 and now(report).steps_done >= step, log)  # noqa: B023
                assert step < SAVING or waits(beside)
                time.sleep(pause)
                kill_children(worker)
            attempts.append(attempts_of_a_whole(report, log))
            assert_sound(veenland)
    assert set(attempts) <= {1, 2}  # a build that is over before the blow falls needs no second
    assert attempts.count(2) > len(attempts) // 2
    assert AnnualReport.objects.count() == len(HIT) * len(PAUSES)


def now(report: AnnualReport) -> AnnualReport:
    """The report as it is by now."""
    return AnnualReport.objects.get(pk=report.pk)


def kill_children(worker: subprocess.Popen[bytes]) -> None:
    """End who does the work, as a lack of memory does; the worker itself starts another."""
    for child in children(worker.pid):
        os.kill(child, signal.SIGKILL)


def attempts_of_a_whole(report: AnnualReport, log: Path) -> int:
    """How many attempts it took to make the report, of which each kind of file is there once."""
    until(lambda: not now(report).is_busy, log)
    made = now(report)
    assert (made.state, made.steps_done) == (AnnualReport.State.READY, len(STEPS)), log.read_text()
    kinds = list(made.files.values_list("kind", flat=True))
    assert sorted(kinds) == sorted(set(kinds))
    assert {ReportFile.Kind.PDF, ReportFile.Kind.WORD, ReportFile.Kind.DATA} <= set(kinds)
    return made.attempts
