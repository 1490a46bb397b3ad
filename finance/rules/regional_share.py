"""The region puts in at least as much as the state: a starting point (general consideration 4), no norm."""

from collections.abc import Iterable
from datetime import date

from finance.base.amounts import ZERO
from finance.budget.models import Contributor, Source
from finance.position.figures import Amounts
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "regionaal-deel"


def regional_share(facts: Facts, on: date) -> Iterable[Finding]:
    """Less came in, or was confirmed, from the region than was received from the state. Shown, and no breach."""
    money = facts.money
    received = sum(
        (amounts.received for name, amounts in money.by_contributor.items() if name != Contributor.NATIONAL), ZERO
    )
    regional = max(received, money.promised().confirmed)
    national = money.by_contributor.get(Contributor.NATIONAL, Amounts()).received
    if regional < national:
        yield Finding(
            code=CODE,
            severity=Severity.TELLS,
            article="algemene overweging 4",
            text=(
                f"Van de regio is {euro(regional)} ontvangen of bevestigd, van het Rijk {euro(national)} ontvangen. "
                "Het vertrekpunt is dat de regio minstens evenveel inbrengt. Het is geen harde eis."
            ),
            excess=national - regional,
            page="contributions",
            query={"bron": Source.REGIONAL},
        )
