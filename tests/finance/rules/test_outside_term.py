"""Spent before the first day or after the last (art. 18)."""

from datetime import date

import pytest

from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found

LATER = date(2028, 6, 1)


@pytest.mark.parametrize(
    ("day", "outside"), [("2023-11-01", True), ("2023-11-02", False), ("2027-12-31", False), ("2028-01-01", True)]
)
def test_the_first_and_the_last_day_are_within(deal: Deal, book: Book, day: str, outside: bool) -> None:
    book("expenditure", "A-rijk", "10.00", on=day)
    assert bool(found(deal, "buiten-de-looptijd", on=LATER)) == outside
