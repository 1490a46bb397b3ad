"""XLSX and ODS, read by calamine, after a look through their XML.

calamine reads fast, but lays all cells between the first and the last in one block: a single cell in the far corner
would take all memory there is, and end the process. So it gets a copy of the parts that were looked through, and no
more. The look also finds what calamine leaves out: a formula without outcome, the name of an error, a day that cannot
be, and in ODS merged cells, tabs and line ends.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain, islice, repeat
from string import digits
from tempfile import NamedTemporaryFile
from xml.parsers.expat import XMLParserType
from zipfile import ZipFile

from django.conf import settings
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from regiodeal.sheets.cells import FALSE, TRUE, BadCell, Cell, PercentCell, day_cell, number_cell
from regiodeal.sheets.formats import MOST_COLUMNS, Row, UnreadableError, too_many_rows
from regiodeal.sheets.formats.zip_archive import DAMAGED, PART_BYTES, Archive, damage_told, xml_parser

ROOT, WORKBOOK, RELATIONS = "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"  # the texts that the cells share
CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"  # all of ODS
TEXT_BYTES = 50_000_000
MOST_CELLS = 12_000_000  # in the blocks of one file: 200,000 rows of 60 columns, in 730 MB of memory
MOST_BAD_CELLS = 1_000_000
MOST_SHEETS = 200
TOO_MANY_BAD = "In dit bestand staan te veel cellen zonder waarde of met een fout."
NO_OUTCOME = BadCell("In deze cel staat een formule zonder uitkomst. Vul de waarde zelf in.")
MERGED = BadCell("Deze cel is samengevoegd met een andere. Splits de cellen en vul elke rij zelf in.")


@dataclass
class SheetContents:
    """Holds what a look finds in one sheet: how far its cells reach, and those that cannot be read. Counted from 0."""

    rows: int = 0
    columns: int = 0
    filled_rows: int = 0
    bad: dict[int, dict[int, BadCell]] = field(default_factory=dict)  # by row and column
    bad_count: int = 0
    percent: dict[int, set[int]] = field(default_factory=dict)  # columns by row: cells that are shown as a percentage

    def reach(self, row: int, column: int) -> None:
        """Widen the block so that it holds the cell."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)

    def mark(self, cell: BadCell, rows: range, columns: range) -> None:
        """Remember cells that cannot be read."""
        self.reach(rows[-1], columns[-1])
        columns = columns[: max(MOST_COLUMNS - columns.start, 0)]
        self.bad_count += len(rows) * len(columns)
        if self.bad_count > MOST_BAD_CELLS:
            raise UnreadableError(TOO_MANY_BAD)
        for row in rows if columns else ():
            self.bad.setdefault(row, {}).update(dict.fromkeys(columns, cell))


class XlsxLook:
    """The look through one sheet of XLSX. `percents` are the numbers of the styles that show a percentage."""

    def __init__(self, percents: frozenset[str] = frozenset()) -> None:
        self._percents = percents
        self._style = ""
        self.parser = xml_parser(self._start)
        self.found = SheetContents()
        self._row = self._column = 0  # of a cell that does not say its place
        self._place = self._kind = self._last_row = ""
        self._letters: set[str] = set()
        self._is_formula = False
        self._texts: list[str] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        # Called for every element of every cell: what is seen most stands first, and does least.
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            self._place = attributes.get("r") or self._next_place()
            self._kind, self._is_formula = attributes.get("t", "n"), False
            self._style = attributes.get("s", "")
            if self._kind in _HEARD:
                self._listen()
        elif tag in _VALUES:
            self._fill()
            if self.parser.EndElementHandler:
                self.parser.CharacterDataHandler = self._texts.append
        elif tag == "f":
            self._is_formula = True
            self._listen()
        elif tag == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._place = ""

    def _fill(self) -> None:
        letters = self._place.rstrip(digits)
        row = self._place[len(letters) :]
        if row != self._last_row or letters not in self._letters:
            self._letters.add(letters)
            self.found.filled_rows += row != self._last_row
            self._last_row = row
            self.found.reach(int(row) - 1, _column(letters))
        if self._style in self._percents:
            self.found.percent.setdefault(int(row) - 1, set()).add(_column(letters))

    def _next_place(self) -> str:
        """The place of a cell that does not say it: right of the one before."""
        from openpyxl.utils import get_column_letter  # slow to import; only a fault names a column

        letters = self._place.rstrip(digits)
        return f"{get_column_letter(_column(letters) + 2)}{self._row}"

    def _listen(self) -> None:
        """Hear the text of this cell and its end: of most cells neither is needed, and both cost time."""
        self._texts.clear()
        self.parser.EndElementHandler = self._end

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in _VALUES:
            self.parser.CharacterDataHandler = None
        elif tag == "c":
            self.parser.EndElementHandler = None
            if bad := self._bad("".join(self._texts)):
                letters = self._place.rstrip(digits)
                row, column = int(self._place[len(letters) :]) - 1, _column(letters)
                self.found.mark(bad, range(row, row + 1), range(column, column + 1))

    def _bad(self, text: str) -> BadCell | None:
        if not text:
            return NO_OUTCOME if self._is_formula else None
        if self._kind == "e":
            if text not in _ERRORS:  # calamine would give up the whole file, and not say why
                raise UnreadableError(f"Cel {self._place} geeft de fout {text[:20]}. Vul de waarde zelf in.")
            return _error(text)
        return _day_that_cannot_be(text) if self._kind == "d" else None


