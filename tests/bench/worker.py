"""What a worker holds after twenty reports one after another: the memory of its processes, and the most meanwhile."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from regiodeal.deals.models import Deal, User
from reporting.building.queue import enqueue
from reporting.reports.models import AnnualReport
from reporting.snapshot.take import digest, take_snapshot
from tests.bench.reports import large_snapshot
from tests.reporting.example_reports import Row
from tests.services import children
from tests.worker import running_worker

BUILDS = 20
MOST_MEMORY = 400  # megabytes, of all processes of the worker together, once it is done
AT_REST = 3  # seconds after a build: by then another child has taken the place of the one that made it
LINE = "{:<10}{:<24}{:>8}{:>12}{:>12}{:>12}{:>14}"


def worker_lines(deal: Deal) -> Iterator[str]:
    """Let a worker as in production build the example and a large report, twenty times each; fails above MOST_MEMORY.

    `WORKER_POOL=solo` shows what one process that does all itself comes to.
    """
    on = timezone.localdate()
    example: Row = take_snapshot(deal, year=on.year, stage="concept", on=on)
    by = User.objects.get(email="bureau@voorbeeld.test")
    yield LINE.format("worker", "report", "builds", "after one", "after", "at most", "seconds each")
    pool, log = os.environ.get("WORKER_POOL", "prefork"), Path(settings.DATA_DIR) / "bench-worker.log"
    for name, snapshot in (("a large report", large_snapshot(example)), ("the example", example)):
        with running_worker(log, pool=pool) as worker, Watch(worker.pid) as watch:
            _build(deal, snapshot, by)  # what every worker loads once
            first, began = memory(worker.pid), time.monotonic()
            for _number in range(BUILDS - 1):
                _build(deal, snapshot, by)
            seconds = (time.monotonic() - began) / (BUILDS - 1)
            time.sleep(AT_REST)
            after = memory(worker.pid)
        sizes = (f"{size} MB" for size in (first, after, watch.most))
        yield LINE.format(pool, name, BUILDS, *sizes, f"{seconds:.1f}")
        if after > MOST_MEMORY:
            raise RuntimeError(f"A worker holds {after} MB after {BUILDS} builds")


def memory(pid: int) -> int:
    """The megabytes that a process and all that it started hold now, each counted whole."""
    own = 0
    try:
        own = int(Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()[0]) // 1024
        return own + sum(memory(child) for child in children(pid))
    except (OSError, IndexError):  # it ended meanwhile
        return own


class Watch(threading.Thread):
    """Looks at the memory of a worker ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0, threading.Event()

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(0.1):
            self.most = max(self.most, memory(self.pid))

    def __enter__(self) -> "Watch":
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.join()


def _build(deal: Deal, snapshot: Row, by: User) -> None:
    report = AnnualReport.ask(deal, snapshot, digest=digest(snapshot), by=by, at=timezone.now())
    enqueue(report)
    while report.is_busy:
        time.sleep(0.05)
        report.refresh_from_db(fields=["state", "error"])
    if report.state != AnnualReport.State.READY:
        raise RuntimeError(f"The report is {report.state}: {report.error}")
