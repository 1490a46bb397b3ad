"""Expenditure of a pillar belongs to a measure (art. 3, art. 5 lid 1). Execution costs belong to none."""

from collections.abc import Iterable
from datetime import date

from finance.rules.facts import WITHOUT_MEASURE
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "zonder-maatregel"


def without_measure(facts: Facts, on: date) -> Iterable[Finding]:
    """Expenditure on a pillar's line that names no measure."""
    found = facts.count(WITHOUT_MEASURE)
    if found.number:
        rows = "1 besteding" if found.number == 1 else f"{found.number} bestedingen"
        yield Finding(
            code=CODE,
            severity=Severity.WARNS,
            article="3; 5 lid 1",
            text=f"Bij {rows}, samen {euro(found.amount)}, staat geen maatregel. Zo is niet te zien wat het opleverde.",
            excess=abs(found.amount),
            query={"soort": "bestedingen", "maatregel": "geen"},
        )
