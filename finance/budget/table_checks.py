"""What a deal file says of its money: that the totals of the text are those of the table."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from regiodeal.base.dutch import euro
from regiodeal.base.values import FileRow
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.faults import Fault

LINES, TOTALS = "budget_lines", "agreed_totals"


def totals_are_those_of_the_table(document: DealFile) -> Iterator[Fault]:
    """A total of the text is what its lines add up to: where one of them is rounded or an aim it is only told."""
    for index, total in enumerate(document.rows(TOTALS)):
        lines = [
            row for row in document.rows(LINES) if row.get("source") == total.get("contributor") and row.get("source")
        ]
        amounts, wanted = [_amount(row) for row in lines], _amount(total)
        if not lines or wanted is None or None in amounts:
            continue
        added = sum((amount for amount in amounts if amount is not None), Decimal(0))
        if added == wanted:
            continue
        is_exact = total.get("kind") == "maximum" and not any(row.get("is_rounded") for row in (total, *lines))
        told = f"Dit totaal is {euro(wanted)}, en de begrotingsregels zijn samen {euro(added)}."
        yield document.fault(
            told, TOTALS, index, "amount", remedy="Kijk welk bedrag niet klopt.", is_remark=not is_exact
        )


def _amount(row: FileRow) -> Decimal | None:
    try:
        return Decimal(str(row["amount"]))
    except (KeyError, InvalidOperation):
        return None


TABLE_CHECKS = (totals_are_those_of_the_table,)
