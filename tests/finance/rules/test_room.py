"""No more is committed than was agreed for a line."""

from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


def test_a_cent_above_the_line_is_warned_about_and_said_to_be_rounded(deal: Deal, book: Book) -> None:
    book("commitment", "A-rijk", "5600000.00")
    assert found(deal, "ruimte") == []
    book("expenditure", "A-rijk", "0.01")
    (finding,) = found(deal, "ruimte")
    assert (finding.severity, finding.excess, finding.line) == (Severity.WARNS, Decimal("0.01"), "A-rijk")
    assert "afgerond" in finding.text


def test_above_an_aim_is_told_and_no_breach(deal: Deal, book: Book) -> None:
    book("commitment", "A-regio", "16500000.01")
    assert found(deal, "ruimte")[0].severity == Severity.TELLS


def test_what_waits_is_counted_with_it_before_it_counts(deal: Deal, book: Book) -> None:
    book("commitment", "A-rijk", "5000000.00")
    book("commitment", "A-rijk", "600000.01", state="submitted")
    assert found(deal, "ruimte")[0].excess == Decimal("0.01")


def test_a_minimum_may_be_passed(veenland: Deal) -> None:
    assert found(veenland, "ruimte") == []
