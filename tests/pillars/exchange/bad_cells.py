"""What people, programs and attackers put in cells, and the files that it comes in."""

import random
import string
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from openpyxl import Workbook

from regiodeal.sheets.cells import unescape
from tests.pillars.exchange.files import csv_file, ods_file, saved

KINDS = ("csv", "xlsx", "ods")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
DELIMITERS = (";", ",", "\t")

BLANK = ["", " ", "\u00a0", "'", "''=1", '"']
WEIRD = ["\u202e84", "\uff18\uff14", "\u0668\u0664", "½", "é" * 40, "🌳", "e\u0301", "a;b", "a\nb", "a\tb"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "-2+3", "\t=1"]
NUMBERS = ["NaN", "inf", "1e308", "1e5", "0x54", "1.234,5", "1,234.5", "1.2.3", "84,", ",5", "1 000", "-0", "9" * 400]
DATES = ["31-02-2026", "2026-13-01", "0000-00-00", "14/06/26", "06-14-2026", "14 juni 2026", "46000", "9999-12-31"]
ONLY_CSV = ["\x00", "a\x00b", "\x1b[31m", "\x7f", "\ufffe"]
TYPED: list[Any] = [True, False, 0, 1, 84, -1, 10**20, 0.1 + 0.2, 1.005, 1e300, date(2026, 6, 14), date(2999, 1, 1)]


class Merged:
    """A cell that was merged with the one to its right; only a workbook has those."""

    def __repr__(self) -> str:
        return "a merged cell"


MERGED = Merged()


def bad_cell(chance: random.Random, kind: str) -> Any:
    """Something that somebody could put in a cell of this kind of file."""
    texts = [BLANK, WEIRD, FORMULAS, NUMBERS, DATES, *([ONLY_CSV] if kind == "csv" else [])]
    choices: list[Callable[[], Any]] = [
        lambda: chance.choice(chance.choice(texts)),
        lambda: chance.choice(TYPED),
        lambda: "".join(chance.choices(string.printable[:95], k=chance.randint(1, 40))),
        lambda: "x" * chance.choice([300, 301, 5_000, 40_000 if kind == "csv" else 20_000]),
        lambda: f"{chance.uniform(-10, 10 ** chance.randint(0, 20)):.{chance.randint(0, 6)}f}".replace(".", ","),
        lambda: f"{date(1, 1, 1) + timedelta(days=chance.randint(0, 3_000_000)):%d-%m-%Y}",
        *([lambda: MERGED] if kind == "xlsx" else []),
    ]
    return chance.choice(choices)()


def typed(value: Any, kind: str) -> str:
    """What somebody would type for it on the page: what the spreadsheet shows."""
    match value:
        case bool():
            return str(value) if kind == "csv" else "WAAR" if value else "ONWAAR"
        case float() if kind != "csv":
            return f"{value:.15g}".upper().replace(".", ",")
        case date() if kind != "csv":
            return f"{value:%d-%m-%Y}"
        case _:
            return unescape(str(value))


def has_no_outcome(value: Any, kind: str) -> bool:
    """Whether openpyxl makes a formula of it, which it gives no outcome."""
    return kind == "xlsx" and str(value).startswith("=") and len(value) > 1


def file_of(chance: random.Random, kind: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A file of this kind, as one of the many programs that make them would write it."""
    if kind == "csv":
        delimiter, encoding = chance.choice(DELIMITERS), chance.choice(ENCODINGS)
        try:
            return csv_file(rows, headings=headings, delimiter=delimiter, encoding=encoding)
        except UnicodeEncodeError:
            return csv_file(rows, headings=headings, delimiter=delimiter)
    return ods_file(rows, headings=headings) if kind == "ods" else _workbook(chance, headings, rows)


def _workbook(chance: random.Random, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    for _empty in range(chance.randint(0, 2)):
        book.create_sheet(index=0)  # before the one that matters
    sheet = book.worksheets[-1]
    for number, row in enumerate([headings, *rows], start=1):
        sheet.append([None if value is MERGED else value for value in row])
        for place, value in enumerate(row, start=1):
            if value is MERGED:
                sheet.merge_cells(start_row=number, end_row=number, start_column=place, end_column=place + 1)
    return saved(book)
