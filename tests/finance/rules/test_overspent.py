"""No more is spent under a commitment than was committed."""

from decimal import Decimal

from finance.position.money_position import position
from regiodeal.deals.models import Deal
from tests.plugins.money import ON, Book, found


def test_spending_beyond_a_commitment_is_found_and_takes_room(deal: Deal, book: Book) -> None:
    promise = book("commitment", "A-rijk", "100.00")
    book("expenditure", "A-rijk", "60.00", commitment=promise)
    assert found(deal, "boven-de-verplichting") == []
    book("expenditure", "A-rijk", "40.01", commitment=promise)
    assert found(deal, "boven-de-verplichting")[0].excess == Decimal("0.01")
    assert position(deal, on=ON).of_line("A-rijk").amounts.bound == Decimal("100.01")


def test_raising_the_commitment_settles_it(deal: Deal, book: Book) -> None:
    promise = book("commitment", "A-rijk", "100.00")
    book("expenditure", "A-rijk", "150.00", commitment=promise)
    book("commitment", "A-rijk", "50.00", corrects=promise, kind="correction")
    assert found(deal, "boven-de-verplichting") == []
    assert position(deal, on=ON).of_line("A-rijk").amounts.bound == Decimal("150.00")


def test_a_credit_note_gives_the_room_back(deal: Deal, book: Book) -> None:
    promise = book("commitment", "A-rijk", "100.00")
    bill = book("expenditure", "A-rijk", "120.00", commitment=promise)
    book("expenditure", "A-rijk", "-20.00", commitment=promise, corrects=bill)
    assert found(deal, "boven-de-verplichting") == []
    assert position(deal, on=ON).of_line("A-rijk").amounts.bound == Decimal("100.00")


def test_a_commitment_that_waits_frees_nothing(deal: Deal, book: Book) -> None:
    promise = book("commitment", "A-rijk", "100.00", state="submitted")
    book("expenditure", "A-rijk", "60.00", commitment=promise)
    amounts = position(deal, on=ON).of_line("A-rijk").amounts
    assert (amounts.committed, amounts.spent, amounts.bound) == (Decimal(0), Decimal("60.00"), Decimal("60.00"))
