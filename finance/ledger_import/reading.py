"""From the rows of a ledger file to what each of them means, by the mapping of the deal."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from finance.budget.forms import projects_of
from finance.budget.models import BudgetLine
from finance.budget.project_fit import misfit
from finance.ledger.documents import bare, ledger_key
from finance.ledger.models import Commitment
from finance.ledger_import.cell_values import (
    CUT,
    converted,
    cut_text,
    first_of_period,
    is_credit,
    one_line,
    plain_value,
    read_cents,
    read_day,
    read_document,
    read_year,
    shortened,
)
from finance.ledger_import.models import ELSEWHERE, LedgerColumn, LedgerKind, LedgerMapping
from finance.ledger_import.row_rules import RowRules
from pillars.agreed.models import Measure
from pillars.projects.models import Project
from regiodeal.deals.models import Deal
from regiodeal.deals.words import speaking
from regiodeal.lifecycle.review import State
from regiodeal.sheets.cells import BadCell, Cell, is_blank, text_of
from regiodeal.sheets.folder import RowFault
from regiodeal.sheets.reading import Layout, Table

OTHER_LINE = "hoort niet bij de deal"
BTW_JOINED = "btw, opgeteld bij de factuur"
ONE = Decimal(1)
NOTHING = 0  # stands for no measure, project or commitment; no row has this key
LONGEST_KEY = 50
LONGEST_BOOK = 20
SIGNED_TWICE = (
    "De kolom zegt credit en het bedrag heeft al een minteken. Koppel de kolom debet of credit niet als het bedrag "
    "zelf al een teken heeft."
)
UNNAMED = "niet genoemd in de administratie"
EURO = frozenset({"", "EUR", "EURO", "€"})
LONGEST_NAME, LONGEST_DESCRIPTION = 200, 300


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
    project: int
    commitment: int
    counterpart: str
    description: str


class Elsewhere(NamedTuple):
    """A row that belongs to no line of this deal, and is passed over; the key is empty where it cannot be read.

    `why` is the rule by which it is passed over, and `cents` what stands in it as far as that can be read.
    """

    row: int
    key: str = ""
    code: str = ""
    document: str = ""
    why: str = OTHER_LINE
    cents: int = 0


@dataclass
class BtwOfDocument:
    """The btw that stands in rows of its own with one document, and the rows that it belongs to; in cents.

    It is divided over the rows in proportion, and the odd cents go to the largest. Two amounts of btw over more rows
    are not divided: which belongs to which is not known.
    """

    btw: list[int] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)  # cents without btw by number of the row

    def share(self, row: int) -> int:
        """Return the btw of one of its rows. Raises ValueError where that is not known."""
        whole = sum(self.rows.values())
        if not self.btw or row not in self.rows:
            return 0
        if len(self.rows) == 1:
            return sum(self.btw)
        if len(self.btw) > 1 or not whole:
            raise ValueError("Van dit boekstuk is niet te zeggen welke btw bij welke rij hoort.")
        shares = {number: self.btw[0] * cents // whole for number, cents in self.rows.items()}
        largest = max(self.rows, key=lambda number: abs(self.rows[number]))
        shares[largest] += self.btw[0] - sum(shares.values())
        return shares[row]


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
    required = tuple(dict.fromkeys(mapping.columns[column] for column in mapping.required))
    hint = f"De koppeling '{mapping.name}' past hier niet. Pas haar aan, maak een nieuwe, of kies een ander bestand."
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
    """Holds what the values of a file can stand for: lines, measures and projects of the deal by code, and its
    commitments."""

    lines: Mapping[str, int]
    measures: Mapping[str, int]
    projects: Mapping[str, int]
    fit: "ProjectFit"
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
            dict(Project.objects.filter(deal=deal).values_list("code", "pk")),
            ProjectFit(deal),
            {bare(code): (pk, line) for code, pk, line in promised.values_list("code", "pk", "line_id")}
            if mapping.columns.get(LedgerColumn.COMMITMENT)
            else {},
        )


class ProjectFit:
    """Tells whether projects of a deal can stand on its lines, by their keys; each question is answered once."""

    def __init__(self, deal: Deal) -> None:
        self._deal = deal
        self._told: dict[tuple[int, int, int], str] = {}

    def misfit(self, project: int, line: int, measure: int) -> str:
        """Why the project cannot stand on the line, or with the measure; empty when it can. NOTHING stands for none."""
        place = (project, line, measure)
        if place not in self._told:
            with speaking(self._deal.words):
                self._told[place] = misfit(
                    self._projects[project], line=self._lines.get(line), measure=self._measures.get(measure)
                )
        return self._told[place]

    @cached_property
    def _projects(self) -> dict[int, Project]:
        return {row.pk: row for row in projects_of(self._deal)}

    @cached_property
    def _lines(self) -> dict[int, BudgetLine]:
        return {row.pk: row for row in BudgetLine.objects.filter(deal=self._deal).select_related("pillar", "source")}

    @cached_property
    def _measures(self) -> dict[int, Measure]:
        return {row.pk: row for row in Measure.objects.filter(deal=self._deal)}


class LedgerReader:
    """Reads the rows of one file. `unknown` counts the values that the mapping gives no meaning yet, per column."""

    def __init__(self, mapping: LedgerMapping, *, on: date) -> None:
        self._mapping = mapping
        self._on = on
        self._places = Places.of(mapping)
        self._rules = RowRules(mapping)
        self._rates = {name: Decimal(rate) for name, rate in mapping.rates.items()}
        self._seen: dict[str, int] = {}
        self._alike: Counter[str] = Counter()
        self._btw: dict[str, BtwOfDocument] = {}
        self.cut = 0  # rows of which a text was cut
        self.unknown: dict[str, Counter[str]] = {
            column: Counter() for column in (LedgerColumn.LINE, LedgerColumn.MEASURE, LedgerColumn.PROJECT)
        }

    def readings(self, table: Table) -> Iterator[tuple[int, Iterable[Reading]]]:
        """Return what each row that is not empty means, or every fault in it."""
        if self._rules.joins_btw:
            self._join_btw(table)
        for number, row, cells in _filled(table):
            if why := self._rules.no_booking(row, cells):
                yield number, [Elsewhere(number, why=why, cents=self._readable(number, row))]
            elif self._rules.is_btw(row):
                yield number, self._read_btw(number, row)
            else:
                yield number, self._read(number, row, cells)

    def _join_btw(self, table: Table) -> None:
        """Find the btw of each document, wherever in the file it stands; only documents with btw are kept.

        The btw follows its document, so that no filter applies to it. A cost on a line that is left out takes its
        share all the same: that part of the btw is not of the deal either.
        """
        for number, row, cells in _filled(table):
            is_btw = self._rules.is_btw(row)
            no_cost = not is_btw and self._rules.outside(row, besides=LedgerColumn.LINE)
            if no_cost or self._rules.no_booking(row, cells):
                continue
            reader = _RowReader(self._mapping, row, number)
            document = self._document(reader, self._day_and_year(reader)[1])
            if is_btw:
                self._btw.setdefault(document, BtwOfDocument()).btw.append(self._readable(number, row))
            elif not self._mapping.columns.get(LedgerColumn.LINE) or self._has_line(reader):
                self._btw.setdefault(document, BtwOfDocument()).rows[number] = self._readable(number, row)
        self._btw = {document: found for document, found in self._btw.items() if found.btw}

    def _has_line(self, reader: "_RowReader") -> bool:
        """Tell whether a row is a cost of some cost centre; where the column is empty, only if that means a line."""
        value: str = reader.value(LedgerColumn.LINE, one_line, "")
        return bool(value) or self._mapping.lines.get("", ELSEWHERE) != ELSEWHERE

    def _readable(self, number: int, row: Mapping[str, Cell]) -> int:
        """What a row that is no booking amounts to; nothing where that cannot be read."""
        reader = _RowReader(self._mapping, row, number)
        cents, _btw = self._amounts(reader, BtwOfDocument(), is_counted=False)
        return 0 if reader.faults else cents

    def _read_btw(self, number: int, row: Mapping[str, Cell]) -> Iterable[Reading]:
        """A row that is the btw of its document; what cannot be read in it is a fault, since the invoice lacks it."""
        reader = _RowReader(self._mapping, row, number)
        self._number(reader, self._day_and_year(reader)[1])
        cents, _btw = self._amounts(reader, BtwOfDocument(), is_counted=True)
        return reader.faults or [Elsewhere(number, why=BTW_JOINED, cents=cents)]

    def _read(self, number: int, row: Mapping[str, Cell], cells: Sequence[Cell]) -> Iterable[Reading]:
        reader = _RowReader(self._mapping, row, number)
        why, code = self._rules.outside(row), self._mapping.defaults.get(LedgerColumn.LINE, "")
        if not why and self._mapping.columns.get(LedgerColumn.LINE):
            code = reader.value(LedgerColumn.LINE, self._line, "")
        why = why or (OTHER_LINE if code == ELSEWHERE else "")
        day, year = self._day_and_year(reader)
        document = self._btw.get(self._document(reader, year)) if self._btw else None
        if why:
            return [Elsewhere(number, *self._number(reader, year), why=why, cents=self._readable(number, row))]
        cents, btw = self._amounts(reader, document or BtwOfDocument(), is_counted=True)
        line = self._places.lines.get(code, NOTHING)
        measure = reader.value(LedgerColumn.MEASURE, self._measure, NOTHING)
        counterpart = self._text(reader, LedgerColumn.COUNTERPART, LONGEST_NAME)
        description = self._text(reader, LedgerColumn.DESCRIPTION, LONGEST_DESCRIPTION)
        if self._mapping.columns.get(LedgerColumn.KEY) or not self._mapping.has_no_numbers:
            named = self._number(reader, year)
        else:
            named = self._made_number(year, cells)
        if named.key and (first := self._seen.setdefault(named.key, number)) != number:
            reader.fault(
                LedgerColumn.KEY, f"Dit boekstuk staat ook in rij {first}. Koppel ook de regel van het boekstuk."
            )
        found = LedgerRow(
            number,
            *named,
            day.toordinal() if day else 0,
            year,
            cents,
            btw,
            line,
            measure,
            reader.value(LedgerColumn.PROJECT, lambda cell: self._project(cell, line, measure), NOTHING),
            reader.value(LedgerColumn.COMMITMENT, lambda cell: self._commitment(cell, line), NOTHING),
            counterpart,
            description,
        )
        return reader.faults or [found]

    def is_read(self, key: str) -> bool:
        """Tell whether a row of the deal with this key was read."""
        return key in self._seen

    def _text(self, reader: "_RowReader", column: LedgerColumn, longest: int) -> str:
        """What a column says, cut where it is too long; where it says nothing, what the mapping has for it."""
        text: str = reader.value(column, lambda cell: cut_text(cell, longest=longest), "")
        self.cut += text.endswith(CUT)
        return text or self._mapping.defaults.get(column, "") or UNNAMED

    def _day(self, cell: Cell) -> date:
        day = read_day(cell)
        if day > self._on:
            raise ValueError(f"{day:%d-%m-%Y} is nog niet geweest.")
        return day

    def _day_and_year(self, reader: "_RowReader") -> tuple[date | None, int]:
        """The booking date and year; where the file has no booking dates, the first day of the period."""
        if self._mapping.columns.get(LedgerColumn.BOOKED_ON):
            day = reader.value(LedgerColumn.BOOKED_ON, self._day, None)
        else:
            known = reader.value(LedgerColumn.YEAR, lambda cell: read_year(cell, otherwise=0), 0)
            day = reader.value(LedgerColumn.PERIOD, lambda cell: self._begin(cell, known), None)
        return day, reader.value(LedgerColumn.YEAR, lambda cell: self._year(cell, day), 0)

    def _begin(self, cell: Cell, year: int) -> date:
        day = first_of_period(cell, year=year)
        if day > self._on:
            raise ValueError(f"De periode {day:%m-%Y} is nog niet begonnen.")
        return day

    def _year(self, cell: Cell, day: date | None) -> int:
        year = read_year(cell, otherwise=day.year if day else 0)
        if year > self._on.year:
            raise ValueError(f"Het boekjaar {year} is nog niet begonnen.")
        return year

    def _made_number(self, year: int, cells: Sequence[Cell]) -> DocumentNumber:
        """A number for a row of an administration without them: the same cells get the same number again.

        Not what the mapping makes of them: a mapping that was mended would else book each row a second time.
        """
        told = "\t".join(map(plain_value, cells)).rstrip("\t")
        mark = sha256(told.encode()).hexdigest()[:10]
        self._alike[mark] += 1
        part = "" if self._alike[mark] == 1 else str(self._alike[mark])
        document = f"{year}-{mark}"
        code = "/".join(filter(None, (document, part)))
        return DocumentNumber(ledger_key(year=year, book="", document=document, part=part), code, document)

    def _document(self, reader: "_RowReader", year: int) -> str:
        """The document that a row belongs to, whichever of its lines it is."""
        book = reader.value(LedgerColumn.BOOK, one_line, "")
        return ledger_key(year=year, book=book, document=reader.value(LedgerColumn.KEY, one_line, ""), part="")

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

    def _amounts(self, reader: "_RowReader", document: BtwOfDocument, *, is_counted: bool) -> tuple[int, int]:
        """Amount including btw, and the btw within it; with the btw that stands in other rows of the document."""
        before = len(reader.faults)
        rate = reader.value(LedgerColumn.CURRENCY, self._rate, ONE)
        if is_counted and reader.is_empty(LedgerColumn.AMOUNT) and reader.is_empty(LedgerColumn.CREDIT):
            reader.fault(LedgerColumn.AMOUNT, "Het bedrag ontbreekt.")
        debit = reader.value(LedgerColumn.AMOUNT, read_cents, 0)
        cents = debit - reader.value(LedgerColumn.CREDIT, read_cents, 0)
        btw = reader.value(LedgerColumn.BTW, read_cents, 0)
        if reader.value(LedgerColumn.SIDE, lambda cell: is_credit(cell, nothing=not cents), False):
            if cents < 0:
                reader.fault(LedgerColumn.SIDE, SIGNED_TWICE)
            cents, btw = -cents, -abs(btw)
        if rate != ONE:
            cents, btw = converted(cents, rate), converted(btw, rate)
        if self._mapping.kind == LedgerKind.COMMITMENT:
            return cents, 0
        cents += btw if self._mapping.adds_btw else 0
        try:
            joined = document.share(reader.number)
        except ValueError as error:
            reader.fault(LedgerColumn.AMOUNT, str(error))
            joined = 0
        cents, btw = cents + joined, btw + joined
        is_read = len(reader.faults) == before
        if is_read and (abs(btw) > abs(cents) or btw * cents < 0):
            reader.fault(LedgerColumn.BTW, "De btw is meer dan het bedrag, of heeft een ander teken.")
        return cents, btw

    def _rate(self, cell: Cell) -> Decimal:
        """Euros for one of the currency of a row. Raises ValueError for a currency without a rate."""
        currency = one_line(cell).upper()
        if currency in EURO:
            return ONE
        if currency not in self._rates:
            raise ValueError(f"Dit bedrag is in {currency[:10]}. Vul in de koppeling een koers in, of lees de euro's.")
        return self._rates[currency]

    def _line(self, cell: Cell) -> str:
        value = text_of(cell).strip()
        code: str = self._mapping.lines.get(value, "") or value
        if not code:
            self.unknown[LedgerColumn.LINE][""] += 1
            raise ValueError("Zonder deze waarde is niet bekend bij welke begrotingsregel dit hoort.")
        if code != ELSEWHERE and code not in self._places.lines:
            self.unknown[LedgerColumn.LINE][value] += 1
            raise ValueError(f"'{shortened(value)}' is nog aan geen begrotingsregel gekoppeld.")
        return code

    def _measure(self, cell: Cell) -> int:
        value = text_of(cell).strip()
        code: str = self._mapping.measures.get(value, "") or value
        if not value or code == ELSEWHERE:
            return NOTHING
        if code not in self._places.measures:
            self.unknown[LedgerColumn.MEASURE][value] += 1
            raise ValueError(f"'{shortened(value)}' is nog aan geen maatregel gekoppeld.")
        return self._places.measures[code]

    def _project(self, cell: Cell, line: int, measure: int) -> int:
        value = text_of(cell).strip()
        code: str = self._mapping.projects.get(value, "") or value
        if not value or code == ELSEWHERE:
            return NOTHING
        if code not in self._places.projects:
            self.unknown[LedgerColumn.PROJECT][value] += 1
            told = f"'{shortened(value)}' is nog aan geen project gekoppeld."
            raise ValueError(f"{told} Kies een project, of 'geen project'.")
        project = self._places.projects[code]
        if refusal := self._places.fit.misfit(project, line, measure):
            raise ValueError(refusal)
        return project

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


def _filled(table: Table) -> Iterator[tuple[int, dict[str, Cell], list[Cell]]]:
    """The rows in which something stands: number, cells by what the mapping reads, all cells."""
    for number, cells in table.rows():
        row = {title: cells[place] for place, title in table.columns.items() if place < len(cells)}
        if not all(is_blank(cell) for cell in row.values()):
            yield number, row, cells


class _RowReader:
    """The cells of one row by what they are, and the faults that were found in them."""

    def __init__(self, mapping: LedgerMapping, row: Mapping[str, Cell], number: int) -> None:
        self._titles, self._row, self.number = mapping.columns, row, number
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

    def is_empty(self, column: LedgerColumn) -> bool:
        """Tell whether nothing stands in a column, or the mapping has none."""
        return is_blank(self._row.get(self._titles.get(column, "")))

    def fault(self, column: LedgerColumn, reason: str) -> None:
        """Remember what is wrong, under the heading that the file itself has."""
        self.faults.append(RowFault(self.number, self._titles.get(column, str(column.label)), reason))
