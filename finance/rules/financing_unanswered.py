"""Public contributions of which nobody said yet whether they are national money (art. 1)."""

from collections.abc import Iterable
from datetime import date

from finance.rules.facts import UNANSWERED
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "toets-onbeantwoord"


def financing_unanswered(facts: Facts, on: date) -> Iterable[Finding]:
    """Public contributions without an answer."""
    found = facts.count(UNANSWERED)
    if found.number:
        yield Finding(
            code=CODE,
            severity=Severity.WARNS,
            article="1",
            text=(
                f"Van {euro(found.amount)} aan publieke bijdragen is niet vastgelegd dat het geen specifieke "
                "uitkering, opdracht of subsidie van het Rijk is. Zonder dat antwoord kan zij niet "
                "worden bevestigd."
            ),
            excess=found.amount,
            page="contributions",
            query={"toets": "onbeantwoord"},
        )
