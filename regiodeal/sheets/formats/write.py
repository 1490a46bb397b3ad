"""Writing rows as CSV, XLSX or ODS, one by one, so that memory does not grow with the file.

Every text goes through `escape`: nothing that somebody typed can become a formula in somebody else's spreadsheet.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO
from xml.sax.saxutils import escape as xml_escape  # it writes XML and reads none
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from regiodeal.sheets.cells import Cell, escape, fitting, number_text
from regiodeal.sheets.formats.formulas import Formula, part_of, with_outcomes
from regiodeal.sheets.reading import ODS_TYPE, SheetKind

CONTENT_TYPES = {
    SheetKind.CSV: "text/csv; charset=utf-8",
    SheetKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SheetKind.ODS: ODS_TYPE,
}
type BookCell = Cell | Formula
type SheetContent = tuple[str, Sequence[str], Iterable[Sequence[BookCell]]]
_SPACES = re.compile("  +")
DATE_FORMAT = "dd-mm-yyyy"
MOMENT_FORMAT = "dd-mm-yyyy hh:mm"
MONEY_FORMAT = "#,##0.00"
WHOLE_FORMAT = "0"
LOOKED_AT = 500  # rows of a sheet, to see how wide its columns are
NARROWEST, WIDEST = 12, 60  # letters; an amount of millions in the rows below is still shown
FILTER_BUTTON = "   "  # what the button of a filter takes of a heading


def write(
    kind: SheetKind, file: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a heading and rows under it."""
    {SheetKind.CSV: _write_csv, SheetKind.XLSX: _write_xlsx, SheetKind.ODS: _write_ods}[kind](
        file, title, headings, rows
    )


def _write_csv(file: IO[bytes], _title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write it as a Dutch Excel opens it by itself: UTF-8 with its mark, semicolons, a comma in numbers."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_as_text(cell) for cell in row])
    text.flush()
    text.detach()


def _as_text(cell: Cell) -> str:
    match cell:
        case str():
            return escape(cell)
        case Decimal():
            return number_text(cell)
        case datetime():
            return f"{cell:%d-%m-%Y %H:%M}"
        case date():
            return f"{cell:%d-%m-%Y}"
        case _:
            return ""


def _write_xlsx(file: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    write_book(file, [(title, headings, rows)])


def write_book(file: IO[bytes], sheets: Iterable[SheetContent], *, number_format: str = "") -> None:
    """Write a workbook of several sheets, each with a heading and rows under it; numbers are shown in the format.

    A row with formulas is a total: it is outside what can be filtered.
    """
    from openpyxl import Workbook  # openpyxl is slow to import
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    outcomes: dict[str, dict[str, Decimal]] = {}
    for number, (title, headings, rows) in enumerate(sheets, start=1):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        told = iter(rows)
        first = list(islice(told, LOOKED_AT))
        for place, width in enumerate(widths(headings, first, number_format), start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        head = [WriteOnlyCell(sheet, heading) for heading in headings]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        last = 1
        for place, row in enumerate(chain(first, told), start=2):
            sheet.append([xlsx_cell(sheet, cell, number_format) for cell in row])
            found = {
                f"{get_column_letter(column)}{place}": cell.value
                for column, cell in enumerate(row, start=1)
                if isinstance(cell, Formula)
            }
            outcomes.setdefault(part_of(number), {}).update(found)
            last = last if found else place
        if headings and last > 1:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"
    with TemporaryFile() as plain:
        book.save(plain)
        with_outcomes(plain, file, {part: found for part, found in outcomes.items() if found})
    book.close()


def widths(headings: Sequence[str], rows: Sequence[Sequence[BookCell]], number_format: str = "") -> list[int]:
    """Return how wide each column is, in letters: as its heading and its cells need, within reason."""
    needed = [len(heading) + len(FILTER_BUTTON) for heading in headings]
    for row in rows:
        for place, cell in enumerate(row[: len(needed)]):
            needed[place] = max(needed[place], _letters(cell, number_format))
    return [min(max(width + 2, NARROWEST), WIDEST) for width in needed]


def _letters(cell: BookCell, number_format: str) -> int:
    match cell:
        case Formula():
            return _letters(cell.value, number_format)
        case datetime():
            return len(MOMENT_FORMAT)
        case date():
            return len(DATE_FORMAT)
        case Decimal():
            return len(f"{cell:,.2f}" if number_format else number_text(cell))
        case str():
            return max(map(len, cell.splitlines()), default=0)
        case _:
            return 0


def xlsx_cell(sheet: object, cell: BookCell, number_format: str = "") -> object:
    """A cell as openpyxl takes it: a date in our notation, a text never as a formula or an error."""
    from openpyxl.cell import WriteOnlyCell  # openpyxl is slow to import
    from openpyxl.styles import Font

    if isinstance(cell, Formula):
        styled = WriteOnlyCell(sheet, f"={cell.text}")
        styled.number_format, styled.font = number_format or "General", Font(bold=True)
        return styled
    if isinstance(cell, date):
        styled = WriteOnlyCell(sheet, cell)
        styled.number_format = MOMENT_FORMAT if isinstance(cell, datetime) else DATE_FORMAT
        return styled
    if isinstance(cell, Decimal) and number_format:
        styled = WriteOnlyCell(sheet, cell)
        styled.number_format = WHOLE_FORMAT if cell.as_tuple().exponent == 0 else number_format  # a year is no amount
        return styled
    if not isinstance(cell, str):
        return cell
    text = escape(fitting(cell))
    if not text.startswith("#"):
        return text
    styled = WriteOnlyCell(sheet, text)
    styled.data_type = "s"
    return styled


_ODS_BEGIN = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:automatic-styles>
<number:date-style style:name="date"><number:day number:style="long"/><number:text>-</number:text>\
<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="date"/>
<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>"""
_ODS_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
_ODS_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def _write_ods(file: IO[bytes], title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        with archive.open("content.xml", "w") as part:
            name = xml_escape(title, {'"': "&quot;"})
            part.write(f'{_ODS_BEGIN}<table:table table:name="{name}">'.encode())
            part.write(_ods_row(headings, ' table:style-name="head"'))
            for row in rows:
                part.write(_ods_row(row))
            part.write(_ODS_END.encode())


def _ods_row(row: Sequence[Cell], style: str = "") -> bytes:
    return f"<table:table-row>{''.join(_ods_cell(cell, style) for cell in row)}</table:table-row>".encode()


def _ods_cell(cell: Cell, style: str) -> str:
    match cell:
        case str() if cell:
            lines = escape(cell).split("\n")
            kind, words = "string", "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in lines)
        case Decimal():
            kind, words = f'float" office:value="{cell:f}', f"<text:p>{number_text(cell)}</text:p>"
        case date():
            value = cell.isoformat() if isinstance(cell, datetime) else f"{cell:%Y-%m-%d}"
            kind, words = f'date" office:date-value="{value}', f"<text:p>{_as_text(cell)}</text:p>"
            style = "" if isinstance(cell, datetime) else ' table:style-name="day"'
        case _:
            return "<table:table-cell/>"
    return f'<table:table-cell{style} office:value-type="{kind}">{words}</table:table-cell>'


def _ods_text(line: str) -> str:
    """A line of text; a tab and spaces in a row have elements of their own."""
    text = xml_escape(line).replace("\t", "<text:tab/>").replace("\r", " ")
    return _SPACES.sub(lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', text)
