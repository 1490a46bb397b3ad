"""The registry: in order, complete, without side effects, and in few queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from finance.position.money_position import position
from finance.rules import money_rules
from finance.rules.facts import facts_of
from regiodeal.deals.models import Deal
from tests.plugins.money import ON, Book, Pledge

HERE = Path(__file__).parent


def test_each_rule_has_a_test_of_its_own() -> None:
    for rule in money_rules.RULES:
        name = getattr(rule, "name", "") or getattr(rule, "__name__", "")
        assert (HERE / f"test_{name}.py").exists()


def test_an_empty_deal_makes_every_rule_speak_or_be_silent_and_never_fail(veenland: Deal) -> None:
    assert isinstance(money_rules.findings(facts_of(position(veenland, on=ON))), list)


def test_the_worst_comes_first_and_each_says_its_article(deal: Deal, book: Book, pledge: Pledge) -> None:
    book("receipt", None, "100.00")
    book("expenditure", "VAT-rijk", "50.00")
    book("expenditure", "A-rijk", "50.00")
    pledge("10.00")
    found = money_rules.findings(facts_of(position(deal, on=ON)))
    assert [finding.severity for finding in found] == sorted(finding.severity for finding in found)
    assert len({finding.severity for finding in found}) == 3
    assert all(finding.article and finding.text and finding.code for finding in found)


def test_of_what_is_as_bad_the_most_euros_come_first(deal: Deal, book: Book) -> None:
    """Money 11 and 52: a small thing does not stand before a large one because its rule is earlier."""
    book("expenditure", "A-rijk", "100.00", on="2020-01-15")
    book("commitment", "A-rijk", "900000000.00")
    found = money_rules.findings(facts_of(position(deal, on=ON)))
    places = [(finding.severity, -finding.excess) for finding in found]
    assert places == sorted(places)


def test_the_findings_take_ten_queries(
    deal: Deal, book: Book, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in range(5):
        book("expenditure", "A-rijk", f"{number + 1}.00")
    with django_assert_num_queries(10):
        money_rules.findings(facts_of(position(deal, on=ON)))
