"""What a booking would do, and letting it count: refused only where the covenant refuses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.bookings.entry import CovenantRefusesError, approve, consequences, let_count, offer
from finance.budget.models import BudgetLine
from finance.ledger.models import Expenditure
from finance.ledger.outstanding import lefts
from finance.position.money_position import position
from finance.rules.finding import Severity
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from tests.plugins.deal import at
from tests.plugins.money import ON, Book, deviate


def typed(deal: Deal, line: str, amount: str, **fields: Any) -> Expenditure:
    """An expenditure as somebody types it, not stored."""
    row = BudgetLine.objects.get(deal=deal, code=line)
    common = {"deal": deal, "line": row, "amount": Decimal(amount), "booked_on": date(2026, 6, 1), "year": 2026}
    return Expenditure(**common | fields)


def test_typing_shows_the_room_before_and_after_and_writes_nothing(deal: Deal, book: Book) -> None:
    book("commitment", "A-rijk", "1000000.00")
    found = consequences(deal, [typed(deal, "A-rijk", "250000.50")], on=ON)
    assert found.before.of_line("A-rijk").amounts.room == Decimal("4600000.00")
    assert found.after.of_line("A-rijk").amounts.room == Decimal("4349999.50")
    assert {finding.code for finding in found.findings} == {"zonder-maatregel"}
    assert Expenditure.objects.count() == 0


def test_above_the_cap_is_refused_with_the_formula(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "1000000.00")
    assert consequences(deal, [typed(deal, "VAT-rijk", "30000.00")], on=ON).refusing == ()
    (finding,) = consequences(deal, [typed(deal, "VAT-rijk", "30000.01")], on=ON).refusing
    assert "3% van" in finding.text


def test_what_was_wrong_already_is_not_blamed_on_the_next_booking(deal: Deal, book: Book) -> None:
    book("expenditure", "VAT-rijk", "10.00")  # nothing was received: above the cap
    assert consequences(deal, [typed(deal, "A-rijk", "5.00")], on=ON).refusing == ()
    assert consequences(deal, [typed(deal, "VAT-rijk", "5.00")], on=ON).refusing != ()


def test_above_the_room_of_a_line_is_a_warning_only(deal: Deal) -> None:
    found = consequences(deal, [typed(deal, "A-rijk", "5600000.01")], on=ON)
    assert found.refusing == ()
    assert any(row.code == "ruimte" and row.severity == Severity.WARNS for row in found.findings)


def test_under_a_commitment_the_room_stays_until_it_is_used_up(deal: Deal, book: Book) -> None:
    promise = book("commitment", "A-rijk", "100.00")
    within = consequences(deal, [typed(deal, "A-rijk", "100.00", commitment=promise)], on=ON)
    assert within.after.of_line("A-rijk").amounts.room == within.before.of_line("A-rijk").amounts.room
    beyond = consequences(deal, [typed(deal, "A-rijk", "100.01", commitment=promise)], on=ON)
    assert "boven-de-verplichting" in {finding.code for finding in beyond.findings}
    assert lefts(deal, {promise.pk}, ON) == {(promise.pk, promise.line_id): Decimal("100.00")}


def test_submitting_above_the_cap_is_refused_and_the_draft_stays(deal: Deal, book: Book, bureau: User) -> None:
    draft = book("expenditure", "VAT-rijk", "10.00", state="draft")
    with pytest.raises(CovenantRefusesError, match=r"art\. 5 lid 2"):
        offer(draft, by=bureau, at=at("2026-06-14"))
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_with_a_recorded_deviation_it_may(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    draft = book("expenditure", "VAT-rijk", "10.00", state="draft")
    deviate(deal, by=bureau, approved_by=controller, amount=Decimal("10.00"))
    offer(draft, by=bureau, at=at("2026-06-14"))
    assert draft.state == State.SUBMITTED


def test_a_second_person_lets_it_count(deal: Deal, book: Book, controller: User) -> None:
    row = book("expenditure", "A-rijk", "10.00", state="submitted")
    assert position(deal, on=ON).total().spent == 0
    assert position(deal, on=ON).pending().spent == Decimal("10.00")
    approve(row, seen=row.version, by=controller, at=at("2026-06-01"))
    assert position(deal, on=ON).total().spent == Decimal("10.00")
    assert position(deal, on=ON).pending().spent == 0
    assert [event.to_state for event in row.events.all()] == ["draft", "submitted", "approved"]


def test_nobody_approves_what_they_entered(deal: Deal, book: Book, bureau: User) -> None:
    row = book("expenditure", "A-rijk", "10.00", state="submitted")
    with pytest.raises(FourEyesError, match="zelf ingevuld"):
        approve(row, seen=row.version, by=bureau, at=at("2026-06-01"))


def test_what_changed_since_it_was_seen_is_not_approved(deal: Deal, book: Book, bureau: User, controller: User) -> None:
    row = book("expenditure", "A-rijk", "10.00", state="submitted")
    seen = row.version
    row.give_back(by=controller, at=at("2026-06-01"), reason="Bedrag")
    row.revise(by=bureau, at=at("2026-06-02"), values={"amount": Decimal("99.00")}, version=row.version)
    row.submit(by=bureau, at=at("2026-06-02"))
    with pytest.raises(WrongStateError):
        approve(row, seen=seen, by=controller, at=at("2026-06-03"))


def test_two_that_do_not_fit_together_are_both_refused(deal: Deal, book: Book, controller: User) -> None:
    """Money 1b: bulk approval is all or nothing."""
    book("receipt", "A-rijk", "1000.00")  # the cap is 30.00
    rows = [book("expenditure", "VAT-rijk", "20.00", state="submitted") for _ in range(2)]
    with pytest.raises(CovenantRefusesError, match="3% van"):
        let_count(deal, rows, by=controller, at=at("2026-06-01"))
    assert position(deal, on=ON).total().spent == Decimal(0)


def test_many_are_approved_in_few_queries(
    deal: Deal, book: Book, controller: User, django_assert_max_num_queries: Any
) -> None:
    promise = book("commitment", "A-rijk", "10.00")
    for _ in range(12):
        book("expenditure", "A-rijk", "1.00", commitment=promise, state="submitted")
    rows = Expenditure.objects.select_related("line", "commitment")
    with django_assert_max_num_queries(20):  # one of them the periods that are closed
        let_count(deal, list(rows), by=controller, at=at("2026-06-01"))
    assert {(row.state, row.events.count()) for row in Expenditure.objects.all()} == {("approved", 3)}


def test_together_they_use_up_a_commitment(deal: Deal, book: Book) -> None:
    promise = book("commitment", "A-rijk", "10.00")
    rows = [typed(deal, "A-rijk", "6.00", commitment=promise) for _ in range(2)]
    after = consequences(deal, rows, on=ON).after.of_line("A-rijk").amounts
    assert (after.overspent, after.bound) == (Decimal("2.00"), Decimal("12.00"))


def test_the_past_stays_what_it_was_when_somebody_approves_later(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "10.00", on="2025-12-30", approved_on="2026-01-08")
    assert position(deal, on=date(2025, 12, 31)).total().spent == 0
    assert position(deal, on=date(2025, 12, 31)).pending().spent == Decimal("10.00")
    assert position(deal, on=date(2026, 1, 8)).by_year[2025].spent == Decimal("10.00")
