"""A receipt is divided over the lines of the table (art. 5 lid 2)."""

from collections.abc import Iterable
from datetime import date

from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "niet-verdeeld"


def undivided(facts: Facts, on: date) -> Iterable[Finding]:
    """National money that was received and stands on no line yet."""
    for row in facts.money.lines:
        if row.line is None and row.amounts.received > 0:
            yield Finding(
                code=CODE,
                severity=Severity.TELLS,
                article="5 lid 2",
                text=f"{euro(row.amounts.received)} van de rijksbijdrage is nog niet over de regels verdeeld.",
                excess=row.amounts.received,
                query={"soort": "ontvangsten", "regel": "onverdeeld"},
            )
