"""What a measure costs: what names it, known and booked by that day, corrections included, and on its page."""

from datetime import date
from decimal import Decimal

import pytest

from finance.bookings.corrections import correct
from finance.bookings.entry import approve
from finance.ledger.models import Expenditure
from finance.ledger.of_measure import money_of_measure
from pillars.agreed.models import Measure
from regiodeal.deals.models import Deal, User
from tests.pages import words_at
from tests.plugins.deal import Enter, at
from tests.plugins.money import Book

PAGE = "/deals/den-haag-zuidwest-ii/maatregelen/2.1.1/"
NOTHING = Decimal(0)


@pytest.fixture
def correction(deal: Deal, book: Book, bureau: User) -> Expenditure:
    """2.1.1 promised 5000.00 and paid 1000.10 on 5 January; that it should be 900.00 was entered on 2 February."""
    measure, other = (Measure.objects.get(deal=deal, code=code) for code in ("2.1.1", "2.1.2"))
    book("commitment", "B-rijk", "5000.00", on="2026-01-05", measure=measure)
    paid = book("expenditure", "B-rijk", "1000.10", on="2026-01-05", measure=measure)
    book("expenditure", "B-rijk", "77.00", on="2026-01-05", measure=other)
    should_be = {"amount": Decimal("900.00"), "booked_on": date(2026, 2, 1), "year": 2026}
    rows: list[Expenditure] = correct(paid, should_be, kind="correction", reason="Fout", by=bureau, at=at("2026-02-02"))
    return rows[0]


def known(deal: Deal, on: str, code: str = "2.1.1") -> tuple[Decimal, Decimal]:
    """What was committed and spent on a day."""
    money = money_of_measure(deal, Measure.objects.get(deal=deal, code=code), on=date.fromisoformat(on))
    return money.committed, money.spent


def test_it_counts_what_names_the_measure_as_of_the_day(deal: Deal, correction: Expenditure, controller: User) -> None:
    assert known(deal, "2026-01-04") == (NOTHING, NOTHING)
    assert known(deal, "2026-02-05") == (Decimal("5000.00"), Decimal("1000.10"))  # the correction waits
    approve(correction, seen=correction.version, by=controller, at=at("2026-02-04"))
    assert known(deal, "2026-02-03") == (Decimal("5000.00"), Decimal("1000.10"))  # the past stays what it was
    assert known(deal, "2026-02-04") == (Decimal("5000.00"), Decimal("900.00"))
    assert known(deal, "2026-02-04", code="2.1.2") == (NOTHING, Decimal("77.00"))
    assert known(deal, "2026-02-04", code="1.1.1") == (NOTHING, NOTHING)


def test_its_page_says_so(correction: Expenditure, controller: User, overleg: User, enter: Enter) -> None:
    approve(correction, seen=correction.version, by=controller, at=at("2026-02-04"))

    def page(on: str) -> str:
        return words_at(enter(overleg), f"{PAGE}?op={on}")

    assert "Verplicht: € 5.000,00 . Besteed: € 1.000,10 , alles inclusief btw. De 1 best" in page("2026-02-03")
    assert "Verplicht: € 5.000,00 . Besteed: € 900,00 , alles inclusief btw. De 2 best" in page("2026-02-04")
    assert "Verplicht: € 0,00 . Besteed: € 0,00 , alles" in page("2026-01-04")
