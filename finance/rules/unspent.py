"""Near the end: national money that is not spent. Only then may the Parties decide to extend (art. 18)."""

from collections.abc import Iterable
from datetime import date

from finance.budget.models import AmountKind, Contributor, Source
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import day, euro

CODE = "niet-besteed"
NEAR = 365  # days before the end: a decision to extend takes the overleg of the year before
VERY_NEAR = 183


def unspent(facts: Facts, on: date) -> Iterable[Finding]:
    """Find what is left of the national maximum, in the last year of the deal. A warning in the last half year."""
    deal = facts.money.deal
    left = (deal.ends_on - on).days
    if left > NEAR:
        return
    spent = facts.money.total(source=Source.NATIONAL).spent
    for total in facts.totals:
        if total.kind != AmountKind.MAXIMUM or total.contributor != Contributor.NATIONAL or spent >= total.amount:
            continue
        term = f"De deal eindigt over {left} dagen" if left >= 0 else f"De deal eindigde op {day(deal.ends_on)}"
        yield Finding(
            code=CODE,
            severity=Severity.WARNS if left <= VERY_NEAR else Severity.TELLS,
            article="18",
            text=(
                f"{term}. Van de rijksbijdrage van hoogstens {euro(total.amount)} is {euro(spent)} besteed: "
                f"{euro(total.amount - spent)} niet. Kan het geld niet op binnen de looptijd, dan kunnen Partijen "
                "samen besluiten tot verlenging. Verlengen kan alleen om die reden."
            ),
            excess=total.amount - spent,
            query={"bron": Source.NATIONAL},
        )
