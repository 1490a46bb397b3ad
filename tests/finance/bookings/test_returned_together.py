"""Bookings go back together with one reason: all of them with what belongs to them, or none."""

import pytest

from finance.ledger.models import Booking
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.seen import seen_text
from tests.finance.bookings.test_whole_corrections import moved, states
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import Book

BULK = MONEY + "boekingen/bestedingen/terugsturen/"


@pytest.fixture
def waiting(book: Book) -> list[Booking]:
    """Two bookings that wait for a decision."""
    return [book("expenditure", "A-rijk", amount, on="2026-01-15", state="submitted") for amount in ("10.00", "20.00")]


def ticked(rows: list[Booking]) -> dict[str, list[str]]:
    """What the list sends of them."""
    return {"boeking": [seen_text(row) for row in rows]}


def test_many_go_back_with_one_reason(waiting: list[Booking], controller: User, enter: Enter) -> None:
    client = enter(controller)
    ledger = client.get(MONEY + "boekingen/?soort=bestedingen&stand=submitted").content.decode()
    assert f'formaction="{BULK}"' in ledger
    asked = client.post(BULK, ticked(waiting))
    assert "2 terugsturen?" in words(asked)
    assert all(row.code in words(asked) for row in waiting)
    without = client.post(BULK, ticked(waiting) | {"confirm": "1", "reason": " "})
    assert without.status_code == 422
    assert "Geef een reden" in words(without)
    assert states(waiting) == {"submitted"}
    client.post(BULK, ticked(waiting) | {"confirm": "1", "reason": "De bon ontbreekt"})
    assert states(waiting) == {"returned"}
    for row in waiting:
        row.refresh_from_db()
        assert row.return_reason == "De bon ontbreekt"


def test_half_of_what_belongs_together_does_not_go_back(
    deal: Deal, book: Book, bureau: User, controller: User, enter: Enter
) -> None:
    rows = moved(deal, book, bureau)
    client = enter(controller)
    assert "2 terugsturen?" in words(client.post(BULK, ticked(list(rows[:1]))))
    reason = {"confirm": "1", "reason": "Welke regel?"}
    answer = client.post(BULK, ticked(list(rows[:1])) | reason, follow=True)
    assert "hoort hierbij" in words(answer)
    assert states(list(rows)) == {"submitted"}
    client.post(BULK, ticked(list(rows)) | reason)
    assert states(list(rows)) == {"returned"}


def test_what_changed_since_goes_back_with_nothing(waiting: list[Booking], controller: User, enter: Enter) -> None:
    sent = ticked(waiting) | {"confirm": "1", "reason": "De bon ontbreekt"}
    waiting[1].take_back(by=waiting[1].entered_by, at=at("2026-01-16"))
    assert enter(controller).post(BULK, sent).status_code == 409
    assert states(waiting[:1]) == {"submitted"}
