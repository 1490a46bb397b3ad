"""A booking counts once somebody else has approved it (two-person approval; art. 6, the regiokassier's task)."""

from collections.abc import Iterable
from datetime import date, timedelta

from finance.rules.facts import WAITING
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import day, euro

CODE = "niet-goedgekeurd"
LONG = timedelta(days=30)


def approval_missing(facts: Facts, on: date) -> Iterable[Finding]:
    """Bookings that wait for approval: told at once, a warning when the oldest waits longer than 30 days."""
    found = facts.count(WAITING)
    if found.number and found.oldest:
        rows = "1 boeking wacht" if found.number == 1 else f"{found.number} boekingen wachten"
        yield Finding(
            code=CODE,
            severity=Severity.WARNS if on - found.oldest > LONG else Severity.TELLS,
            article="6",
            text=f"{rows} op goedkeuring, samen {euro(found.amount)}; de oudste is van {day(found.oldest)}.",
            excess=abs(found.amount),
            query={"stand": "submitted"},
        )
