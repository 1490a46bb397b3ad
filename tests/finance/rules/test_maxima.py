"""No more than the national maximum: the exact 18 million of the text, not the sum of rounded cells."""

from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


def test_eighteen_million_is_allowed_and_a_cent_more_is_not(deal: Deal, book: Book) -> None:
    book("receipt", "B-rijk", "18000000.00")
    assert found(deal, "maximum") == []
    book("receipt", "A-rijk", "0.01")
    (finding,) = found(deal, "maximum")
    assert (finding.severity, finding.excess) == (Severity.REFUSES, Decimal("0.01"))


def test_spending_above_it_is_refused_and_committing_above_it_is_warned_about(deal: Deal, book: Book) -> None:
    book("commitment", "B-rijk", "18000000.01")
    assert found(deal, "maximum")[0].severity == Severity.WARNS
    book("expenditure", "A-rijk", "18000000.01")
    assert found(deal, "maximum")[0].severity == Severity.REFUSES


def test_regional_money_has_no_maximum(deal: Deal, book: Book) -> None:
    book("receipt", "A-regio", "50000000.00", contributor="municipality")
    assert found(deal, "maximum") == []
