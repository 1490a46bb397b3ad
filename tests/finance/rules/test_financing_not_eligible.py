"""National money is no regional financing."""

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.money import Pledge, found


def test_a_specifieke_uitkering_is_found(deal: Deal, pledge: Pledge, bureau: User) -> None:
    row = pledge("100.00")
    assert found(deal, "geen-regionale-financiering") == []
    row.answer(by=bureau, at=at("2025-02-02"), answer="grant", ground="Beschikking van OCW")
    (finding,) = found(deal, "geen-regionale-financiering")
    assert finding.severity == Severity.REFUSES


def test_private_money_is_not_asked(deal: Deal, pledge: Pledge) -> None:
    pledge("100.00", partner="roc-mondriaan", sector="private")
    assert found(deal, "geen-regionale-financiering") == []
