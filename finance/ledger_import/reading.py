"""From the rows of a ledger file to what each of them means, by the mapping of the deal.

What an administration writes in a cell is read as whole cents and days, never as a float. The functions for that raise
ValueError, with a reason in Dutch, for what they cannot read with certainty.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from finance.base.money_fields import LARGEST
from finance.ledger.documents import bare, ledger_key
from finance.ledger.models import Commitment
from finance.ledger_import.models import ELSEWHERE, REQUIRED_COLUMNS, LedgerColumn, LedgerKind, LedgerMapping
from pillars.agreed.models import Measure
from regiodeal.base.dates import FIRST, FIRST_YEAR, LAST, LAST_YEAR, is_within
from regiodeal.lifecycle.review import State
from regiodeal.sheets.cells import MOST_EXACT, BadCell, Cell, is_blank, text_of
from regiodeal.sheets.folder import RowFault
from regiodeal.sheets.reading import Layout, Table

NOTHING = 0  # stands for no measure and no commitment; no row has this key
LONGEST_KEY = 50
LONGEST_BOOK = 20
DEBIT_WORDS = frozenset({"d", "db", "deb", "debet", "debit", "s"})
CREDIT_WORDS = frozenset({"c", "cr", "cre", "cred", "credit", "h"})
SIGNED_TWICE = (
    "De kolom zegt credit en het bedrag heeft al een minteken. Koppel de kolom debet of credit niet als het bedrag "
    "zelf al een teken heeft."
)
TOO_LONG = (
    "Dit nummer heeft meer dan 15 cijfers, en is als getal bewaard: dan raken de laatste cijfers weg. Maak er in het "
    "rekenblad een tekst van, of lees de CSV uit de administratie."
)
UNNAMED = "niet genoemd in de administratie"
_REMEMBERED = 20_000


class LedgerRow(NamedTuple):
    """One booking of the administration; amounts in whole cents, the day as its number since the year 1.

    `key` is how its document is compared (finance/ledger/documents.py), `code` how people read it.
    """

    row: int
    key: str
    code: str
    document: str
    booked_on: int
    year: int
    cents: int
    btw: int
    line: int
    measure: int
    commitment: int
    counterpart: str
    description: str


class Elsewhere(NamedTuple):
    """A row that belongs to no line of this deal, and is passed over; the key is empty where it cannot be read."""

    row: int
    key: str = ""
    code: str = ""
    document: str = ""


class DocumentNumber(NamedTuple):
    """How the document of a row is compared, how people read it, and its own number."""

    key: str
    code: str
    document: str


NO_NUMBER = DocumentNumber("", "", "")


type Reading = LedgerRow | Elsewhere | RowFault


def layout(mapping: LedgerMapping) -> Layout:
    """The headings by which a file of this mapping is known."""
    titles = tuple(dict.fromkeys(title for title in mapping.columns.values() if title))
    required = tuple(dict.fromkeys(mapping.columns[column] for column in REQUIRED_COLUMNS))
    hint = f"De koppeling '{mapping.name}' verwacht die kolom. Pas de koppeling aan of kies een ander bestand."
    return Layout(
        mapping.name,
        titles,
        required,
        known=frozenset(titles),
        hint=hint,
        numbers_repeats=True,
        heading=mapping.heading_row,
        sheet=mapping.sheet_number,
    )


@dataclass(frozen=True)
class Places:
    """Holds what the values of a file can stand for: lines and measures of the deal by code, and its commitments."""

    lines: Mapping[str, int]
    measures: Mapping[str, int]
    commitments: Mapping[str, tuple[int, int]]  # (commitment, its line) by code

    @classmethod
    def of(cls, mapping: LedgerMapping) -> "Places":
        """Read the places of the deal of a mapping."""
        deal = mapping.deal
        promised = Commitment.objects.filter(deal=deal, corrects=None).exclude(state=State.WITHDRAWN)
        promised = promised.order_by("year", "pk")  # of a number that comes back, the newest counts
        return cls(
            dict(deal.budgetline_set.values_list("code", "pk")),
            dict(Measure.objects.filter(deal=deal).values_list("code", "pk")),
            {bare(code): (pk, line) for code, pk, line in promised.values_list("code", "pk", "line_id")}
            if mapping.columns.get(LedgerColumn.COMMITMENT)
            else {},
        )


class LedgerReader:
    """Reads the rows of one file. `unknown` collects the values that the mapping gives no meaning yet, per column."""

    def __init__(self, mapping: LedgerMapping, *, on: date) -> None:
        self._mapping = mapping
        self._on = on
        self._places = Places.of(mapping)
        self._seen: dict[str, int] = {}
        self.unknown: dict[str, dict[str, None]] = {LedgerColumn.LINE: {}, LedgerColumn.MEASURE: {}}

    def readings(self, table: Table) -> Iterator[tuple[int, Iterable[Reading]]]:
        """Return what each row that is not empty means, or every fault in it."""
        for number, cells in table.rows():
            row = {title: cells[place] for place, title in table.columns.items() if place < len(cells)}
            if not all(is_blank(cell) for cell in row.values()):
                yield number, self._read(number, row)

    def _read(self, number: int, row: Mapping[str, Cell]) -> Iterable[Reading]:
        reader = _RowReader(self._mapping, row, number)
        code = reader.value(LedgerColumn.LINE, self._line, "")
        day = reader.value(LedgerColumn.BOOKED_ON, self._day, None)
        year = reader.value(LedgerColumn.YEAR, lambda cell: self._year(cell, day), 0)
        if code == ELSEWHERE:
            return [Elsewhere(number, *self._number(reader, year))]
        named = self._number(reader, year)
        if named.key and (first := self._seen.setdefault(named.key, number)) != number:
            reader.fault(
                LedgerColumn.KEY, f"Dit boekstuk staat ook in rij {first}. Koppel ook de regel van het boekstuk."
            )
        cents, btw = self._amounts(reader)
        line = self._places.lines.get(code, NOTHING)
        found = LedgerRow(
            number,
            *named,
            day.toordinal() if day else 0,
            year,
            cents,
            btw,
            line,
            reader.value(LedgerColumn.MEASURE, self._measure, NOTHING),
            reader.value(LedgerColumn.COMMITMENT, lambda cell: self._commitment(cell, line), NOTHING),
            reader.value(LedgerColumn.COUNTERPART, lambda cell: read_text(cell, longest=200), "") or UNNAMED,
            reader.value(LedgerColumn.DESCRIPTION, lambda cell: read_text(cell, longest=300), "") or UNNAMED,
        )
        return reader.faults or [found]

    def is_read(self, key: str) -> bool:
        """Tell whether a row of the deal with this key was read."""
        return key in self._seen

    def _day(self, cell: Cell) -> date:
        day = read_day(cell)
        if day > self._on:
            raise ValueError(f"{day:%d-%m-%Y} is nog niet geweest.")
        return day

    def _year(self, cell: Cell, day: date | None) -> int:
        year = read_year(cell, otherwise=day.year if day else 0)
        if year > self._on.year:
            raise ValueError(f"Het boekjaar {year} is nog niet begonnen.")
        return year

    def _number(self, reader: "_RowReader", year: int) -> DocumentNumber:
        """The number of the document with its year, and day book and line where the mapping names them."""
        book = reader.value(LedgerColumn.BOOK, lambda cell: read_document(cell, longest=LONGEST_BOOK), "")
        part = reader.value(LedgerColumn.KEY_PART, lambda cell: read_document(cell, longest=LONGEST_KEY), "")

        def read(cell: Cell) -> DocumentNumber:
            document = read_document(cell, longest=LONGEST_KEY)
            if not document:
                raise ValueError("Het boekstuk ontbreekt.")
            code = " ".join(filter(None, (book, "/".join(filter(None, (document, part))))))
            if len(code) > LONGEST_KEY:
                raise ValueError(f"Boekstuk, regel en dagboek zijn samen langer dan {LONGEST_KEY} tekens.")
            return DocumentNumber(ledger_key(year=year, book=book, document=document, part=part), code, document)

        found: DocumentNumber = reader.value(LedgerColumn.KEY, read, NO_NUMBER)
        return found

    def _amounts(self, reader: "_RowReader") -> tuple[int, int]:
        """Amount including btw, and the btw within it."""
        before = len(reader.faults)
        debit = reader.value(LedgerColumn.AMOUNT, read_cents, 0)
        cents = debit - reader.value(LedgerColumn.CREDIT, read_cents, 0)
        btw = reader.value(LedgerColumn.BTW, read_cents, 0)
        if reader.value(LedgerColumn.SIDE, lambda cell: is_credit(cell, nothing=not cents), False):
            if cents < 0:
                reader.fault(LedgerColumn.SIDE, SIGNED_TWICE)
            cents, btw = -cents, -abs(btw)
        if self._mapping.kind == LedgerKind.COMMITMENT:
            return cents, 0
        cents += btw if self._mapping.adds_btw else 0
        is_read = len(reader.faults) == before
        if is_read and (abs(btw) > abs(cents) or btw * cents < 0):
            reader.fault(LedgerColumn.BTW, "De btw is meer dan het bedrag, of heeft een ander teken.")
        return cents, btw

    def _line(self, cell: Cell) -> str:
        value = text_of(cell).strip()
        if not value:
            raise ValueError("Zonder deze waarde is niet bekend bij welke begrotingsregel dit hoort.")
        code: str = self._mapping.lines.get(value, "") or value
        if code != ELSEWHERE and code not in self._places.lines:
            self.unknown[LedgerColumn.LINE].setdefault(value[:60])
            raise ValueError(f"'{value[:60]}' is nog aan geen begrotingsregel gekoppeld.")
        return code

    def _measure(self, cell: Cell) -> int:
        value = text_of(cell).strip()
        code: str = self._mapping.measures.get(value, "") or value
        if not value or code == ELSEWHERE:
            return NOTHING
        if code not in self._places.measures:
            self.unknown[LedgerColumn.MEASURE].setdefault(value[:60])
            raise ValueError(f"'{value[:60]}' is nog aan geen maatregel gekoppeld.")
        return self._places.measures[code]

    def _commitment(self, cell: Cell, line: int) -> int:
        code = read_document(cell, longest=LONGEST_KEY)
        if not code:
            return NOTHING
        found, its_line = self._places.commitments.get(bare(code), (NOTHING, NOTHING))
        if not found:
            raise ValueError(f"Verplichting '{code[:60]}' staat niet in het portaal. Lees eerst de verplichtingen in.")
        if line and its_line != line:
            raise ValueError(f"Verplichting '{code[:60]}' staat op een andere begrotingsregel.")
        return found


class _RowReader:
    """The cells of one row by what they are, and the faults that were found in them."""

    def __init__(self, mapping: LedgerMapping, row: Mapping[str, Cell], number: int) -> None:
        self._titles, self._row, self._number = mapping.columns, row, number
        self.faults: list[RowFault] = []

    def value(self, column: LedgerColumn, read: Callable[[Any], Any], otherwise: object) -> Any:
        """Return what a cell means; `otherwise` when the mapping has no such column, or the cell cannot be read."""
        if not (title := self._titles.get(column)):
            return read(None) if column == LedgerColumn.YEAR else otherwise
        cell = self._row.get(title)
        if isinstance(cell, BadCell):
            self.fault(column, cell.reason)
            return otherwise
        try:
            return read(cell)
        except ValueError as error:
            self.fault(column, str(error))
            return otherwise

    def fault(self, column: LedgerColumn, reason: str) -> None:
        """Remember what is wrong, under the heading that the file itself has."""
        self.faults.append(RowFault(self._number, self._titles.get(column, str(column.label)), reason))


# A group of thousands never begins with a nought: 0.500 is no 500, and 012.345 is no 12345.
_DUTCH = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]{1,2})?|[0-9]+(,[0-9]{1,2})?")
_PLAIN = re.compile(r"[0-9]+\.[0-9]{1,2}|[1-9][0-9]{0,2}(,[0-9]{3})+\.[0-9]{2}")
_DAYS = (
    re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": None, "\u202f": None, " ": None, "€": None})


@lru_cache(_REMEMBERED)
def read_cents(cell: Cell) -> int:
    """An amount as whole cents: 1.234,56 and 1234.56 and -5 and 5,00- and (5,00); an empty cell is nothing, 0.

    `1.234` is one thousand two hundred and 34, as a Dutch program writes it.
    """
    if isinstance(cell, Decimal):
        return _cents(cell, str(cell))
    text = text_of(cell)
    bare = text.translate(_SIGNS).removeprefix("EUR")
    if not bare:
        return 0
    digits, is_negative = _without_sign(bare)
    if _DUTCH.fullmatch(digits):
        amount = Decimal(digits.replace(".", "").replace(",", "."))
    elif _PLAIN.fullmatch(digits):
        amount = Decimal(digits.replace(",", ""))
    else:
        raise ValueError(f"'{text[:30]}' is geen bedrag in euro en centen. Schrijf bijvoorbeeld 1.234,56.")
    return _cents(-amount if is_negative else amount, text)


def _without_sign(text: str) -> tuple[str, bool]:
    """The digits, and whether the amount is below zero: -5, 5- and (5)."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    if text.startswith("-") or text.endswith("-"):
        return text.removeprefix("-") if text.startswith("-") else text.removesuffix("-"), True
    return text.removeprefix("+"), False


