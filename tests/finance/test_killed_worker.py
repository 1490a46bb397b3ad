"""A worker that is killed half-way through a ledger leaves nothing behind, and the work can be done again."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from finance.ledger.models import Expenditure, ExpenditureEvent
from finance.ledger_import.models import LedgerImport
from finance.ledger_import.tasks import enter_ledger, start_enter
from regiodeal.deals.models import Deal, User
from tests.finance.ledger_import.ledger import FIRST, changed, checked, ledger, mapping_of
from tests.worker import running_worker

ROWS = 6_000
PATIENCE = 60  # seconds; it takes three on a quiet machine


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_half_way_leaves_nothing_and_another_enters_all(
    deal: Deal, bureau: User, tmp_path: Path
) -> None:
    content = ledger(*(changed(FIRST, Regelnr=place) for place in range(ROWS)))
    mapping = mapping_of(deal)
    job = checked(mapping, bureau, content)
    assert job.accept(by=bureau, submit=True, at=timezone.now())
    with running_worker(tmp_path / "worker.log") as worker:
        start_enter(job)
        deadline = time.monotonic() + PATIENCE
        while not 0 < job.folder.done() < ROWS and time.monotonic() < deadline:
            time.sleep(0.01)
        worker.kill()
        worker.wait()
    job.refresh_from_db()
    assert (job.state, 0 < job.folder.done() < ROWS) == (LedgerImport.State.ENTERING, True)
    assert not Expenditure.objects.exists()
    assert not ExpenditureEvent.objects.exists()
    enter_ledger(job.pk)  # delivered again at once: the first worker may still be at it
    assert not Expenditure.objects.exists()
    assert not job.fail_when_silent(at=timezone.now())
    assert job.fail_when_silent(at=timezone.now() + timedelta(minutes=1))  # and its owner is told to choose it again
    again = checked(mapping, bureau, content)
    assert again.accept(by=bureau, submit=True, at=timezone.now())
    enter_ledger(again.pk)
    again.refresh_from_db()
    assert again.state == LedgerImport.State.ENTERED
    assert (Expenditure.objects.count(), ExpenditureEvent.objects.count()) == (ROWS, 2 * ROWS)
