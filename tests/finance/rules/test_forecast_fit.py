"""The forecast against what was agreed, against the cap, and national money that will be left over."""

from datetime import date
from decimal import Decimal

import pytest

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found

MONTHS = ("2025-06-01", "2025-12-15", "2026-05-31")  # spent in three of the twelve months before 14 June 2026


def spend(book: Book, line: str, amount: str) -> None:
    """Spend so much in each of three months, so that there is a pace."""
    for month in MONTHS:
        book("expenditure", line, amount, on=month)


def test_a_pace_that_passes_the_line_is_told(deal: Deal, book: Book) -> None:
    """3 x 1.200.000,00 is 300.000,00 a month; 3,6 million and 19 months more are 9.300.000,00."""
    spend(book, "A-rijk", "1200000.00")
    agreed = deal.budgetline_set.get(code="A-rijk").amount
    assert agreed < Decimal("9300000.00")
    (finding,) = found(deal, "prognose")
    assert (finding.severity, finding.line) == (Severity.TELLS, "A-rijk")
    assert finding.excess == Decimal("9300000.00") - agreed
    assert "dat is afgesproken" in finding.text


def test_a_pace_that_passes_the_cap_is_told_before_it_is_passed(deal: Deal, book: Book) -> None:
    """Money 22: 3 x 90.000,00 is 22.500,00 a month, 697.500,00 at the end; 3% of 10 million is 300.000,00 now."""
    book("receipt", None, "10000000.00")
    spend(book, "VAT-rijk", "90000.00")
    (finding,) = found(deal, "prognose")
    assert (finding.line, finding.excess) == ("VAT-rijk", Decimal("397500.00"))
    assert "komt alles binnen wat is afgesproken, dan mag €\u00a0540.000,00" in finding.text


def test_a_pace_within_what_was_agreed_is_not_told(deal: Deal, book: Book) -> None:
    spend(book, "A-rijk", "400.00")
    assert found(deal, "prognose") == []


@pytest.mark.parametrize(("on", "is_told"), [("2026-06-14", True), ("2027-06-14", False)])
def test_national_money_that_will_be_left_is_told_in_time(deal: Deal, book: Book, on: str, is_told: bool) -> None:
    """Money 50: told while there is more than a year to decide; after that the rule of the last year tells it."""
    lines = [line.code for line in deal.budgetline_set.filter(source__side="national")]
    for line in lines:
        for month in MONTHS if is_told else ("2026-07-01", "2026-12-15", "2027-05-31"):
            book("expenditure", line, "400.00", on=month)
    told = [finding for finding in found(deal, "prognose", on=date.fromisoformat(on)) if "blijft" in finding.text]
    assert bool(told) == is_told
