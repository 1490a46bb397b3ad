"""The same counterpart, day and amount twice."""

from decimal import Decimal

from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.plugins.deal import Enter
from tests.plugins.money import Book, found


def test_the_same_invoice_twice_is_found(deal: Deal, book: Book, enter: Enter, bureau: User) -> None:
    """Money 12: 250,00 to Zon on one day, three times: two of them too many; another day or name is another."""
    for name in ("Zon", "zon", "ZON"):
        book("expenditure", "A-rijk", "250.00", counterpart=name)
    book("expenditure", "A-rijk", "250.00", counterpart="Maan")
    book("expenditure", "A-rijk", "250.00", counterpart="Zon", on="2026-02-01")
    (finding,) = found(deal, "dubbel")
    assert finding.excess == Decimal("500.00")
    assert "2 bestedingen" in finding.text
    page = enter(bureau).get(f"{MONEY}boekingen/?soort=bestedingen&toets=dubbel")
    assert page.context["totals"].number == 3


def test_one_that_was_corrected_is_no_double(deal: Deal, book: Book, enter: Enter, bureau: User) -> None:
    first = book("expenditure", "A-rijk", "250.00", counterpart="Zon")
    book("expenditure", "A-rijk", "250.00", counterpart="Zon")
    book("expenditure", "A-rijk", "-250.00", counterpart="Zon", corrects=first)
    assert found(deal, "dubbel") == []
    page = enter(bureau).get(f"{MONEY}boekingen/?soort=bestedingen&toets=dubbel")
    assert page.context["totals"].number == 0
