"""The Gemeente puts in at least what was agreed (art. 5 lid 2: "minimaal een bedrag van in totaal € 18 miljoen")."""

from collections.abc import Iterable
from datetime import date

from finance.budget.models import AmountKind
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "minimum"


def municipality_minimum(facts: Facts, on: date) -> Iterable[Finding]:
    """Less than the minimum was promised, or after the deal's end less came in. In between it is only told how far.

    What was received and what was confirmed are two accounts of the same euros: they are never added, the larger one
    counts.
    """
    for total in facts.totals:
        if total.kind != AmountKind.MINIMUM:
            continue
        sure = max(total.received, total.promised.confirmed)
        promised = max(total.received, total.promised.pledged)
        done = max(total.received, total.promised.realised)
        measured = done if on > facts.money.deal.ends_on else sure
        if measured >= total.amount:
            continue
        is_short = on > facts.money.deal.ends_on or promised < total.amount
        text = (
            f"Afgesproken is minimaal {euro(total.amount)} van {total.get_contributor_display()}. "
            f"Ontvangen is {euro(total.received)}, toegezegd {euro(total.promised.pledged)}, bevestigd "
            f"{euro(total.promised.confirmed)} en gerealiseerd {euro(total.promised.realised)}. "
            f"Tot het minimum {'ontbreekt' if is_short else 'volgt nog'} {euro(total.amount - measured)}."
        )
        yield Finding(
            code=CODE,
            severity=Severity.WARNS if is_short else Severity.TELLS,
            article=total.article,
            text=text,
            excess=total.amount - measured,
            page="contributions",
        )
