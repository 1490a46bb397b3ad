"""Extending the deal (art. 18): by all, and only for money that cannot be spent in time."""

from datetime import date

import pytest

from finance.budget.models import BudgetLine
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.obligations.deadlines import calendar
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.day_order import NotYetError
from tests.plugins.amending import consent_all, day, drafted, signed
from tests.plugins.deal import at
from tests.plugins.money import Book


def extension(deal: Deal, by: User, *, ends_on: str = "2028-12-31", ground: str = "Er is 4 miljoen over.") -> Amendment:
    """A draft that moves the end of the deal."""
    amendment = drafted(deal, by, sort=AmendmentSort.EXTENSION, title="Verlenging tot eind 2028", ground=ground)
    values = {"ends_on": ends_on, "financing_ends_on": ends_on}
    propose(amendment, "deal", deal.slug, values, by=by, at=at("2026-05-21"))
    return amendment


def ask(amendment: Amendment, by: User) -> None:
    """Ask for it."""
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=by, at=at("2026-06-01"))


def test_an_extension_says_until_when_and_why(deal: Deal, bureau: User) -> None:
    with pytest.raises(NotYetError, match="Artikel 18: verlengen kan alleen als de gereserveerde middelen"):
        ask(extension(deal, bureau, ground=""), bureau)
    with pytest.raises(NotYetError, match="Artikel 18: een verlenging noemt een einddatum na"):
        ask(extension(deal, bureau, ends_on="2027-06-30"), bureau)
    with pytest.raises(NotYetError, match="Artikel 18: een verlenging noemt een einddatum na"):
        ask(drafted(deal, bureau, sort=AmendmentSort.EXTENSION), bureau)


def test_when_all_national_money_is_spent_there_is_nothing_to_extend_for(deal: Deal, bureau: User, book: Book) -> None:
    for line in BudgetLine.objects.filter(deal=deal, source__code="national"):
        book("expenditure", line.code, str(line.amount), on="2026-05-01")
    with pytest.raises(NotYetError, match="Artikel 18: verlengen kan alleen als gereserveerd geld nog niet is besteed"):
        ask(extension(deal, bureau), bureau)


def test_with_the_consent_of_all_every_date_moves(deal: Deal, bureau: User) -> None:
    amendment = extension(deal, bureau)
    ask(amendment, bureau)
    amendment_verbs.inform(amendment, on=day("2026-06-03"), by=bureau, at=at("2026-06-03"))
    amendment_verbs.consult(amendment, on=day("2026-06-20"), by=bureau, at=at("2026-06-20"))
    amendment_verbs.ask_consent(amendment, on=day("2026-07-01"), agenda="Overleg", by=bureau, at=at("2026-07-01"))
    consent_all(amendment, bureau)
    signed(amendment, bureau)
    version = adoption.adopt(amendment, on=day("2026-08-01"), by=bureau, at=at("2026-07-20"))
    assert version.origin == "extension"
    assert [deal_in_force(deal, on=day(on)).ends_on.year for on in ("2026-07-31", "2026-08-01")] == [2027, 2028]
    days = {row.due_on for row in calendar(deal, on=date(2026, 8, 1))}
    assert {date(2028, 6, 14), date(2028, 12, 31), date(2028, 6, 30)} <= days
