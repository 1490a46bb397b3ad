"""A worker that is killed half-way through a ledger leaves nothing unsaid, and the work can be done again."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from finance.ledger.models import Expenditure, ExpenditureEvent
from finance.ledger_import.models import FileStep, LedgerImport
from finance.ledger_import.step_progress import progress, step_words
from finance.ledger_import.tasks import enter_ledger, start_enter, start_step, step_ledger
from finance.ledger_import.work import ask_step
from regiodeal.deals.models import Deal, User
from tests.finance.ledger_import.ledger import FIRST, changed, checked, entered, ledger, mapping_of
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


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_while_a_file_is_taken_back_is_told_and_the_rest_is_done(
    deal: Deal, bureau: User, controller: User, tmp_path: Path
) -> None:
    job = entered(mapping_of(deal), bureau, ledger(*(changed(FIRST, Regelnr=place) for place in range(ROWS))))
    ask_step(job, FileStep.WITHDRAW, by=bureau, at=timezone.now(), reason="Verkeerde export")
    with running_worker(tmp_path / "worker.log") as worker:
        start_step(job, ROWS)
        deadline = time.monotonic() + PATIENCE
        while not 0 < progress(job)[0] < ROWS and time.monotonic() < deadline:
            time.sleep(0.01)
        worker.kill()
        worker.wait()
    job.refresh_from_db()
    done, total = progress(job)
    assert (0 < done < ROWS, total, job.is_busy) == (True, ROWS, True)
    step_ledger(job.pk)  # delivered again at once: the first worker may still be at it
    assert progress(job)[0] == done
    assert not job.fail_when_silent(at=timezone.now())
    assert job.fail_when_silent(at=timezone.now() + timedelta(minutes=1))  # and its owner is told to ask again
    assert f"van {ROWS:,} boekingen zijn ingetrokken".replace(",", ".") in step_words(job)
    assert "onderbroken" in job.reason
    assert not job.ask_approval(by=controller, at=timezone.now())  # half a file is not approved as a whole
    assert not job.ask_step(FileStep.RETURN, by=controller, at=timezone.now(), reason="Ook ik")
    ask_step(job, FileStep.WITHDRAW, by=bureau, at=timezone.now(), reason="Verkeerde export")
    step_ledger(job.pk)
    job.refresh_from_db()
    assert (job.step, job.withdrawn_at is not None, job.reason) == ("", True, "")
    assert set(Expenditure.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert ExpenditureEvent.objects.filter(to_state="withdrawn").count() == ROWS
