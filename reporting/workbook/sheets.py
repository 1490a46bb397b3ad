"""Sheets that read well: a frozen heading, a filter, widths, headings on every printed page, and the same bytes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.xml.functions import tostring

from regiodeal.base.themes import DEN_HAAG, Theme
from regiodeal.sheets.cells import escape
from regiodeal.sheets.formats.formulas import Formula, part_of, with_outcomes
from regiodeal.sheets.formats.write import DATE_FORMAT, MONEY_FORMAT, xlsx_cell
from reporting.content.sentences import Description
from reporting.files.same_zip import same_again
from reporting.files.typed import without_controls

type Value = str | int | Decimal | date | Formula | None

LONGEST = 32_767  # characters of a cell, as Excel counts them
SHORTENED = " … (hier ingekort; de hele tekst staat in het gegevensbestand)"
LINE, MOST_LINES = 15, 16  # points a line; a longer text is read in its cell
SHARE_FORMAT = "0%"
WORDS, WIDE, CODE, NUMBER, MONEY, DAY = 24, 52, 14, 14, 17, 13  # how many figures wide a column is

_HEAD = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_LINK = Font(name="Calibri", size=11, underline="single")
_TOP = Alignment(vertical="top", wrap_text=True)
_LEFT = Alignment(vertical="top", horizontal="left")


@dataclass(frozen=True)
class Column:
    """The heading of a column, how wide it is, and in which format its numbers are shown."""

    title: str
    width: int = WORDS
    number_format: str = ""


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet: its name, its columns, and its rows in that order.

    `names` are names of cells in the workbook, each with its place; `links` lead from a cell (row and column, counted
    from 1) to a place in the workbook.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    names: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)


def written(sheets: Iterable[WorkbookSheet], about: Description, theme: Theme = DEN_HAAG) -> bytes:
    """The workbook, its headings in the colour of the theme: the same sheets and description give the same bytes."""
    book, found = Workbook(write_only=True), list(sheets)
    fill = PatternFill("solid", fgColor=theme.report_colors["green"].lstrip("#").upper())
    for sheet in found:
        _write(book, sheet, fill)
        for name, place in sheet.names.items():
            book.defined_names[name] = DefinedName(name, attr_text=place)
    plain, file = BytesIO(), BytesIO()
    book.save(plain)
    book.close()
    with_outcomes(plain, file, {part_of(number): _outcomes(sheet) for number, sheet in enumerate(found, start=1)})
    # openpyxl notes the time of writing; what stands there instead is the date of the figures.
    return same_again(file.getvalue(), instead={"docProps/core.xml": tostring(_properties(about).to_tree())})


def _outcomes(sheet: WorkbookSheet) -> dict[str, Decimal]:
    """What the formulas of a sheet come to, by their place."""
    return {
        f"{get_column_letter(column)}{row}": value.value
        for row, cells in enumerate(sheet.rows, start=2)
        for column, value in enumerate(cells, start=1)
        if isinstance(value, Formula)
    }


def _properties(about: Description) -> DocumentProperties:
    on = datetime.fromisoformat(about.date).replace(tzinfo=UTC)
    return DocumentProperties(
        title=without_controls(about.title),
        creator=without_controls(about.author),
        lastModifiedBy=without_controls(about.author),
        subject=without_controls(about.subject),
        keywords=without_controls(about.keywords),
        language="nl-NL",
        created=on,
        modified=on,
    )


def _write(book: Workbook, content: WorkbookSheet, fill: PatternFill) -> None:
    sheet = book.create_sheet(content.title)
    last = get_column_letter(len(content.columns))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(content.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P van &N"
    for place, column in enumerate(content.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.append([_heading(sheet, column, fill) for column in content.columns])
    for place, row in enumerate(content.rows, start=2):
        sheet.row_dimensions[place].height = _height(row, content.columns)
        cells = [_cell(sheet, value, column) for value, column in zip(row, content.columns, strict=True)]
        for number, cell in enumerate(cells, start=1):
            if (to := content.links.get((place, number))) and isinstance(cell, Cell):
                cell.hyperlink, cell.font = Hyperlink(ref=cell.coordinate, location=to), _LINK
        sheet.append(cells)


def _height(row: Sequence[Value], columns: Sequence[Column]) -> int:
    """Return the height of a row, in points, for its longest text; not every program works that out itself."""
    texts = [(cell, column.width) for cell, column in zip(row, columns, strict=True) if isinstance(cell, str)]
    lines = (sum(-(-len(line) // width) or 1 for line in text[:4_000].split("\n")) for text, width in texts)
    return min(max(lines, default=1), MOST_LINES) * LINE


def _heading(sheet: object, column: Column, fill: PatternFill) -> Cell:
    cell = WriteOnlyCell(sheet, str(column.title))
    cell.font, cell.fill, cell.alignment = _HEAD, fill, _TOP
    return cell


def _cell(sheet: object, value: Value, column: Column) -> object:
    """A number as a number, a date as a date, a text never as a formula."""
    number = Decimal(value) if isinstance(value, int) else value
    told = shortened(without_controls(number)) if isinstance(number, str) else number
    made = xlsx_cell(sheet, told, column.number_format)
    if made is None:
        return None
    cell = made if isinstance(made, Cell) else WriteOnlyCell(sheet, made)
    if isinstance(told, str):
        cell.data_type = "s"
    cell.alignment = _LEFT if isinstance(told, date) else _TOP
    return cell


def shortened(text: str) -> str:
    """The text as long as a cell may be, with at its end that it goes on elsewhere."""
    if _length(escape(text)) <= LONGEST:
        return text
    room = LONGEST - _length(SHORTENED) - 1
    kept = text[:room].encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + SHORTENED


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def number(text: str | None) -> Decimal | None:
    """A number of the snapshot, without needless noughts: '84.00' is 84."""
    if text is None or text == "":
        return None
    value = Decimal(text)
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def money(text: str | None) -> Decimal | None:
    """An amount of the snapshot, in euro with cents."""
    return None if text is None or text == "" else Decimal(text)


def day(text: str | None) -> date | None:
    """A date of the snapshot."""
    return date.fromisoformat(text) if text else None


__all__ = [
    "DATE_FORMAT",
    "MONEY_FORMAT",
    "SHARE_FORMAT",
    "Column",
    "Value",
    "WorkbookSheet",
    "day",
    "money",
    "number",
    "written",
]
