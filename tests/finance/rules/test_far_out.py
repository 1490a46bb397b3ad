"""An amount of many times what is usual on the line."""

from decimal import Decimal

from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.plugins.deal import Enter
from tests.plugins.money import Book, found


def test_an_amount_of_more_than_twenty_times_the_others_is_found(
    deal: Deal, book: Book, enter: Enter, bureau: User
) -> None:
    """Money 11: five of 100,00 and one of 2.000,01; 2.000,00 is just twenty times and is not found."""
    for day in range(1, 6):
        book("expenditure", "A-rijk", "100.00", on=f"2026-01-0{day}")
    book("expenditure", "B-rijk", "9000.00")
    edge = book("expenditure", "A-rijk", "2000.00")
    assert found(deal, "uitschieter") == []
    book("expenditure", "A-rijk", "0.01", corrects=edge)
    assert found(deal, "uitschieter") == []  # a correction is no booking of its own
    book("expenditure", "A-rijk", "90000.00", on="2026-02-02")
    (finding,) = found(deal, "uitschieter")
    assert finding.excess == Decimal("90000.00")
    page = enter(bureau).get(f"{MONEY}boekingen/?soort=bestedingen&toets=uitschieter")
    assert page.context["totals"].amount == Decimal("90000.00")


def test_a_few_bookings_say_nothing_of_what_is_usual(deal: Deal, book: Book) -> None:
    for day in range(1, 5):
        book("expenditure", "A-rijk", "1.00", on=f"2026-01-0{day}")
    book("expenditure", "A-rijk", "90000.00")
    assert found(deal, "uitschieter") == []


def test_a_slip_that_was_corrected_is_not_found_nor_usual(deal: Deal, book: Book, enter: Enter, bureau: User) -> None:
    """90.000,00 became 900,00: it is no slip any more, and 3.000,00 is still far out beside six of 100,00."""
    for day in range(1, 7):
        book("expenditure", "A-rijk", "100.00", on=f"2026-01-0{day}")
    slip = book("expenditure", "A-rijk", "90000.00", on="2026-02-02")
    assert [row.excess for row in found(deal, "uitschieter")] == [Decimal("90000.00")]
    book("expenditure", "A-rijk", "-89100.00", on="2026-02-03", corrects=slip)
    assert found(deal, "uitschieter") == []
    book("expenditure", "A-rijk", "3000.00", on="2026-02-04")
    assert [row.excess for row in found(deal, "uitschieter")] == [Decimal("3000.00")]
    page = enter(bureau).get(f"{MONEY}boekingen/?soort=bestedingen&toets=uitschieter")
    assert page.context["totals"].amount == Decimal("3000.00")
