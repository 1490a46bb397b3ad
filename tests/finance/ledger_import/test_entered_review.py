"""A booking that enters review between the checking and the entering of a file: its row waits, the rest is entered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from finance.ledger.models import Expenditure
from finance.ledger_import.matching import in_portal
from finance.ledger_import.models import LedgerImport, LedgerMapping
from finance.ledger_import.tasks import enter_ledger
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from tests.finance.ledger_import.ledger import (
    FIRST,
    ROOT,
    SECOND,
    approved,
    changed,
    checked,
    entered,
    faults,
    ledger,
    mapping_of,
    totals,
)
from tests.pages import words
from tests.plugins.deal import Enter

State = LedgerImport.State


def returned(mapping: LedgerMapping, bureau: User, controller: User) -> Expenditure:
    """A booking of 1.210,00 from a file, that the controller returned."""
    entered(mapping, bureau, ledger(FIRST))
    row = Expenditure.objects.get()
    row.give_back(by=controller, at=timezone.now(), reason="Verkeerde regel")
    return row


def entered_late(job: LedgerImport, by: User) -> LedgerImport:
    """The file as it is after its owner said to enter it."""
    assert job.accept(by=by, submit=True, at=timezone.now())
    enter_ledger(job.pk)
    job.refresh_from_db()
    return job


def test_a_row_whose_booking_was_offered_for_review_meanwhile_waits_alone(
    mapping: LedgerMapping, bureau: User, controller: User, enter: Enter
) -> None:
    """1.210,00 is offered after the check that read 1,00 for it: it stays, and 605,50 is entered: 1.815,50 in all."""
    row = returned(mapping, bureau, controller)
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="1,00", BTW=""), SECOND))
    assert job.counts == {"revision": 1, "new": 1}
    row.submit(by=bureau, at=timezone.now())
    job = entered_late(job, bureau)
    assert (job.state, job.counts, job.change_count, faults(job)) == (State.ENTERED, {"new": 1}, 1, [])
    assert totals(job) == {"A-rijk": [121_000, 0, 121_000, 121_000], "B-rijk": [0, 60_550, 0, 60_550]}
    assert sum(in_portal(mapping.deal, mapping.kind).values()) == 181_550
    assert job.totals["left_out"] == [["wacht op een beoordelaar", 1, 100]]
    page = words(enter(bureau).get(f"{ROOT}inlezen/{job.pk}/"))
    assert "Eén rij wacht op een beoordelaar" in page
    assert "Dit wacht op een beoordelaar en kan nu niet veranderen." in page


def test_rows_whose_correction_was_entered_meanwhile_wait_too(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    """Of an approved booking another file made a correction, and one that left the deal has one too."""
    approved(mapping, bureau, controller, ledger(FIRST, SECOND))
    gone = changed(SECOND, Kostenplaats="9999")
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="900,00", BTW=""), gone, changed(SECOND, Regelnr=3)))
    assert job.counts == {"correction": 1, "left": 1, "new": 1}
    entered(mapping, controller, ledger(changed(FIRST, Bedrag="1.000,00", BTW=""), changed(SECOND, Bedrag="600,00")))
    job = entered_late(job, bureau)
    assert (job.state, job.counts, job.totals["in_review"]["count"]) == (State.ENTERED, {"new": 1}, 2)
    assert totals(job) == {
        "A-rijk": [100_000, 0, 100_000, 100_000],
        "B-rijk": [60_000, 60_550, 60_000, 120_550],
    }


def test_a_file_of_which_all_rows_wait_changes_nothing(mapping: LedgerMapping, bureau: User, controller: User) -> None:
    row = returned(mapping, bureau, controller)
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="1,00", BTW="")))
    row.submit(by=bureau, at=timezone.now())
    job = entered_late(job, bureau)
    assert (job.state, job.counts, job.totals["in_review"]["count"]) == (State.UNCHANGED, {}, 1)


def test_a_row_that_says_what_was_offered_meanwhile_does_nothing(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    """The bureau corrects the amount by hand to what the file says, and offers it: nothing of it waits."""
    row = returned(mapping, bureau, controller)
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="605,00", BTW="105,00"), SECOND))
    row.revise(by=bureau, at=timezone.now(), values={"amount": "605.00", "btw_amount": "105.00"}, version=row.version)
    row.submit(by=bureau, at=timezone.now())
    job = entered_late(job, bureau)
    assert (job.state, job.counts, job.totals["in_review"]["count"]) == (State.ENTERED, {"new": 1}, 0)
    assert totals(job) == {"A-rijk": [60_500, 60_500, 0, 60_500], "B-rijk": [0, 60_550, 0, 60_550]}


def test_a_booking_that_was_changed_and_waits_for_nobody_refuses_the_file_still(
    mapping: LedgerMapping, bureau: User, controller: User
) -> None:
    row = returned(mapping, bureau, controller)
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="1,00", BTW=""), SECOND))
    row.revise(by=bureau, at=timezone.now(), values={"description": "Anders"}, version=row.version)
    job = entered_late(job, bureau)
    assert (job.state, [place for place, _column, _why in faults(job)]) == (State.REFUSED, [2])


@pytest.mark.django_db(transaction=True)
def test_offering_and_entering_at_the_same_moment_refuse_no_file(deal: Deal, bureau: User, controller: User) -> None:
    """Each on a connection of its own: whoever is first, the other row of the file is entered."""
    mapping = mapping_of(deal)
    row = returned(mapping, bureau, controller)
    job = checked(mapping, bureau, ledger(changed(FIRST, Bedrag="1,00", BTW=""), SECOND))
    assert job.accept(by=bureau, submit=True, at=timezone.now())
    barrier = Barrier(2)

    def submit() -> None:
        row.submit(by=bureau, at=timezone.now())

    def run(what: object) -> None:
        assert callable(what)
        try:
            barrier.wait(timeout=30)
            what()
        except WrongStateError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, [submit, lambda: enter_ledger(job.pk)]))
    job.refresh_from_db()
    row.refresh_from_db()
    assert (job.state, row.state, job.counts["new"]) == (State.ENTERED, "submitted", 1)
    assert job.totals["in_review"]["count"] == (0 if row.amount == 1 else 1)
