"""Regional at least as much as national: a starting point, no breach."""

from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, Pledge, found


def test_less_than_the_state_is_told_and_never_more_than_that(deal: Deal, book: Book, pledge: Pledge) -> None:
    book("receipt", "A-rijk", "1000000.00")
    (finding,) = found(deal, "regionaal-deel")
    assert (finding.severity, finding.excess) == (Severity.TELLS, Decimal("1000000.00"))
    assert "geen harde eis" in finding.text
    pledge("1000000.00", state="confirmed")
    assert found(deal, "regionaal-deel") == []


def test_in_kind_counts_by_its_value(deal: Deal, book: Book, pledge: Pledge) -> None:
    book("receipt", "A-rijk", "100.00")
    book("receipt", "A-regio", "60.00", contributor="municipality")
    pledge("100.00", state="confirmed", form="in_kind", valuation_ground="2 uur tegen € 50,00")
    assert found(deal, "regionaal-deel") == []