_VALUES = frozenset({"v", "is"})
_HEARD = frozenset({"e", "d"})  # errors and days
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


class OdsLook:
    """The look through all sheets of ODS. calamine goes by the usual prefixes, and so does this."""

    def __init__(self) -> None:
        self.parser = xml_parser(self._start)
        self.parser.EndElementHandler = self._end
        self.sheets: list[SheetContents] = []
        self._is_in_sheet = False
        self._row = self._column = self._rows = self._columns = 0  # place, and how many rows and columns it stands for
        self._last_row = -1
        self._is_error = False
        self._texts: list[str] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table-cell" or tag == "table:covered-table-cell":  # noqa: PLR1714  # faster than a set
            self._column += self._columns
            self._columns = int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes or not _OF_EMPTY_CELLS.issuperset(attributes):
                self._begin(attributes)
        elif tag == "table:table-row":
            self._row += self._rows
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._column = self._columns = 0
        elif tag == "table:table":
            if self._is_in_sheet:
                raise UnreadableError(DAMAGED)  # calamine would take the rows of both for one sheet
            _refuse_large(self.sheets)
            self._is_in_sheet = True
            self._row = self._rows = 0
            self._last_row = -1
            self.sheets.append(SheetContents())

    def _begin(self, attributes: dict[str, str]) -> None:
        """Look at a cell that holds something, or may."""
        if not self._is_in_sheet:
            return
        kind, formula = attributes.get("office:value-type"), attributes.get("table:formula")
        if kind or formula:
            found, end = self.sheets[-1], self._column + self._columns
            if self._row != self._last_row or end > found.columns:
                found.filled_rows += self._rows if self._row != self._last_row else 0
                self._last_row = self._row
                found.reach(self._row + self._rows - 1, end - 1)
        if any(int(attributes.get(f"table:number-{what}-spanned", 1)) > 1 for what in ("rows", "columns")):
            self._mark(MERGED)
        elif attributes.get("calcext:value-type") == "error":
            self._is_error = True
            self.parser.CharacterDataHandler = self._texts.append
        else:
            self._look_at_content(kind, attributes)

    def _look_at_content(self, kind: str | None, attributes: dict[str, str]) -> None:
        if kind in {None, "void"} and attributes.get("table:formula"):
            self._mark(NO_OUTCOME)
        elif kind == "percentage":
            self._mark_percent()
        elif kind == "date" and (bad := _day_that_cannot_be(attributes.get("office:date-value", ""))):
            self._mark(bad)

    def _mark_percent(self) -> None:
        columns = range(self._column, min(self._column + self._columns, MOST_COLUMNS))
        for row in range(self._row, self._row + self._rows) if columns else ():
            self.sheets[-1].percent.setdefault(row, set()).update(columns)

    def _mark(self, cell: BadCell) -> None:
        rows, columns = range(self._row, self._row + self._rows), range(self._column, self._column + self._columns)
        self.sheets[-1].mark(cell, rows, columns)

    def _end(self, tag: str) -> None:
        if tag == "table:table":
            self._is_in_sheet = False
        elif self._is_error and tag == "table:table-cell":
            self._is_error, self.parser.CharacterDataHandler = False, None
            self._mark(_error("".join(self._texts)))
            self._texts.clear()


