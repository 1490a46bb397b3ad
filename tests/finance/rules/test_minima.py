"""At least 18 million of the Gemeente."""

from datetime import date
from decimal import Decimal

from finance.rules.finding import Severity
from regiodeal.deals.models import Deal
from tests.plugins.money import Book, Pledge, found


def test_short_of_the_minimum_is_warned_about(deal: Deal, pledge: Pledge) -> None:
    pledge("17999999.99")
    (finding,) = found(deal, "minimum")
    assert finding.severity == Severity.WARNS
    assert finding.article == "5 lid 2"


def test_promised_and_not_yet_confirmed_is_only_told(deal: Deal, pledge: Pledge) -> None:
    pledge("18000000.00")
    (finding,) = found(deal, "minimum")
    assert (finding.severity, finding.excess) == (Severity.TELLS, Decimal("18000000.00"))


def test_confirmed_is_enough_until_the_deal_ends(deal: Deal, pledge: Pledge) -> None:
    pledge("18000000.00", state="confirmed")
    assert found(deal, "minimum") == []
    assert found(deal, "minimum", on=date(2028, 1, 1))[0].severity == Severity.WARNS


def test_what_was_received_and_what_was_confirmed_are_never_added(deal: Deal, pledge: Pledge, book: Book) -> None:
    pledge("10000000.00", state="realised")
    book("receipt", "A-regio", "9000000.00", contributor="municipality")
    assert found(deal, "minimum")[0].excess == Decimal("8000000.00")  # 18 - 10, not 18 - 19


def test_partners_do_not_count_for_the_gemeente(deal: Deal, pledge: Pledge) -> None:
    pledge("18000000.00", partner="roc-mondriaan", sector="private", state="confirmed")
    assert found(deal, "minimum")[0].severity == Severity.WARNS
