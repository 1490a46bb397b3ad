"""Money is spent within the term of the deal (art. 18)."""

from collections.abc import Iterable
from datetime import date

from finance.rules.facts import OUTSIDE_TERM
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import day, euro

CODE = "buiten-de-looptijd"


def outside_term(facts: Facts, on: date) -> Iterable[Finding]:
    """Expenditure booked before the deal was in force or after its end."""
    found = facts.count(OUTSIDE_TERM)
    if found.number:
        deal = facts.money.deal
        yield Finding(
            code=CODE,
            severity=Severity.WARNS,
            article="18",
            text=(
                f"{euro(found.amount)} is besteed buiten de looptijd van {day(deal.in_force_on)} tot en met "
                f"{day(deal.ends_on)}. Leg vast waarom dit bij de deal hoort."
            ),
            excess=found.amount,
            query={"soort": "bestedingen", "toets": "buiten-looptijd"},
        )
