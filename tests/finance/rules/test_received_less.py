"""More is bound on a national line than was received for it."""

from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


def test_what_is_bound_beyond_what_came_in_is_told(deal: Deal, book: Book) -> None:
    """Money 50: 3.000,00 received; 3.158,00 committed: 158,00 must still come in."""
    book("commitment", "A-rijk", "3158.00")
    assert found(deal, "minder-ontvangen") == []  # nothing came in yet
    book("receipt", "A-rijk", "3000.00")
    (finding,) = found(deal, "minder-ontvangen")
    assert (finding.severity, finding.line, finding.excess) == (Severity.TELLS, "A-rijk", Decimal("158.00"))
    book("receipt", "A-rijk", "158.00")
    assert found(deal, "minder-ontvangen") == []


def test_it_is_not_told_where_receipts_are_not_divided(deal: Deal, book: Book) -> None:
    book("commitment", "A-rijk", "500.00")
    book("receipt", "A-rijk", "1.00")
    book("receipt", None, "400.00")
    assert found(deal, "minder-ontvangen") == []


def test_the_money_of_the_region_is_no_matter_of_the_state(deal: Deal, book: Book) -> None:
    book("receipt", "A-regio", "1.00", contributor="municipality")
    book("commitment", "A-regio", "500.00")
    assert found(deal, "minder-ontvangen") == []
