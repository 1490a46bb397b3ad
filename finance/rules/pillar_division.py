"""The division over the pillars is a starting point: another one needs the overleg and art. 12 (art. 5, footnote 3)."""

from collections.abc import Iterable
from datetime import date

from finance.base.amounts import ZERO
from finance.budget.models import Source
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "verdeling"
ARTICLE = "5 lid 2, voetnoot 3; 7; 12"


def pillar_division(facts: Facts, on: date) -> Iterable[Finding]:
    """A drafted reallocation, and a national line on which more was received than the division gives it."""
    for shift in facts.shifts:
        yield Finding(
            code=f"{CODE}-gewijzigd",
            severity=Severity.WARNS,
            article=ARTICLE,
            text=(
                f"{euro(shift.amount)} van {shift.source} naar {shift.target} is een andere verdeling. Dat kan alleen "
                "na bespreking in het Rijk-Regio-overleg en een wijziging waarmee alle Partijen instemmen (art. 12)."
            ),
            excess=shift.amount,
            line=shift.source,
            page="money-agreed",
        )
    for row in facts.money.lines:
        over = row.amounts.received - row.amounts.agreed
        if row.line and row.source == Source.NATIONAL and over > ZERO:
            yield Finding(
                code=CODE,
                severity=Severity.TELLS,
                article=ARTICLE,
                text=(
                    f"Op {row.label} is {euro(row.amounts.received)} ontvangen: {euro(over)} meer dan de "
                    f"{'afgeronde ' if row.line.is_rounded else ''}verdeling van {euro(row.amounts.agreed)}."
                ),
                excess=over,
                line=row.line.code,
                query={"regel": row.line.code, "soort": "ontvangsten"},
            )
