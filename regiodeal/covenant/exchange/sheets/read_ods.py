"""ODS, read as a stream: odfpy builds the whole document in memory first."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # only the type; see archive.py

from regiodeal.covenant.exchange.cells import FALSE, TRUE, BadCell, Cell, day_cell, number_cell
from regiodeal.covenant.exchange.sheets import MOST_COLUMNS, Row
from regiodeal.covenant.exchange.sheets.archive import Archive
from regiodeal.covenant.exchange.sheets.read_xlsx import MERGED, NO_OUTCOME

CONTENT = "content.xml"
MOST_SHEETS = 20
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}


@dataclass(frozen=True)
class OdsSheet:
    """One sheet of an ODS file, by its place."""

    archive: Archive
    place: int

    def rows(self) -> Iterator[Row]:
        """Every row that holds something; a row that stands for many is given as often, but an empty one never."""
        number = 1
        for row in self._rows():
            times = _times(row, "rows")
            cells = _cells(row)
            if any(cell is not None for cell in cells):
                for offset in range(times):
                    yield number + offset, cells
            number += times

    def count(self) -> int:
        """The row elements, by a quick look at the file as text; of all sheets together."""
        return self.archive.occurrences(CONTENT, b"<table:table-row")

    def _rows(self) -> Iterator[Element]:
        place, depth = -1, 0
        sheet: Element | None = None
        for event, element in self.archive.elements(CONTENT):
            if element.tag == f"{_TABLE}table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    place += 1
                    sheet = element
            elif event == "end" and element.tag == f"{_TABLE}table-row" and depth == 1:
                if place == self.place:
                    yield element
                if sheet is not None:
                    sheet.clear()
            if place > self.place:
                return


def ods_sheets(archive: Archive) -> list[OdsSheet]:
    """The sheets of the file, by a quick look at it as text; one too many reads as an empty one."""
    count = archive.occurrences(CONTENT, b"<table:table ")
    return [OdsSheet(archive, place) for place in range(max(1, min(count, MOST_SHEETS)))]


def _cells(row: Element) -> list[Cell]:
    cells: list[Cell] = []
    for element in row:
        if element.tag not in _CELLS:
            continue
        cell = _cell(element)
        cells.extend([cell] * min(_times(element, "columns"), MOST_COLUMNS - len(cells)))
        if len(cells) >= MOST_COLUMNS:
            break
    return cells


def _times(element: Element, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), 1)


def _cell(element: Element) -> Cell:
    if any(int(element.get(f"{_TABLE}number-{what}-spanned", "1")) > 1 for what in ("rows", "columns")):
        return MERGED
    return _value(element, _text(element))


def _value(element: Element, text: str) -> Cell:
    if element.get(f"{_CALC}value-type") == "error":
        return BadCell(f"Deze cel geeft de fout {text[:20]}. Vul de waarde zelf in.")
    match element.get(f"{_OFFICE}value-type"):
        case None | "void":
            return NO_OUTCOME if element.get(f"{_TABLE}formula") else None
        case "float" | "percentage" | "currency":
            return number_cell(element.get(f"{_OFFICE}value", ""))
        case "date":
            return day_cell(element.get(f"{_OFFICE}date-value", ""))
        case "boolean":
            return TRUE if element.get(f"{_OFFICE}boolean-value") == "true" else FALSE
        case _:
            return element.get(f"{_OFFICE}string-value") or text or None


def _text(cell: Element) -> str:
    """The paragraphs of a cell, but not those of a comment in it."""
    return "\n".join("".join(_pieces(part)) for part in cell if part.tag == f"{_TEXT}p")


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        match part.tag.removeprefix(_TEXT):
            case "s":
                yield " " * min(int(part.get(f"{_TEXT}c", "1")), 1000)
            case "tab":
                yield "\t"
            case "line-break":
                yield "\n"
            case _ if part.tag != f"{_OFFICE}annotation":
                yield from _pieces(part)
        yield part.tail or ""
