"""The money in one file: a workbook for the accountant, or the ledger as CSV or JSON."""

import json
from collections.abc import Iterable
from typing import IO

from finance.base.file_format import Format
from finance.ledger_export.rows import HEADINGS, SORTS, Shown, as_json, booking_rows
from finance.ledger_export.workbook import write_workbook
from finance.position.money_position import position
from finance.position.position_record import position_record
from regiodeal.deals.words import speaking
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.formats.write import write
from regiodeal.sheets.reading import SheetKind


def write_money(kind: Format, file: IO[bytes], shown: Shown) -> None:
    """Write the money that somebody may see, row by row, in the words of its deal."""
    with speaking(shown.deal.words):
        match kind:
            case Format.XLSX:
                write_workbook(file, shown)
            case Format.CSV:
                write(SheetKind.CSV, file, "Grootboek", HEADINGS, _all(shown))
            case Format.JSON:
                _write_json(file, shown)


def _all(shown: Shown) -> Iterable[list[Cell]]:
    return (row for kind in SORTS for row in booking_rows(shown, kind))


def _write_json(file: IO[bytes], shown: Shown) -> None:
    """The position, and a booking a line."""
    money = position_record(position(shown.deal, on=shown.on), with_pending=shown.unapproved)
    file.write(f'{{"position": {json.dumps(money, ensure_ascii=False)},\n"bookings": ['.encode())
    for place, row in enumerate(_all(shown)):
        file.write((",\n" if place else "\n").encode())
        file.write(json.dumps(as_json(row), ensure_ascii=False).encode())
    file.write(b"\n]}\n")
