"""A partner that is no Party is flagged."""

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Pledge, found


def test_an_organisation_is_flagged_and_a_party_is_not(deal: Deal, pledge: Pledge) -> None:
    pledge("100.00")
    assert found(deal, "geen-partij") == []
    pledge("50.00", partner="roc-mondriaan", sector="private")
    (finding,) = found(deal, "geen-partij")
    assert finding.severity == Severity.TELLS
    assert "50,00" in finding.text
