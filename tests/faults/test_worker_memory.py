"""A worker gives back what a report took: the process that made it ends, and another takes its place."""

from pathlib import Path

import pytest

from regiodeal.deals.models import Deal, User
from reporting.building.queue import enqueue
from reporting.reports.models import AnnualReport
from tests.bench.worker import MOST_MEMORY, memory
from tests.faults.broker import until
from tests.plugins.reports import print_of
from tests.services import children
from tests.worker import running_worker


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("broker")
def test_the_process_that_made_a_report_makes_way_for_a_new_one(deal: Deal, bureau: User, tmp_path: Path) -> None:
    """A worker that had made several held 600 to 790 MB."""
    log = tmp_path / "worker.log"
    with running_worker(log, pool="prefork") as worker:
        until(lambda: bool(children(worker.pid)), log)
        first = set(children(worker.pid))
        report = print_of(deal, by=bureau, when="2026-06-14")
        enqueue(report)
        until(lambda: not AnnualReport.objects.get(pk=report.pk).is_busy, log)
        assert AnnualReport.objects.get(pk=report.pk).state == AnnualReport.State.READY
        until(lambda: bool(children(worker.pid)) and first.isdisjoint(children(worker.pid)), log)
        assert memory(worker.pid) <= MOST_MEMORY
