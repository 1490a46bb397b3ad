"""Cells of a workbook that a spreadsheet works out: with the outcome beside the formula, for who only reads the file.

openpyxl writes a formula without what it comes to, so that a viewer, a phone and every program that does not calculate
shows nothing there. The outcome is put in afterwards, row by row, so that memory does not grow with the file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

CHUNK = 1 << 20
ROW_ENDS = b"</row>"
_EMPTY = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)(?:<v ?/>|<v></v>)')

type Outcomes = Mapping[str, Mapping[str, Decimal]]  # by the part of a sheet, then by the place of a cell


@dataclass(frozen=True)
class Formula:
    """A formula without its '=', and what it comes to."""

    text: str
    value: Decimal


def sum_of(
    column: int, rows: Sequence[int], parts: Sequence[object], value: Decimal | None
) -> Formula | Decimal | None:
    """The sum of cells of a column (counted from 1) in these rows, as a formula.

    Where their `parts` do not add up to the value, such as a total of which a part is unknown, the value alone: a
    formula may never show another number than the page.
    """
    known = [part for part in parts if isinstance(part, Decimal)]
    if value is None or not rows or len(known) < len(parts) or sum(known, Decimal(0)) != value:
        return value
    from openpyxl.utils import get_column_letter  # openpyxl is slow to import

    letter = get_column_letter(column)
    if all(later - earlier == 1 for earlier, later in pairwise(rows)):
        return Formula(f"SUM({letter}{rows[0]}:{letter}{rows[-1]})", value)
    return Formula("+".join(f"{letter}{row}" for row in rows), value)


def with_outcomes(source: IO[bytes], target: IO[bytes], outcomes: Outcomes) -> None:
    """Write the workbook again with what its formulas come to: `outcomes` by the name of the part of each sheet."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            of_sheet = outcomes.get(entry.filename)
            with old.open(entry) as part, new.open(entry, "w") as written:
                rest = b""
                while chunk := part.read(CHUNK):
                    whole, ends, rest = (rest + chunk).rpartition(ROW_ENDS) if of_sheet else (chunk, b"", b"")
                    written.write(_filled(whole + ends, of_sheet) if of_sheet else whole)
                written.write(rest)


def _filled(rows: bytes, outcomes: Mapping[str, Decimal]) -> bytes:
    def told(found: re.Match[bytes]) -> bytes:
        return found[1] + f"<v>{outcomes[found[2].decode()]}</v>".encode()

    return _EMPTY.sub(told, rows)


def part_of(sheet: int) -> str:
    """The name of the part of a sheet, counted from 1."""
    return f"xl/worksheets/sheet{sheet}.xml"
