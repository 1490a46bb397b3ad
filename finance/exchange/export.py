"""The money in one file: a workbook for the accountant, or the ledger as CSV or JSON."""

import json
from collections.abc import Iterable
from typing import IO, Any

from django.db import models

from finance.exchange.bookings import HEADINGS, SORTS, Shown, as_json, booking_rows
from finance.exchange.workbook import write_workbook
from finance.position import as_rows, position
from regiodeal.covenant.exchange.reading import FileKind
from regiodeal.covenant.exchange.sheets.write import CONTENT_TYPES, write


class Format(models.TextChoices):
    """What can be made."""

    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"


TYPES = {
    Format.XLSX: CONTENT_TYPES[FileKind.XLSX],
    Format.CSV: CONTENT_TYPES[FileKind.CSV],
    Format.JSON: "application/json",
}


def write_money(kind: Format, file: IO[bytes], shown: Shown) -> None:
    """Write the money that somebody may see, row by row."""
    match kind:
        case Format.XLSX:
            write_workbook(file, shown)
        case Format.CSV:
            write(FileKind.CSV, file, "Grootboek", HEADINGS, _all(shown))
        case Format.JSON:
            _write_json(file, shown)


def _all(shown: Shown) -> Iterable[list[Any]]:
    return (row for kind in SORTS for row in booking_rows(shown, kind))


def _write_json(file: IO[bytes], shown: Shown) -> None:
    """The position, and a booking a line."""
    money = as_rows(position(shown.deal, on=shown.on), with_pending=shown.unapproved)
    file.write(f'{{"position": {json.dumps(money, ensure_ascii=False)},\n"bookings": ['.encode())
    for place, row in enumerate(_all(shown)):
        file.write((",\n" if place else "\n").encode())
        file.write(json.dumps(as_json(row), ensure_ascii=False).encode())
    file.write(b"\n]}\n")
