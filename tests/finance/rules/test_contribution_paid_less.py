"""Less came in by the receipts that name a contribution than was realised of it."""

from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter
from tests.plugins.money import Book, Pledge, found

CODE = "minder-ontvangen-dan-gerealiseerd"


def test_what_was_done_and_did_not_come_in_is_told(
    deal: Deal, pledge: Pledge, book: Book, enter: Enter, overleg: User
) -> None:
    """Money 17: 100,000 was realised; 60,000 came in by one receipt, and 15,000 more still waits."""
    row = pledge("100000.00", state="realised", description="Inzet 2025")
    pledge("5.00", state="realised", description="Betaald aan anderen")  # no receipt names it
    assert found(deal, CODE) == []
    book("receipt", "A-regio", "60000.00", contributor="municipality", contribution=row)
    book("receipt", "A-regio", "15000.00", contributor="municipality", contribution=row, state="submitted")
    (finding,) = found(deal, CODE)
    assert (finding.severity, finding.excess) == (Severity.TELLS, Decimal("40000.00"))
    listed = words(enter(overleg).get(f"{MONEY}bijdragen/?toets=minder-ontvangen"))
    assert "Inzet 2025" in listed
    assert "Betaald aan anderen" not in listed
    book("receipt", "A-regio", "40000.00", contributor="municipality", contribution=row)
    assert found(deal, CODE) == []
