"""A specifieke uitkering, opdracht or subsidie of the state is no regional financing (art. 1)."""

from collections.abc import Iterable
from datetime import date

from finance.rules.facts import NATIONAL_MONEY
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "geen-regionale-financiering"


def financing_not_eligible(facts: Facts, on: date) -> Iterable[Finding]:
    """Contributions that were found to be national money."""
    found = facts.count(NATIONAL_MONEY)
    if found.number:
        yield Finding(
            code=CODE,
            severity=Severity.REFUSES,
            article="1",
            text=(
                f"{euro(found.amount)} aan publieke bijdragen is een specifieke uitkering, opdracht of subsidie van "
                "het Rijk. Dat telt niet als regionale financiering en kan niet worden bevestigd."
            ),
            excess=found.amount,
            page="contributions",
            query={"toets": "rijksgeld"},
        )
