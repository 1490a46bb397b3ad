"""Public money of which nobody said that it is no national money."""

from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.money import Pledge, found


def test_no_answer_is_a_finding_until_it_is_given(deal: Deal, pledge: Pledge, bureau: User) -> None:
    row = pledge("100.00")
    (finding,) = found(deal, "toets-onbeantwoord")
    assert (finding.severity, finding.excess) == (Severity.WARNS, Decimal("100.00"))
    row.answer(by=bureau, at=at("2025-02-02"), answer="none", ground="Gemeentebegroting")
    assert found(deal, "toets-onbeantwoord") == []


def test_private_money_needs_no_answer(deal: Deal, pledge: Pledge) -> None:
    pledge("100.00", partner="roc-mondriaan", sector="private")
    assert found(deal, "toets-onbeantwoord") == []
