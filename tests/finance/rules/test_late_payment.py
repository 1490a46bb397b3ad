"""What is late by a payment plan: worked out in tests/finance/payment_plans."""

from decimal import Decimal

from finance.payment_plans.models import PaymentPlan
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import Book, found


def test_each_commitment_is_told_once_with_all_that_is_late(deal: Deal, book: Book, bureau: User, enter: Enter) -> None:
    """10,00 in February and 20,00 in April are late on 14 June; 30,00 in July is not."""
    promise = book("commitment", "A-rijk", "60.00", on="2026-01-20")
    payments = "2026-02-01 10.00\n2026-04-01 20.00\n2026-07-01 30.00"
    PaymentPlan(deal=deal, commitment=promise).enter(by=bureau, at=at("2026-01-21"), values={"payments": payments})
    (finding,) = found(deal, "betaling-te-laat")
    assert (finding.excess, finding.query) == (Decimal(30), {"soort": "verplichtingen", "regel": "A-rijk"})
    page = words(enter(bureau).get(f"{MONEY}opvallend/?op=2026-06-14"))
    assert "volgens het betaalplan moest" in page
