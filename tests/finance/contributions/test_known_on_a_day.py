"""What was promised on a day is told as it was known on that day, and falls only by two people."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.position.money_position import position
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.money import ON, Pledge, realise

NOTHING = Decimal(0)
IN_KIND = {
    "partner": "roc-mondriaan",
    "sector": "private",
    "form": "in_kind",
    "valuation_ground": "100 uur tegen € 100,00",
}


def promised(deal: Deal, on: date) -> tuple[Decimal, Decimal, Decimal]:
    """Pledged, confirmed and realised on that day."""
    found = position(deal, on=on).promised()
    return found.pledged, found.confirmed, found.realised


def test_a_pledge_entered_today_is_not_known_before(deal: Deal, bureau: User, pledge: Pledge) -> None:
    """Money 13: a day in the past stays as it was, whatever day is typed."""
    row = pledge("100.00", on="2026-06-10")
    row.revise(by=bureau, at=at("2026-06-12"), values={"pledged_on": date(2024, 6, 1)}, version=row.version)
    assert promised(deal, date(2025, 1, 1)) == (NOTHING, NOTHING, NOTHING)
    assert promised(deal, date(2026, 6, 11)) == (Decimal("100.00"), NOTHING, NOTHING)


def test_a_confirmation_entered_today_is_not_known_before(
    deal: Deal, bureau: User, controller: User, pledge: Pledge
) -> None:
    """Money 13: the later of the typed day and the day of the step, for realising too."""
    row = pledge("100.00", partner="roc-mondriaan", sector="private", on="2024-02-01")
    row.confirm(by=controller, at=at("2026-06-10"), on=date(2024, 7, 1), amount=Decimal("100.00"))
    realise(row, "90.00", "2026-06-12", done_on="2024-08-01", by=bureau, approved_by=controller)
    assert promised(deal, date(2025, 1, 1)) == (Decimal("100.00"), NOTHING, NOTHING)
    assert promised(deal, date(2026, 6, 11)) == (Decimal("100.00"), Decimal("100.00"), NOTHING)
    assert promised(deal, date(2026, 6, 12))[2] == Decimal("90.00")


def test_a_pledge_that_is_changed_keeps_its_past(deal: Deal, bureau: User, pledge: Pledge) -> None:
    """Money 13, neighbour: another amount counts from the day of the change."""
    row = pledge("100.00", on="2025-02-01")
    row.revise(by=bureau, at=at("2025-06-01"), values={"amount": Decimal("40.00")}, version=row.version)
    assert promised(deal, date(2025, 5, 31))[0] == Decimal("100.00")
    assert promised(deal, date(2025, 6, 1))[0] == Decimal("40.00")
    row.revise(by=bureau, at=at("2025-07-01"), values={"amount": Decimal("50.00")}, version=row.version)
    assert promised(deal, date(2025, 7, 1))[0] == Decimal("50.00")
    assert row.amounts.count() == 5  # a row that takes back, and one that puts in its place


def test_taking_off_counts_from_the_decision(deal: Deal, bureau: User, controller: User, pledge: Pledge) -> None:
    """Money 14: never backdated, and never by one."""
    row = pledge("100.00", state="confirmed")
    row.propose(by=bureau, at=at("2026-06-01"), amount=Decimal(0), reason="Gaat niet door")
    assert promised(deal, ON)[1] == Decimal("100.00")
    with pytest.raises(FourEyesError):
        row.accept_proposal(by=bureau, at=at("2026-06-02"))
    row.accept_proposal(by=controller, at=at("2026-06-05"))
    assert row.state == "withdrawn"
    assert promised(deal, date(2026, 6, 4)) == (Decimal("100.00"), Decimal("100.00"), NOTHING)
    assert promised(deal, date(2026, 6, 5)) == (NOTHING, NOTHING, NOTHING)


def test_one_proposal_at_a_time(bureau: User, controller: User, pledge: Pledge) -> None:
    row = pledge("100.00", state="confirmed")
    row.propose(by=bureau, at=at("2026-06-01"), amount=Decimal(50), reason="Minder")
    with pytest.raises(WrongStateError):
        row.propose(by=controller, at=at("2026-06-01"), amount=Decimal(60), reason="Meer")


@pytest.mark.parametrize(("amount", "reason"), [("100.00", "Zelfde"), ("50.00", " ")])
def test_a_proposal_says_something(bureau: User, pledge: Pledge, amount: str, reason: str) -> None:
    row = pledge("100.00", state="confirmed")
    with pytest.raises(ValueError):  # noqa: PT011 (two messages, one kind)
        row.propose(by=bureau, at=at("2026-06-01"), amount=Decimal(amount), reason=reason)


def test_a_realised_amount_is_corrected_by_two(deal: Deal, bureau: User, controller: User, pledge: Pledge) -> None:
    """Money 15: a typing error in what was realised is no dead end."""
    row = pledge("100.00", state="realised")
    part = row.realisations.get()
    correction = part.correct(by=controller, at=at("2026-06-01"), amount=Decimal("10.00"), reason="Een nul te veel")
    with pytest.raises(FourEyesError):
        correction.approve(by=controller, at=at("2026-06-02"))
    assert promised(deal, ON)[2] == Decimal("100.00")
    correction.approve(by=bureau, at=at("2026-06-02"))
    row.refresh_from_db()
    assert (row.realised_amount, promised(deal, ON)[2], row.state) == (Decimal("10.00"), Decimal("10.00"), "partly")
    assert promised(deal, date(2026, 6, 1))[2] == Decimal("100.00")


def test_in_kind_above_its_value_needs_a_ground(
    bureau: User, controller: User, colleague: User, pledge: Pledge, deal: Deal
) -> None:
    """Money 15: 10,000.00 that was valued is not realised as 9,000,000.00 without a word, nor confirmed so."""
    row = pledge("10000.00", **IN_KIND)
    more: dict[str, Any] = {"on": date(2026, 1, 1), "amount": Decimal("9000000.00")}
    with pytest.raises(ValueError, match="hoe de hogere waarde"):
        row.confirm(by=controller, at=at("2026-01-01"), **more)
    row.confirm(by=controller, at=at("2026-01-01"), on=date(2026, 1, 1), amount=Decimal("10000.00"))
    with pytest.raises(ValueError, match="Schrijf op hoe de waarde"):
        realise(row, "9000000.00", "2026-02-01", by=bureau, approved_by=None, valuation_ground="")
    with pytest.raises(ValueError, match="Schrijf op waarom het meer is"):
        realise(row, "9000000.00", "2026-02-01", by=bureau, approved_by=None)
    much = realise(row, "9000000.00", "2026-02-01", by=bureau, approved_by=None, excess_reason="Meer uren")
    with pytest.raises(ValueError, match="Voeg bewijs toe"):
        much.approve(by=controller, at=at("2026-02-01"))
    more = {"valuation_ground": "110 uur", "excess_reason": "Tien uur meer"}
    realise(row, "11000.00", "2026-02-01", by=bureau, approved_by=colleague, **more)
    assert (row.value, row.state) == (Decimal("11000.00"), "realised")
