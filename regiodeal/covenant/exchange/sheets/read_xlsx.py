"""XLSX, read as a stream.

openpyxl takes ten times as long, and does not tell a formula without outcome, or a merged cell, from an empty one.
"""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element  # only the type; see archive.py

from regiodeal.covenant.exchange.cells import FALSE, TRUE, BadCell, Cell, day_cell, number_cell
from regiodeal.covenant.exchange.sheets import MOST_COLUMNS, Row, UnreadableError
from regiodeal.covenant.exchange.sheets.archive import TEXT_BYTES, Archive, damage_told

WORKBOOK = "xl/workbook.xml"
NO_OUTCOME = BadCell("In deze cel staat een formule zonder uitkomst. Vul de waarde zelf in.")
MERGED = BadCell("Deze cel is samengevoegd met een andere. Splits de cellen en vul elke rij zelf in.")
_LETTERS = {chr(65 + index): index for index in range(26)}


def local(tag: str) -> str:
    """The name of an element without its namespace, which differs between the two kinds of XLSX."""
    return tag.rpartition("}")[2]


@dataclass(frozen=True)
class XlsxBook:
    """A workbook: its visible sheets, and what they share."""

    archive: Archive

    def sheets(self) -> list["XlsxSheet"]:
        """The visible sheets, in order."""
        with damage_told():
            book = self.archive.tree(WORKBOOK)
            targets = {
                relation.get("Id"): relation.get("Target", "")
                for relation in self.archive.tree("xl/_rels/workbook.xml.rels")
            }
            return [
                XlsxSheet(self, _part_name(targets[_relation(sheet)]))
                for sheet in book.iter()
                if local(sheet.tag) == "sheet" and sheet.get("state", "visible") == "visible"
            ]

    @cached_property
    def epoch(self) -> datetime:
        """The day from which the workbook counts its dates: Excel on a Mac begins in 1904."""
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900  # slow to import

        for properties in self.archive.tree(WORKBOOK):
            if local(properties.tag) == "workbookPr" and properties.get("date1904") in {"1", "true"}:
                return CALENDAR_MAC_1904  # type: ignore[no-any-return]
        return CALENDAR_WINDOWS_1900  # type: ignore[no-any-return]

    @cached_property
    def texts(self) -> Sequence[str]:
        """The texts that cells point at."""
        name = "xl/sharedStrings.xml"
        if name not in self.archive.names:
            return ()
        if self.archive.size(name) > TEXT_BYTES:
            raise UnreadableError("Er staat te veel tekst in dit bestand. Verdeel de rijen over meer bestanden.")
        texts, root = [], None
        for event, element in self.archive.elements(name):
            root = element if root is None else root
            if event == "end" and local(element.tag) == "si":
                texts.append(_rich_text(element))
                root.clear()
        return texts

    @cached_property
    def date_styles(self) -> frozenset[str]:
        """The numbers of the cell styles that show a number as a date."""
        name = "xl/styles.xml"
        if name not in self.archive.names:
            return frozenset()
        formats: dict[str, str] = {}
        styles: list[str] = []
        from openpyxl.styles.numbers import is_date_format  # slow to import

        for element in self.archive.tree(name):
            match local(element.tag):
                case "numFmts":
                    formats |= {fmt.get("numFmtId", ""): fmt.get("formatCode", "") for fmt in element}
                case "cellXfs":
                    styles = [style.get("numFmtId", "0") for style in element]
        return frozenset(
            str(number) for number, fmt in enumerate(styles) if is_date_format(formats.get(fmt) or _builtin(fmt))
        )


@dataclass(frozen=True)
class XlsxSheet:
    """One sheet of a workbook."""

    book: XlsxBook
    name: str

    def rows(self) -> Iterator[Row]:
        """Every row that holds something, then one row for each merged range: those are known only at the end."""
        data: Element | None = None
        number = 0
        for event, element in self.book.archive.elements(self.name):
            tag = local(element.tag)
            if event == "start":
                data = element if tag == "sheetData" else data
            elif tag == "row":
                number = int(element.get("r") or number + 1)
                cells = self._cells(element)
                if data is not None:
                    data.clear()
                if any(cell is not None for cell in cells):
                    yield number, cells
            elif tag == "mergeCell":
                yield from _merged(element.get("ref", ""))

    def count(self) -> int:
        """The rows, by a quick look at the sheet as text."""
        return self.book.archive.occurrences(self.name, b"<row ")

    def _cells(self, row: Element) -> list[Cell]:
        cells: list[Cell] = []
        for element in row:
            place = element.get("r")
            column = _column(place) if place else len(cells)
            if column >= MOST_COLUMNS:
                break
            cells.extend([None] * (column - len(cells)))
            cells.append(self._cell(element))
        return cells

    def _cell(self, element: Element) -> Cell:
        value, is_formula = None, False
        for part in element:
            match local(part.tag):
                case "v":
                    value = part.text
                case "f":
                    is_formula = True
                case "is":
                    value = _rich_text(part)
        if not value:
            return NO_OUTCOME if is_formula else None
        return self._value(element.get("t", "n"), value, element.get("s", "0"))

    def _value(self, kind: str, value: str, style: str) -> Cell:
        match kind:
            case "s" | "str" | "inlineStr":
                return self.book.texts[int(value)] if kind == "s" else value
            case "b":
                return TRUE if value == "1" else FALSE
            case "e":
                return BadCell(f"Deze cel geeft de fout {value[:20]}. Vul de waarde zelf in.")
            case "d":
                return day_cell(value)
            case _:
                number = number_cell(value)
                is_day = isinstance(number, Decimal) and style in self.book.date_styles
                return _day(number, self.book.epoch) if is_day else number


def _day(number: Any, epoch: datetime) -> Cell:
    from openpyxl.utils.datetime import from_excel  # slow to import

    try:
        moment = from_excel(float(number), epoch)
    except (OverflowError, ValueError):
        return BadCell("In deze cel staat een datum die niet bestaat.")
    if isinstance(moment, datetime):
        return moment.date()
    return moment if isinstance(moment, date) else str(moment)


def _builtin(number: str) -> str:
    from openpyxl.styles.numbers import builtin_format_code  # slow to import

    code = builtin_format_code(int(number)) if number.isdecimal() and len(number) < 4 else None
    return code or "General"


def _column(place: str) -> int:
    """The column of a place such as AB12, counted from 0."""
    column = 0
    for letter in place:
        if letter not in _LETTERS:
            break
        column = column * 26 + _LETTERS[letter] + 1
    return column - 1


def _merged(place: str) -> Iterator[Row]:
    """The first row of a merged range, its cells marked: what stood in the others cannot be known."""
    first, _colon, last = place.partition(":")
    start, end = _column(first), min(_column(last or first), MOST_COLUMNS - 1)
    if start <= end:
        cells: list[Cell] = [None] * start
        cells.extend([MERGED] * (end - start + 1))
        yield int("".join(filter(str.isdigit, first))), cells


def _relation(sheet: Element) -> str:
    return next((value for name, value in sheet.items() if local(name) == "id"), "")


def _part_name(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _rich_text(element: Element) -> str:
    """The text of a shared or inline string, without the reading aids (rPh) that East Asian texts carry."""
    pieces = []
    for part in element:
        if local(part.tag) == "t":
            pieces.append(part.text or "")
        elif local(part.tag) == "r":
            pieces.extend(run.text or "" for run in part if local(run.tag) == "t")
    return "".join(pieces).replace("_x000D_", "")
