"""The national contribution is at most what was agreed (art. 5 lid 2: "maximaal € 18 miljoen")."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from finance.budget.models import AmountKind, Contributor, Source
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "maximum"


def maxima(facts: Facts, on: date) -> Iterable[Finding]:
    """More received, spent or committed than the national maximum. Against a rounded maximum it is only a warning."""
    national = facts.money.total(source=Source.NATIONAL)
    for total in facts.totals:
        if total.kind != AmountKind.MAXIMUM or total.contributor != Contributor.NATIONAL:
            continue
        hard = Severity.WARNS if total.is_rounded else Severity.REFUSES
        for name, amount, severity in (
            ("ontvangen", national.received, hard),
            ("besteed", national.spent, hard),
            ("verplicht of besteed", national.bound, Severity.WARNS),
        ):
            if amount > total.amount:
                yield _finding(total, name, amount, severity)
                break  # what is bound contains what was spent: one finding says it


def _finding(total: object, name: str, amount: Decimal, severity: Severity) -> Finding:
    agreed: Decimal = total.amount  # type: ignore[attr-defined]
    text = (
        f"De rijksbijdrage is hoogstens {euro(agreed)}. Er is {euro(amount)} {name}: {euro(amount - agreed)} te veel."
    )
    return Finding(
        code=CODE,
        severity=severity,
        article=total.article,  # type: ignore[attr-defined]
        text=text,
        excess=amount - agreed,
        query={"bron": Source.NATIONAL},
    )