def _cents(amount: Decimal, text: str) -> int:
    cents = amount.scaleb(2)
    if not amount.is_finite() or abs(amount) > LARGEST or cents != cents.to_integral_value():
        raise ValueError(f"'{text[:30]}' is geen bedrag in hele centen.")
    return int(cents)


@lru_cache(_REMEMBERED)
def read_day(cell: Cell) -> date:
    """A day: 31-12-2026, 2026-12-31, 31/12/2026, 20261231, with or without a time behind it."""
    if isinstance(cell, date):
        return _within(cell)
    text = text_of(cell).strip()
    bare = _TIME.sub("", text)
    for form in _DAYS:
        if found := form.fullmatch(bare):
            try:
                day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
            return _within(day)
    if not text:
        raise ValueError("De datum ontbreekt.")
    raise ValueError(f"'{text[:30]}' is geen datum. Schrijf bijvoorbeeld 31-12-2026.")


def _within(day: date) -> date:
    if not is_within(day):
        raise ValueError(
            f"Het jaar {day.year} kan niet kloppen. Schrijf een dag van {FIRST.year} tot en met {LAST.year}."
        )
    return day


def read_year(cell: Cell, *, otherwise: int) -> int:
    """A bookkeeping year of four digits, such as 2026; an empty cell is the year of the booking date."""
    text = text_of(cell).strip()
    if not text:
        return otherwise
    if not (len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise ValueError(f"'{text[:30]}' is geen boekjaar. Schrijf bijvoorbeeld 2026.")
    return int(text)


def read_document(cell: Cell, *, longest: int) -> str:
    """The number of a document as text. A number of more digits than a spreadsheet keeps is refused: the last ones are
    not what they were."""
    if isinstance(cell, Decimal) and abs(cell) >= MOST_EXACT:
        raise ValueError(TOO_LONG)
    return read_text(cell, longest=longest)


def is_credit(cell: Cell, *, nothing: bool = False) -> bool:
    """Tell whether the side of an amount is credit: it lowers what was spent. An amount of nothing needs no side."""
    text = text_of(cell).strip().casefold().rstrip(".")
    if text in CREDIT_WORDS:
        return True
    if text in DEBIT_WORDS or (nothing and not text):
        return False
    raise ValueError(f"'{text[:30]}' is geen debet of credit. Schrijf D of C.")


def read_text(cell: Cell, *, longest: int) -> str:
    """One line of text without what cannot be printed, no longer than a field takes."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text_of(cell)).split())
    if len(text) > longest:
        raise ValueError(f"Deze tekst is langer dan {longest} tekens.")
    return text
