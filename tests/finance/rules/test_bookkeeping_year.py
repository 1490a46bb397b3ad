"""A bookkeeping year outside the term, or far from the date of the booking."""

from decimal import Decimal

import pytest

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


@pytest.mark.parametrize("year", [2019, 2022, 2029])
def test_a_year_that_cannot_be_right_is_found(deal: Deal, book: Book, year: int) -> None:
    """Money 7: SiSa adds up per bookkeeping year, so that a year is looked at."""
    book("expenditure", "A-rijk", "100.00", on="2026-01-20", year=year)
    (finding,) = found(deal, "boekjaar")
    assert (finding.severity, finding.excess) == (Severity.WARNS, Decimal("100.00"))


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_year_of_the_date_or_the_one_beside_it_is_right(deal: Deal, book: Book, year: int) -> None:
    book("expenditure", "A-rijk", "100.00", on="2026-01-20", year=year)
    assert found(deal, "boekjaar") == []
