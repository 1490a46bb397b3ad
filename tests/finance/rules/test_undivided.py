"""A receipt that stands on no line yet."""

from decimal import Decimal

from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


def test_an_undivided_receipt_is_told(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "1.00")
    assert found(deal, "niet-verdeeld") == []
    book("receipt", None, "2.00")
    assert found(deal, "niet-verdeeld")[0].excess == Decimal("2.00")
