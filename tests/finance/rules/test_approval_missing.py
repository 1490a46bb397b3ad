"""Bookings that wait for a second person."""

from datetime import date

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


def test_a_waiting_booking_is_told_and_after_thirty_days_warned_about(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "10.00", on="2026-05-15", state="submitted")
    assert found(deal, "niet-goedgekeurd", on=date(2026, 6, 14))[0].severity == Severity.TELLS
    assert found(deal, "niet-goedgekeurd", on=date(2026, 6, 15))[0].severity == Severity.WARNS


def test_drafts_and_approved_bookings_do_not_wait(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "10.00", state="draft")
    book("expenditure", "A-rijk", "10.00")
    assert found(deal, "niet-goedgekeurd") == []


def test_the_three_kinds_are_counted_together(deal: Deal, book: Book) -> None:
    for kind in ("receipt", "commitment", "expenditure"):
        book(kind, "A-rijk", "10.00", state="submitted")
    assert found(deal, "niet-goedgekeurd")[0].text.startswith("3 boekingen wachten op goedkeuring, samen €\u00a030,00")
