"""Which rows of an export are no bookings of the deal: patterns of values, totals, opening balances and headings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from finance.ledger_import.cell_values import one_line
from finance.ledger_import.models import LedgerColumn, LedgerMapping
from regiodeal.sheets.cells import Cell, is_blank, text_of
from regiodeal.sheets.reading import title_of

EMPTY = "leeg"  # stands for an empty cell in a pattern
TOTAL, OPENING, HEADING_AGAIN = "totaal", "beginbalans", "kopregel"
FILTERED = (LedgerColumn.ACCOUNT, LedgerColumn.BOOK, LedgerColumn.PERIOD, LedgerColumn.LINE)
_TOTAL = re.compile(r"(sub|eind|tussen)?[- ]?tota+l\b|(grand|sub)[- ]?total\b|eindsaldo\b|saldo\b", re.IGNORECASE)
_OPENING = re.compile(r"(begin|openings)[- ]?(balans|saldo|stand)\b|(saldo|balans) (per )?0?1[-/. ]", re.IGNORECASE)
_RANGE = re.compile(r"(?P<first>[0-9]+) ?- ?(?P<last>[0-9]+)")
_CODE = re.compile(r"(?P<code>[0-9]+)[ .:-].*[^0-9].*")


class PatternError(ValueError):
    """Raised for a list of values that cannot be read. Its text is Dutch."""


@dataclass(frozen=True)
class Pattern:
    """A list of values with a comma between them: 4300, 43*, 4000-4999, leeg."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Pattern":
        """Read the list. Raises PatternError."""
        parts = tuple(part.strip().casefold() for part in re.split(r"[,;\n]", text) if part.strip())
        for part in parts:
            found = _RANGE.fullmatch(part)
            if found and int(found["first"]) > int(found["last"]):
                raise PatternError(f"In '{part}' is het eerste nummer groter dan het laatste.")
            if "*" in part[:-1]:
                raise PatternError(f"In '{part}' mag * alleen aan het eind staan.")
        return cls(parts)

    def fits(self, value: str) -> bool:
        """Tell whether a value is one of the list. The number before a name is the value too: 4300 - Advies."""
        told = value.strip().casefold()
        found = _CODE.fullmatch(told)
        return any(_fits(part, each) for part in self.parts for each in {told, found["code"] if found else told})


def _fits(part: str, value: str) -> bool:
    if part == EMPTY or not value:
        return part == EMPTY and not value
    if part.endswith("*"):
        return value.startswith(part[:-1])
    if found := _RANGE.fullmatch(part):
        return value.isdecimal() and int(found["first"]) <= int(value) <= int(found["last"])
    return part == value or (part.isdecimal() and value.isdecimal() and int(part) == int(value))


@lru_cache(200)
def pattern(text: str) -> Pattern:
    """The list of values as it was typed and checked."""
    return Pattern.of(text)


class RowRules:
    """Says of a row why it is no booking of the deal, by the rules of a mapping."""

    def __init__(self, mapping: LedgerMapping) -> None:
        self._titles = mapping.columns
        self._leaves_out_totals = mapping.leaves_out_totals
        self._only = [(column, pattern(text)) for column, text in mapping.only.items() if self._titles.get(column)]
        self._never = [(column, pattern(text)) for column, text in mapping.never.items() if self._titles.get(column)]
        has_account = bool(mapping.btw_accounts and self._titles.get(LedgerColumn.ACCOUNT))
        self._btw = pattern(mapping.btw_accounts) if has_account else None

    @property
    def joins_btw(self) -> bool:
        """Tell whether btw stands in rows of its own."""
        return self._btw is not None

    def is_btw(self, row: Mapping[str, Cell]) -> bool:
        """Tell whether a row is the btw of the document that it belongs to."""
        return self._btw is not None and self._btw.fits(self._text(row, LedgerColumn.ACCOUNT))

    def no_booking(self, row: Mapping[str, Cell], cells: Sequence[Cell]) -> str:
        """Why a row is no booking at all: a total, an opening balance, the headings of a next page; else empty."""
        if not self._leaves_out_totals:
            return ""
        if self._is_heading(row):
            return HEADING_AGAIN
        key = self._text(row, LedgerColumn.KEY) if self._titles.get(LedgerColumn.KEY) else ""
        if key and not (_TOTAL.match(key) or _OPENING.match(key)):
            return ""
        if not self._titles.get(LedgerColumn.KEY) and self._text(row, LedgerColumn.BOOKED_ON):
            return ""
        return _summed(cells)

    def outside(self, row: Mapping[str, Cell], *, besides: str = "") -> str:
        """The filter by which a row does not belong to the deal; empty when it passes all, but that on `besides`."""
        for column, chosen in self._only:
            if column != besides and not chosen.fits(self._text(row, column)):
                return f"filter op {LedgerColumn(column).label.lower()}"
        for column, chosen in self._never:
            if column != besides and chosen.fits(self._text(row, column)):
                return f"filter op {LedgerColumn(column).label.lower()}"
        return ""

    def _is_heading(self, row: Mapping[str, Cell]) -> bool:
        told = [title_of(text_of(cell)) == title for title, cell in row.items() if not is_blank(cell)]
        return len(told) >= 3 and sum(told) * 2 > len(told)

    def _text(self, row: Mapping[str, Cell], column: str) -> str:
        return one_line(row.get(self._titles.get(column, "")))


def _summed(cells: Iterable[Cell]) -> str:
    """Whether a row without a document number sums others, or opens the year."""
    texts = [one_line(cell) for cell in cells if isinstance(cell, str) and not is_blank(cell)]
    if any(map(_OPENING.match, texts)):
        return OPENING
    return TOTAL if any(map(_TOTAL.match, texts)) else ""
