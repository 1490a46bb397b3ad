"""A measure of another pillar than the line."""

from decimal import Decimal

from finance.rules.finding import Severity
from pillars.agreed.models import Measure
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.plugins.deal import Enter
from tests.plugins.money import Book, found


def test_a_measure_of_another_pillar_is_found(deal: Deal, book: Book) -> None:
    line = deal.budgetline_set.get(code="A-rijk")
    own = Measure.objects.filter(deal=deal, goal__pillar=line.pillar).first()
    other = Measure.objects.filter(deal=deal).exclude(goal__pillar=line.pillar).first()
    book("expenditure", "A-rijk", "100.00", measure=own)
    assert found(deal, "andere-pijler") == []
    book("expenditure", "A-rijk", "30.00", measure=other)
    (finding,) = found(deal, "andere-pijler")
    assert (finding.severity, finding.excess, finding.query["toets"]) == (Severity.WARNS, Decimal("30.00"), "pijler")


def test_a_booking_that_was_moved_to_its_own_pillar_is_not_found(
    deal: Deal, book: Book, enter: Enter, bureau: User
) -> None:
    """30,00 is taken back and booked on its own measure; of another 40,00 there is 15,00 taken back: 25,00 is left."""
    line = deal.budgetline_set.get(code="A-rijk")
    own = Measure.objects.filter(deal=deal, goal__pillar=line.pillar).first()
    other = Measure.objects.filter(deal=deal).exclude(goal__pillar=line.pillar).first()
    moved = book("expenditure", "A-rijk", "30.00", measure=other)
    book("expenditure", "A-rijk", "-30.00", measure=other, corrects=moved)
    book("expenditure", "A-rijk", "30.00", measure=own, corrects=moved)
    assert found(deal, "andere-pijler") == []
    half = book("expenditure", "A-rijk", "40.00", measure=other)
    book("expenditure", "A-rijk", "-15.00", measure=other, corrects=half)
    (finding,) = found(deal, "andere-pijler")
    assert (finding.excess, "1 besteding" in finding.text) == (Decimal("25.00"), True)
    page = enter(bureau).get(f"{MONEY}boekingen/?soort=bestedingen&toets=pijler")
    assert (page.context["totals"].number, page.context["totals"].amount) == (2, Decimal("25.00"))
