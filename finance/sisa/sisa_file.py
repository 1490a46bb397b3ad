"""The SiSa overview as a file: a row per indicator."""

import json
from collections.abc import Iterator
from typing import IO

from finance.base.file_format import Format
from finance.sisa.account import SisaOverview
from regiodeal.deals.words import speaking
from regiodeal.sheets.cells import Cell
from regiodeal.sheets.formats.write import MONEY_FORMAT, write, write_book
from regiodeal.sheets.reading import SheetKind

HEADINGS = ("boekjaar", "indicatorcode", "wat SiSa vraagt", "bedrag incl. btw", "wat geteld is", "artikel")


def sisa_rows(overview: SisaOverview) -> Iterator[list[Cell]]:
    """The indicators with their amount."""
    for row in overview.rows:
        asked = row.indicator
        words: list[Cell] = [str(overview.year), asked.indicator_code, asked.title]
        yield [*words, row.amount, asked.question, asked.article]


def as_rows(overview: SisaOverview) -> dict[str, object]:
    """The overview as plain rows: amounts as text with two decimals."""
    return {
        "deal": overview.deal.slug,
        "year": overview.year,
        "on": overview.on.isoformat(),
        "due_on": overview.due_on.isoformat() if overview.due_on else None,
        "indicators": [
            {
                "code": row.indicator.code,
                "indicator_code": row.indicator.indicator_code,
                "title": row.indicator.title,
                "amount": f"{row.amount:.2f}",
                "article": row.indicator.article,
            }
            for row in overview.rows
        ],
    }


def write_sisa(kind: Format, file: IO[bytes], overview: SisaOverview) -> None:
    """Write the SiSa overview as a file, in the words of its deal."""
    with speaking(overview.deal.words):
        rows = list(sisa_rows(overview))
    match kind:
        case Format.XLSX:
            write_book(file, [(f"SiSa {overview.year}", HEADINGS, rows)], number_format=MONEY_FORMAT)
        case Format.CSV:
            write(SheetKind.CSV, file, "SiSa", HEADINGS, rows)
        case Format.JSON:
            file.write(json.dumps(as_rows(overview), ensure_ascii=False, indent=2).encode())
