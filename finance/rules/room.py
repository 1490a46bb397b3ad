"""No more is committed on a line than was agreed for it (art. 5 lid 2, the table)."""

from collections.abc import Iterable
from datetime import date

from finance.base.amounts import ZERO
from finance.budget.models import AmountKind
from finance.position.figures import LinePosition
from finance.rules.finding import Facts, Finding, Severity
from regiodeal.base.dutch import euro

CODE = "ruimte"


def room(facts: Facts, on: date) -> Iterable[Finding]:
    """A line whose room is used up, or would be once what waits is approved. Above an aim it is told, no breach.

    The lines have no other amounts than the rounded cells of the table, and the text says so: that is why it is a
    warning and nothing is refused.
    """
    for row in facts.money.lines:
        if row.line is None or row.line.kind == AmountKind.MINIMUM:
            continue
        over = row.amounts.bound - row.amounts.agreed
        if over > ZERO:
            yield _finding(row, f"{euro(row.amounts.bound)} verplicht of besteed: {euro(over)} meer dan", over)
        elif over + row.pending.bound > ZERO and row.pending.bound > ZERO:
            over += row.pending.bound
            text = f"{euro(row.amounts.bound)} verplicht of besteed en wacht {euro(row.pending.bound)}: samen meer dan"
            yield _finding(row, text, over)


def _finding(row: LinePosition, text: str, over: object) -> Finding:
    line = row.line
    assert line is not None
    rounded = " Dat bedrag is in het convenant afgerond." if line.is_rounded else ""
    return Finding(
        code=CODE,
        severity=Severity.WARNS if line.kind == AmountKind.MAXIMUM else Severity.TELLS,
        article=line.article,
        text=f"{row.label}: er is {text} {line.get_kind_display()} {euro(line.amount)}.{rounded}",
        excess=over,  # type: ignore[arg-type]
        line=line.code,
        query={"regel": line.code},
    )
