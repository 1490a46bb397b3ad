"""Execution costs are at most a share of what was received (art. 5 lid 2), unless a deviation is recorded."""

from collections.abc import Iterable
from datetime import date

from finance.base.amounts import ZERO
from finance.caps.cap_position import CapPosition
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "uitvoeringskosten"


def cap(facts: Facts, on: date) -> Iterable[Finding]:
    """Spending above the cap; spending that would be above it once approved; and a deviation that is in force."""
    for standing in facts.money.caps:
        if standing.room < 0:
            yield _finding(standing, Severity.REFUSES, f"{_formula(standing)} Dat is {euro(-standing.room)} te veel.")
        elif standing.pending > standing.room:
            over = standing.pending - standing.room
            text = f"Er wacht {euro(standing.pending)} op goedkeuring: {euro(over)} meer dan er ruimte is."
            yield _finding(standing, Severity.WARNS, f"{_formula(standing)} {text}")
        elif standing.bound > standing.amount:
            over = standing.bound - standing.amount
            text = f"Verplicht is {euro(standing.bound)}: {euro(over)} meer dan er nu mag worden besteed."
            yield _finding(standing, Severity.WARNS, f"{_formula(standing)} {text}")
        if standing.deviation:
            text = "Er is een afwijking van de grens vastgelegd: zo mag het 'onder omstandigheden'."
            yield _finding(standing, Severity.TELLS, f"{text} {_formula(standing)}", of="afwijking")


def _finding(standing: CapPosition, severity: Severity, text: str, *, of: str = "") -> Finding:
    return Finding(
        code=CODE + (f"-{of}" if of else ""),
        severity=severity,
        article=standing.cap.article,
        text=text,
        excess=ZERO if of else max(standing.spent + standing.pending, standing.bound) - standing.amount,
        line=standing.cap.budget_line.code,
        page="cap-deviations" if of else "ledger",
        query={} if of else {"regel": standing.cap.budget_line.code, "soort": "bestedingen"},
    )


def _formula(standing: CapPosition) -> str:
    """'3% van € 10.000.000,00 ontvangen is € 300.000,00. Besteed is € 227.056,50.'"""
    formula = standing.sentence[0].upper() + standing.sentence[1:]
    return f"{standing.cap.title}. {formula} {euro(standing.amount)}. Besteed is {euro(standing.spent)}."
