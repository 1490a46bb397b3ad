"""National money that is left near the end: only then is extension possible (art. 18)."""

from datetime import date
from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, found


def test_nothing_is_said_before_the_last_year(deal: Deal) -> None:
    assert found(deal, "niet-besteed", on=date(2026, 12, 30)) == []
    assert found(deal, "niet-besteed", on=date(2026, 12, 31))[0].severity == Severity.TELLS


def test_in_the_last_half_year_it_is_a_warning_with_what_is_left(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "17999999.99")
    (finding,) = found(deal, "niet-besteed", on=date(2027, 7, 1))
    assert (finding.severity, finding.excess) == (Severity.WARNS, Decimal("0.01"))
    assert "verlenging" in finding.text


def test_all_spent_is_no_finding(deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "18000000.00")
    assert found(deal, "niet-besteed", on=date(2027, 12, 1)) == []


def test_after_the_end_it_says_when_that_was(deal: Deal) -> None:
    assert "eindigde op 31 december 2027" in found(deal, "niet-besteed", on=date(2028, 1, 1))[0].text
