"""What was handed in over a year stays; what changed since is named; what stands open per 31 December."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from finance.sisa.account import sisa
from finance.sisa.handed_in import changed_since, compared, hand_in, last_return, transitory, unspent_advance
from finance.sisa.models import SisaReturn
from regiodeal.base.refusals import MovedOnError
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words, words_at
from tests.plugins.deal import Enter
from tests.plugins.money import Book

PAGE = f"{MONEY}sisa/2025/"


def test_what_was_handed_in_stays_and_the_later_booking_is_named(deal: Deal, book: Book, controller: User) -> None:
    """1.000,00 was spent in 2025 when it was handed in; 40,00 of 2025 was approved after it."""
    book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    today = timezone.localdate()
    kept = hand_in(sisa(deal, 2025, on=today), by=controller, at=timezone.now())
    assert changed_since(kept, on=today) == []
    late = book("expenditure", "A-rijk", "40.00", on="2025-12-30", state="submitted")
    late.approve(by=controller, at=timezone.now())
    rows = {row.question: (row.then, row.now, row.difference) for row in compared(kept, sisa(deal, 2025, on=today))}
    assert (Decimal("1000.00"), Decimal("1040.00"), Decimal("40.00")) in rows.values()
    assert [(kind, row.pk) for kind, row in changed_since(kept, on=today)] == [("bestedingen", late.pk)]
    again = hand_in(sisa(deal, 2025, on=today), by=controller, at=timezone.now())
    assert last_return(deal, 2025, on=today) == again
    assert SisaReturn.objects.count() == 2  # the first stays


def test_the_same_is_handed_in_once_and_what_was_not_seen_never(
    deal: Deal, book: Book, enter: Enter, controller: User
) -> None:
    """The button pressed twice keeps one account; an amount that came in after the look is not handed in unseen."""
    book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    client = enter(controller)
    seen = {"seen": client.get(PAGE).context["seen"]}
    client.post(f"{PAGE}indienen/", seen)
    again = client.post(f"{PAGE}indienen/", seen, follow=True)
    assert "Dit is al zo vastgelegd." in words(again)
    assert "opnieuw indient" not in words(again)
    assert SisaReturn.objects.count() == 1
    looked_at = sisa(deal, 2025, on=timezone.localdate())
    book("expenditure", "A-rijk", "40.00", on="2025-12-30")
    with pytest.raises(MovedOnError, match="SiSa over 2025"):
        hand_in(looked_at, by=controller, at=timezone.now())
    assert "opnieuw indient" in words(client.get(PAGE))
    assert SisaReturn.objects.count() == 1


def test_a_year_is_over_by_the_clock_of_the_deal(deal: Deal, book: Book, controller: User) -> None:
    """Half past midnight on 1 January 2026 is 2025 still in Greenwich."""
    overview = sisa(deal, 2025, on=date(2026, 1, 1))
    with pytest.raises(ValueError, match="nog niet voorbij"):
        hand_in(overview, by=controller, at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC))
    assert hand_in(overview, by=controller, at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC)).year == 2025


def test_a_year_that_goes_on_is_not_handed_in(deal: Deal, controller: User) -> None:
    today = timezone.localdate()
    with pytest.raises(ValueError, match="nog niet voorbij"):
        hand_in(sisa(deal, today.year, on=today), by=controller, at=timezone.now())


def test_the_page_of_a_year_that_goes_on_says_up_to_when_it_counts_and_when_it_is_handed_in(
    deal: Deal, book: Book, enter: Enter, controller: User
) -> None:
    """Stranger of issue 17: "Per 31 december 2026" stood above figures of November, and no button said why."""
    book("expenditure", "A-rijk", "1000.00", on="2026-03-01")
    page = words_at(enter(controller), "financien/sisa/2026/?op=2026-06-14")
    assert "Tot en met 14 juni 2026" in page
    assert "Per 31 december" not in page
    assert "Dit boekjaar loopt nog." in page
    later = words_at(enter(controller), "financien/sisa/2026/?op=2027-02-01")
    assert "Per 31 december 2026" in later
    assert "Dit boekjaar loopt nog." not in later


def test_the_page_hands_in_and_shows_what_changed(
    deal: Deal, book: Book, enter: Enter, controller: User, bureau: User
) -> None:
    book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    client = enter(controller)
    page = client.get(PAGE)
    assert "Leg vast wat u" in page.content.decode()
    assert "Leg vast wat u" not in enter(bureau).get(PAGE).content.decode()
    done = client.post(f"{PAGE}indienen/", {"seen": page.context["seen"]}, follow=True).content.decode()
    assert "Dit verandert niet meer." in done
    late = book("expenditure", "A-rijk", "40.00", on="2025-12-30", state="submitted")
    late.approve(by=controller, at=timezone.now())
    text = client.get(PAGE).content.decode()
    assert "Goedgekeurd sinds het indienen" in text
    assert late.code in text


def test_what_changed_on_the_screen_is_not_handed_in(deal: Deal, book: Book, enter: Enter, controller: User) -> None:
    client = enter(controller)
    seen = client.get(PAGE).context["seen"]
    book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    assert client.post(f"{PAGE}indienen/", {"seen": seen}).status_code == 409
    assert not SisaReturn.objects.exists()


def test_the_unspent_advance_and_what_runs_over_the_turn_of_the_year(deal: Deal, book: Book) -> None:
    """Received 5.000,00 and spent 1.000,00 + 40,00 up to 2025: 3.960,00 is kept. The 7,00 is of the region."""
    book("receipt", "A-rijk", "5000.00", on="2025-01-10")
    book("receipt", "A-rijk", "800.00", on="2026-01-10")
    book("expenditure", "A-rijk", "1000.00", on="2025-03-01")
    owed = book("expenditure", "A-rijk", "40.00", on="2026-02-01", year=2025)
    ahead = book("expenditure", "B-rijk", "12.00", on="2025-12-20", year=2026)
    book("expenditure", "A-regio", "7.00", on="2025-05-01")
    today = timezone.localdate()
    rows = {row.title: (row.received, row.spent, row.unspent) for row in unspent_advance(deal, 2025, on=today)}
    assert rows["Totaal"] == (Decimal("5000.00"), Decimal("1040.00"), Decimal("3960.00"))
    assert len(rows) == 2
    assert [(what, row.pk) for what, row in transitory(deal, 2025, on=today)] == [
        ("nog te betalen", owed.pk),
        ("vooruitbetaald", ahead.pk),
    ]
    whole = unspent_advance(deal, 2026, on=today)[-1]
    spent = next(row.amount for row in sisa(deal, 2026, on=today).rows if row.indicator.code == "rijk-besteed-totaal")
    assert (whole.received, whole.spent) == (Decimal("5800.00"), spent)  # the same cents as SiSa
