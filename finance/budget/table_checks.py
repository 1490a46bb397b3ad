"""What a deal file says of its money: that the totals of the text are those of the table."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from regiodeal.base.dutch import euro
from regiodeal.base.values import FileRow
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.faults import Fault

LINES, TOTALS, SOURCES = "budget_lines", "agreed_totals", "sources"


def totals_are_those_of_the_table(document: DealFile) -> Iterator[Fault]:
    """A total of the text is what its lines add up to: where one of them is rounded or an aim it is only told."""
    for index, total in enumerate(document.rows(TOTALS)):
        whole = _parts_of(total.get("contributor"), document.rows(SOURCES))
        lines = [row for row in document.rows(LINES) if row.get("source") in whole]
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


def _parts_of(code: object, sources: list[FileRow]) -> set[object]:
    """The source with that code and all that is a part of it, also of its parts."""
    found: set[object] = {code} - {None}
    while more := {row.get("code") for row in sources if row.get("part_of") in found} - found:
        found |= more
    return found


def parts_are_of_a_source(document: DealFile) -> Iterator[Fault]:
    """A source that is a part is a part of a source of the file, and of no part of its own."""
    sources = document.rows(SOURCES)
    codes = {row.get("code") for row in sources}
    for index, row in enumerate(sources):
        whole = row.get("part_of")
        if not whole:
            continue
        if whole not in codes:
            yield document.fault(f"De bron '{whole}' bestaat niet.", SOURCES, index, "part_of")
        elif whole in _parts_of(row.get("code"), sources):
            told = "Deze bron zou een onderdeel van zichzelf zijn."
            yield document.fault(told, SOURCES, index, "part_of", remedy="Kies een grotere bron, of laat dit leeg.")


def _amount(row: FileRow) -> Decimal | None:
    try:
        return Decimal(str(row["amount"]))
    except (KeyError, InvalidOperation):
        return None


def caps_are_of_what_was_agreed(document: DealFile) -> Iterator[Fault]:
    """A cap that is a share of what was agreed for a source needs a line of that source, or of a part of it."""
    lines = {row.get("source") for row in document.rows(LINES)}
    for index, cap in enumerate(document.rows("caps")):
        source = cap.get("base_source")
        if cap.get("base") == "agreed" and source and not lines & _parts_of(source, document.rows(SOURCES)):
            told = f"Voor de bron '{source}' staat geen begrotingsregel: de grens zou € 0 zijn."
            yield document.fault(told, "caps", index, "base_source", remedy="Kies een bron met een begrotingsregel.")


TABLE_CHECKS = (totals_are_those_of_the_table, parts_are_of_a_source, caps_are_of_what_was_agreed)
