"""A later version of the covenant changes what is agreed about money from its day, and nothing before it."""

from datetime import date
from decimal import Decimal

from finance.budget.models import BudgetLine
from finance.position.money_position import agreed_totals, position
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter
from tests.plugins.money import Book
from tests.plugins.versions import agree

BEFORE, AFTER = date(2026, 2, 28), date(2026, 3, 1)


def amend(deal: Deal) -> None:
    """1.2 million from pillar B to pillar A, a cap of 4%, and a higher minimum of the Gemeente, from 1 March 2026."""
    agree(
        deal,
        "2026-03-01",
        ("budget_lines", "A-rijk", "amount", "5600000.00", "6800000.00"),
        ("budget_lines", "B-rijk", "amount", "11900000.00", "10700000.00"),
        ("caps", "uitvoeringskosten", "rate", "0.0300", "0.0400"),
        ("agreed_totals", "gemeente-minimum", "amount", "18000000.00", "19000000.00"),
    )


def test_the_division_the_cap_and_the_minimum_follow_the_version(deal: Deal, book: Book) -> None:
    book("receipt", "A-rijk", "1000000.00")
    amend(deal)
    before, after = position(deal, on=BEFORE), position(deal, on=AFTER)
    for money, line, cap, minimum in (
        (before, "5600000.00", "30000.00", "18000000.00"),
        (after, "6800000.00", "40000.00", "19000000.00"),
    ):
        assert money.of_line("A-rijk").amounts.agreed == Decimal(line)
        assert money.caps[0].amount == Decimal(cap)
        totals = {total.code: total.amount for total in agreed_totals(money)}
        assert totals["gemeente-minimum"] == Decimal(minimum)
        assert money.total().agreed == Decimal("49000000.00")
    assert BudgetLine.objects.get(deal=deal, code="A-rijk").amount == Decimal("5600000.00")


def test_the_pages_show_the_version_of_the_date(deal: Deal, enter: Enter, overleg: User) -> None:
    amend(deal)
    client = enter(overleg)
    assert "4% van € 18.000.000,00: € 720.000,00" in words(client.get(f"{MONEY}afgesproken/?op={AFTER}"))
    assert "3% van € 18.000.000,00: € 540.000,00" in words(client.get(f"{MONEY}afgesproken/?op={BEFORE}"))
    assert "€ 10.700.000,00" in words(client.get(f"{MONEY}regels/B-rijk/?op={AFTER}"))
    drafted = client.get(f"{MONEY}wat-als/?van=B-rijk&naar=A-rijk&bedrag=1.000.000&op={AFTER}")
    assert "€ 9.700.000,00" in words(drafted)
