"""Contributions of the region: pledged, confirmed, realised, and whether they count."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from finance.contributions.models import Contribution, NotEligibleError
from finance.position.money_position import contributions, position
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.money import ON, Pledge, realise

DAY = date(2025, 3, 1)


def test_in_kind_is_worth_its_hours(deal: Deal, pledge: Pledge, bureau: User, controller: User) -> None:
    # 1,250 hours of own labour at 48.50 is 60,625.00; 1,190.5 hours were worked: 57,739.25.
    row = pledge(
        "60625.00",
        partner="roc-mondriaan",
        sector="private",
        form="in_kind",
        valuation_ground="1.250 uur eigen arbeid tegen € 48,50",
    )
    row.confirm(by=controller, at=at("2025-03-01"), on=DAY, amount=Decimal("60625.00"))
    realise(row, "57739.25", "2026-01-20", by=bureau, approved_by=controller)
    early, late = position(deal, on=date(2025, 2, 15)).promised(), position(deal, on=ON).promised()
    assert (early.pledged, early.confirmed, early.realised) == (Decimal("60625.00"), Decimal(0), Decimal(0))
    assert (late.pledged, late.confirmed, late.realised) == (
        Decimal("60625.00"),
        Decimal("60625.00"),
        Decimal("57739.25"),
    )
    assert position(deal, on=ON).total().received == 0  # no euro came in, and none is counted as if


def test_each_partner_and_contributor_has_its_part(deal: Deal, pledge: Pledge) -> None:
    pledge("100.00", state="confirmed")
    pledge("40.00", partner="roc-mondriaan", sector="private")
    pledge("2.50", partner="roc-mondriaan", sector="private")
    money = position(deal, on=ON)
    assert [part.pledged for part in money.by_partner.values()] == [Decimal("100.00"), Decimal("42.50")]
    assert money.promised(contributor="municipality").pledged == Decimal("100.00")
    assert money.promised(contributor="partners").pledged == Decimal("42.50")
    totals = {row.code: row.promised.pledged for row in contributions(deal, on=ON)}
    assert (totals["gemeente-minimum"], totals["partners-beoogd"]) == (Decimal("100.00"), Decimal("42.50"))


def test_public_money_is_not_confirmed_without_the_answer(pledge: Pledge, controller: User) -> None:
    row = pledge("100.00")
    with pytest.raises(NotEligibleError, match="Beantwoord eerst"):
        row.confirm(by=controller, at=at("2025-03-01"), on=DAY, amount=Decimal("100.00"))


def test_national_money_is_never_confirmed(pledge: Pledge, bureau: User, controller: User) -> None:
    row = pledge("100.00")
    row.answer(by=bureau, at=at("2025-03-01"), answer="subsidy", ground="Beschikking")
    with pytest.raises(NotEligibleError, match="een subsidie van het Rijk"):
        row.confirm(by=controller, at=at("2025-03-01"), on=DAY, amount=Decimal("100.00"))


def test_who_entered_it_does_not_confirm_it(pledge: Pledge, bureau: User) -> None:
    row = pledge("100.00", partner="roc-mondriaan", sector="private")
    with pytest.raises(FourEyesError):
        row.confirm(by=bureau, at=at("2025-03-01"), on=DAY, amount=Decimal("100.00"))


def test_of_two_who_confirm_at_once_one_is_first(pledge: Pledge, controller: User) -> None:
    row = pledge("100.00", partner="roc-mondriaan", sector="private")
    other = Contribution.objects.get(pk=row.pk)
    row.confirm(by=controller, at=at("2025-03-01"), on=DAY, amount=Decimal("100.00"))
    with pytest.raises(WrongStateError):
        other.confirm(by=controller, at=at("2025-03-01"), on=DAY, amount=Decimal("100.00"))
    assert row.events.count() == 2


def test_a_confirmed_one_is_not_changed_any_more(pledge: Pledge, bureau: User) -> None:
    row = pledge("100.00", state="confirmed")
    with pytest.raises(WrongStateError):
        row.revise(by=bureau, at=at("2025-03-02"), values={"amount": Decimal("1.00")}, version=row.version)


def test_what_is_withdrawn_stands_in_the_past(deal: Deal, pledge: Pledge, bureau: User) -> None:
    row = pledge("100.00")
    with pytest.raises(ValueError, match="Geef een reden"):
        row.withdraw(by=bureau, at=at("2025-06-01"), reason="")
    row.withdraw(by=bureau, at=at("2025-06-01"), reason="Geen geld meer")
    assert position(deal, on=date(2025, 5, 31)).promised().pledged == Decimal("100.00")
    assert position(deal, on=date(2025, 6, 1)).promised().pledged == 0
    assert [event.reason for event in row.events.all()] == ["", "Geen geld meer"]


def test_realised_comes_after_confirmed(pledge: Pledge, bureau: User, controller: User) -> None:
    row = pledge("100.00", state="confirmed", on="2025-03-01")
    with pytest.raises(ValueError, match="voor de dag van de bevestiging"):
        realise(row, "1.00", "2025-03-02", done_on="2025-02-28", by=bureau, approved_by=controller)


def test_in_kind_without_a_ground_is_refused_by_the_database(pledge: Pledge) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        pledge("100.00", form="in_kind")
