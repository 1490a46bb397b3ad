"""Another division needs the overleg and art. 12."""

from dataclasses import replace
from decimal import Decimal

from finance.position.money_position import position, reallocated
from finance.rules.facts import facts_of
from finance.rules.finding import Severity, Shift
from finance.rules.money_rules import findings
from regiodeal.deals.models import Deal
from tests.plugins.money import ON, Book, found


def test_a_reallocation_of_1_2_million_from_b_to_a_needs_an_amendment(deal: Deal) -> None:
    money = position(deal, on=ON)
    amount = Decimal("1200000.00")
    after = reallocated(money, source="B-rijk", target="A-rijk", amount=amount)
    assert after.of_line("A-rijk").amounts.agreed == Decimal("6800000.00")  # 5.6 + 1.2
    assert after.of_line("B-rijk").amounts.agreed == Decimal("10700000.00")  # 11.9 - 1.2
    assert after.total().agreed == money.total().agreed == Decimal("49000000.00")
    facts = replace(facts_of(after), shifts=(Shift("B-rijk", "A-rijk", amount),))
    (finding,) = (row for row in findings(facts) if row.code == "verdeling-gewijzigd")
    assert finding.severity == Severity.WARNS
    assert "12" in finding.article
    assert "Rijk-Regio-overleg" in finding.text


def test_the_table_itself_is_not_changed_by_drafting(deal: Deal) -> None:
    reallocated(position(deal, on=ON), source="B-rijk", target="A-rijk", amount=Decimal("1.00"))
    assert position(deal, on=ON).of_line("A-rijk").amounts.agreed == Decimal("5600000.00")


def test_more_received_than_the_division_is_told(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "5600000.01")
    (finding,) = found(deal, "verdeling")
    assert (finding.severity, finding.excess) == (Severity.TELLS, Decimal("0.01"))
    assert "afgeronde" in finding.text
