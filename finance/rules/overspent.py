"""No more is spent under a commitment than was committed."""

from collections.abc import Iterable
from datetime import date

from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "boven-de-verplichting"


def overspent(facts: Facts, on: date) -> Iterable[Finding]:
    """Lines with expenditure beyond its commitment. It is taken from the room, so that no euro is free twice."""
    for row in facts.money.lines:
        if row.line and row.amounts.overspent > 0:
            yield Finding(
                code=CODE,
                severity=Severity.WARNS,
                article=row.line.article,
                text=(
                    f"{row.label}: er is {euro(row.amounts.overspent)} meer besteed dan waarvoor verplichtingen zijn "
                    "vastgelegd. Hoog de verplichting op, of controleer de nota."
                ),
                excess=row.amounts.overspent,
                line=row.line.code,
                query={"regel": row.line.code, "soort": "verplichtingen"},
            )
