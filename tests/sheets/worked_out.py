"""Formulas of a workbook, worked out beside the outcomes that it holds."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

_NAME = re.compile(r"=SUM\((\w+)\)")
_RANGE = re.compile(r"SUM\(([A-Z]+)(\d+):\1(\d+)\)")


def formulas(content: bytes) -> dict[str, set[str]]:
    """The places of the formulas of each sheet that has some; each comes to what the workbook says that it does."""
    with_formulas, with_outcomes = (load_workbook(BytesIO(content), data_only=only) for only in (False, True))
    found: dict[str, set[str]] = {}
    for sheet in with_formulas:
        values = with_outcomes[sheet.title]
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            outcome = values[cell.coordinate].value
            assert outcome is not None, f"{sheet.title} {cell.coordinate} shows nothing to who does not calculate"
            formula, place = _named(str(cell.value), with_formulas)
            read = with_outcomes[place] if place else values
            assert worked_out(formula, read) == Decimal(str(outcome)), f"{sheet.title} {cell.coordinate}"
            found.setdefault(sheet.title, set()).add(cell.coordinate)
    return found


def _named(formula: str, book: Any) -> tuple[str, str]:
    """A sum of cells that have a name as the sum of a range, with the sheet that they stand on."""
    name = _NAME.fullmatch(formula)
    if name is None or name[1] not in book.defined_names:
        return formula, ""
    sheet, _, cells = book.defined_names[name[1]].attr_text.partition("!")
    return f"=SUM({cells.replace('$', '')})", sheet


def worked_out(formula: str, values: Any) -> Decimal:
    """What a sum of a range, or of single cells with plus and minus between them, comes to."""
    of_range = _RANGE.fullmatch(formula.removeprefix("="))
    if of_range:
        letter, first, last = of_range[1], int(of_range[2]), int(of_range[3])
        return sum((_number(values, f"{letter}{row}") for row in range(first, last + 1)), Decimal(0))
    parts = re.findall(r"([+-]?)([A-Z]+\d+)", formula.removeprefix("="))
    return sum((_number(values, cell) * (-1 if sign == "-" else 1) for sign, cell in parts), Decimal(0))


def _number(values: Any, cell: str) -> Decimal:
    return Decimal(str(values[cell].value or 0))