_OF_EMPTY_CELLS = frozenset({"table:style-name", "table:number-columns-repeated", "table:content-validation-name"})


def _error(text: str) -> BadCell:
    return BadCell(f"Deze cel geeft de fout {text[:20]}. Vul de waarde zelf in.")


def _day_that_cannot_be(text: str) -> BadCell | None:
    day = day_cell(text)
    return day if isinstance(day, BadCell) else None


@lru_cache(1_000)
def _column(letters: str) -> int:
    """The column of letters such as AB, counted from 0."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


@dataclass
class CalamineRows:
    """One sheet of a workbook."""

    book: CalamineWorkbook
    place: int
    found: SheetContents

    @property
    def title(self) -> str:
        """Return the name on its tab."""
        return str(self.book.sheet_names[self.place])

    @cached_property
    def _cells(self) -> CalamineSheet:
        return self.book.get_sheet_by_index(self.place)

    def rows(self) -> Iterator[Row]:
        """Every row that holds something, then one row for each merged range of XLSX."""
        bad = self.found.bad
        left: list[Cell] = [None] * (self._cells.start[1] if self._cells.start else 0)
        values = chain(self._cells.iter_rows(), repeat([]))  # from the first row, but from the first column in use
        for number, row in enumerate(islice(values, self.count()), start=1):
            cells = [*left, *map(_cell, row[:MOST_COLUMNS])][:MOST_COLUMNS]
            for column in self.found.percent.get(number - 1, ()):
                if column < len(cells) and isinstance(share := cells[column], Decimal):
                    cells[column] = PercentCell(share)
            for column, cell in bad.get(number - 1, {}).items():
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = cell
            if any(cell is not None for cell in cells):
                yield number, cells
        for (row_place, first), (_last_row, last) in self._cells.merged_cell_ranges or ():
            if first < MOST_COLUMNS:
                yield row_place + 1, [*repeat(None, first), *repeat(MERGED, min(last + 1, MOST_COLUMNS) - first)]

    def count(self) -> int:
        """Return how far the rows reach."""
        return self.found.rows


def _cell(value: object) -> Cell:
    match value:
        case str():
            return value.replace("\r", "") or None
        case bool():
            return TRUE if value else FALSE
        case int() | float():
            return number_cell(value)
        case datetime():
            return value.date()
        case date():
            return value
    return str(value)  # a time of the day, or a length of time


# --- The copy that calamine reads -----------------------------------------------------------------------------------


@contextmanager
def workbook_sheets(archive: Archive) -> Iterator[list[CalamineRows]]:
    """The visible sheets in order, when all that will be read was looked through. Raises UnreadableError."""
    is_xlsx = WORKBOOK in archive.names
    with NamedTemporaryFile(suffix=".xlsx" if is_xlsx else ".ods") as file:
        with damage_told():
            with ZipFile(file, "w") as copy:
                found = _copy_xlsx(archive, copy) if is_xlsx else _copy_ods(archive, copy)
            file.flush()
            book = CalamineWorkbook.from_path(file.name)
            sheets = [CalamineRows(book, place, found[place]) for place in _visible(book)]
        with book:
            yield sheets


def _visible(book: CalamineWorkbook) -> Iterator[int]:
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            yield place


def _copy_xlsx(archive: Archive, copy: ZipFile) -> list[SheetContents]:
    """Return what the look finds in each sheet of the workbook; a hidden one is not looked at and not copied."""
    parts = list(_sheet_parts(archive))
    _refuse_large([SheetContents()] * len(parts))
    if TEXTS in archive.names and archive.size(TEXTS) > TEXT_BYTES:
        raise UnreadableError("Er staat te veel tekst in dit bestand. Verdeel de rijen over meer bestanden.")
    for name in (ROOT, WORKBOOK, RELATIONS, STYLES, TEXTS):
        if name != TEXTS and name in archive.names and archive.size(name) > PART_BYTES:
            raise UnreadableError(DAMAGED)
        if name in archive.names:
            _copy(archive, copy, name, xml_parser())
    percents = _percent_styles(archive)
    looks = {part: XlsxLook(percents) for part in parts}
    for part, look in looks.items():
        if part:
            _copy(archive, copy, part, look.parser)
            _refuse_large([each.found for each in looks.values()])
    found = [looks[part].found for part in parts]
    _refuse_large(found)  # a part that two sheets name becomes two blocks
    return found


_QUOTED = re.compile(r'"[^"]*"|\\.')  # what a format shows as it is
_PERCENT_FORMATS = {"9", "10"}  # 0% and 0.00%, which every workbook knows without naming them


def _percent_styles(archive: Archive) -> frozenset[str]:
    """Return the numbers of the styles of a workbook that show a percentage."""
    if STYLES not in archive.names:
        return frozenset()
    formats, found = set(_PERCENT_FORMATS), set()
    tree = archive.tree(STYLES)
    for each in tree.iter():
        if _local(each.tag) == "numFmt" and "%" in _QUOTED.sub("", each.get("formatCode", "")):
            formats.add(each.get("numFmtId", ""))
    for styles in (each for each in tree if _local(each.tag) == "cellXfs"):
        for place, each in enumerate(styles):
            if each.get("numFmtId", "0") in formats:
                found.add(str(place))
    return frozenset(found)


def _sheet_parts(archive: Archive) -> Iterator[str]:
    """The part of each sheet; nothing for a hidden one."""
    targets = {each.get("Id"): each.get("Target", "") for each in archive.tree(RELATIONS)}
    for sheet in archive.tree(WORKBOOK).iter():
        if _local(sheet.tag) == "sheet":
            target = targets[next((value for name, value in sheet.items() if _local(name) == "id"), "")]
            part = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            yield part if sheet.get("state", "visible") == "visible" else ""


def _local(tag: str) -> str:
    """The name of an element without its namespace, which differs between the two kinds of XLSX."""
    return tag.rpartition("}")[2]


def _copy_ods(archive: Archive, copy: ZipFile) -> list[SheetContents]:
    look = OdsLook()
    for name in ("mimetype", MANIFEST):
        copy.writestr(name, archive.text(name))
    _copy(archive, copy, CONTENT, look.parser)
    _refuse_large(look.sheets)
    return look.sheets


def _copy(archive: Archive, copy: ZipFile, name: str, parser: XMLParserType) -> None:
    with archive.pieces(name) as pieces, copy.open(name, "w") as part:
        for piece in _with_signs(pieces) if name == CONTENT else pieces:
            if b"\0" in piece:  # UTF-16, which calamine reads as if nothing stood there
                raise UnreadableError(DAMAGED)
            parser.Parse(piece, False)
            part.write(piece)
        parser.Parse(b"", True)


_SIGN = re.compile(rb"<text:(tab|line-break)\s*/>")
_LONGEST_SIGN = 64


def _with_signs(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces with a tab and a line end as such: calamine passes over their elements."""
    rest = b""
    for piece in pieces:
        whole = rest + piece
        begin = whole.rfind(b"<", -_LONGEST_SIGN)
        rest = b"" if begin == -1 else whole[begin:]
        yield _SIGN.sub(lambda found: b"&#9;" if found[1] == b"tab" else b"&#10;", whole[: len(whole) - len(rest)])
    yield rest


def _refuse_large(found: list[SheetContents]) -> None:
    """Refuse what would take too much memory, all sheets together."""
    if len(found) > MOST_SHEETS:
        raise UnreadableError("In dit bestand staan te veel werkbladen. Bewaar alleen het blad dat u wilt inlezen.")
    if sum(each.bad_count for each in found) > MOST_BAD_CELLS:
        raise UnreadableError(TOO_MANY_BAD)
    if sum(each.rows * each.columns for each in found) > MOST_CELLS:
        if max(each.filled_rows for each in found) > settings.EXCHANGE_ROWS:
            raise too_many_rows(settings.EXCHANGE_ROWS)
        raise UnreadableError("Er staat iets ver naast of onder de rijen. Haal dat weg en bewaar het bestand opnieuw.")
