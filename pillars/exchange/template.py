"""The workbook to fill in: a row for everything that the deal asks for, with what is known already."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pillars.exchange.resources import ExchangeResource
from regiodeal.sheets.cells import Cell, escape, fitting
from regiodeal.sheets.formats.write import DATE_FORMAT, write
from regiodeal.sheets.reading import SheetKind

type Pair = tuple[Any, list[Cell]]

_WIDE = dict.fromkeys(
    (
        *("maatregel", "ook voor maatregelen", "uitvoerder", "samen met", "naam van het project", "website"),
        *("omschrijving", "bron", "titel", "naam", "waarom niet op schema", "wat is geleerd", "risico's"),
        *("reden van correctie", "tabel of webadres", "gebied van de statistiek", "van wie"),
        *("waar staat de toezegging", "waaruit blijkt dat", "hoe is de waarde bepaald"),
    ),
    42,
)
_WIDEST = dict.fromkeys(("toelichting", "in gewone woorden", "wat is gedaan", "vooruitblik"), 56)
_NAMES = dict.fromkeys(("code", "onderdeel", "lijst", "naam in de afspraken", "telt mee als"), 30)
WIDTHS = {**_NAMES, **_WIDE, **_WIDEST}  # the other columns are 16 characters wide
DATES = {"peildatum", "toegezegd op", "open sinds", "gesloten op", "begint op", "eindigt op"}
BEFORE = (
    "Vul de witte kolommen in. De grijze kolommen zeggen waar een rij over gaat; laat die zoals ze zijn.",
    "Een rij die u niet aanraakt of leeg laat, verandert niets in het portaal.",
)
AFTER = (
    "Een apostrof (') aan het begin van een tekst houdt tegen dat die een formule wordt. Laat hem staan.",
    "Klaar? Kies het bestand in het portaal. U ziet eerst wat er verandert; daarna pas voert u het in.",
)


def template_rows(resource: ExchangeResource, year: int | None) -> Iterator[Pair]:
    """Return what is known and what is missing, with their cells; `year` where the rows are about one."""
    for entry in resource.for_template(year):
        (cells,) = resource.exported([entry], resource.template_fields)
        yield entry, cells


def write_template(kind: SheetKind, file: IO[bytes], resource: ExchangeResource, year: int | None) -> None:
    """Write the workbook; as CSV and ODS without the help that only XLSX gives."""
    if kind == SheetKind.XLSX:
        _write_workbook(file, resource, list(template_rows(resource, year)))
    else:
        headings = resource.titles(resource.template_fields)
        write(kind, file, resource.sheet_title, headings, (cells for _entry, cells in template_rows(resource, year)))


def _write_workbook(file: IO[bytes], resource: ExchangeResource, rows: list[Pair]) -> None:
    write_sheets(file, [(resource, rows)])


def write_sheets(file: IO[bytes], parts: Sequence[tuple[ExchangeResource, list[Pair]]]) -> None:
    """Write a workbook to fill in with a sheet of each of these kinds of rows."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    for resource, rows in parts:
        sheet = first if resource is parts[0][0] else book.create_sheet()
        _fill(sheet, resource, rows)
    hints = [hint for resource, _rows in parts for hint in resource.hints]
    _explain(book.create_sheet("Uitleg"), (*BEFORE, *hints, *AFTER))
    words = _Words(book)
    for sheet, (resource, rows) in zip(book.worksheets, parts, strict=False):
        _guard(sheet, resource, [entry for entry, _cells in rows], words)
    book.save(file)
    book.close()


def _fill(sheet: Worksheet, resource: ExchangeResource, rows: list[Pair]) -> None:
    sheet.title = resource.sheet_title
    sheet.freeze_panes = "B2"
    headings = resource.titles(resource.template_fields)
    for place, heading in enumerate(headings, start=1):
        cell = sheet.cell(1, place, heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(heading, 16)
        sheet.column_dimensions[get_column_letter(place)].hidden = heading == "kenmerk"
    white = set(resource.titles(resource.to_fill_in))
    for number, (_entry, cells) in enumerate(rows, start=2):
        for place, (heading, content) in enumerate(zip(headings, cells, strict=True), start=1):
            _write_cell(sheet.cell(number, place), heading, content, is_grey=heading not in white)
    sheet.auto_filter.ref = sheet.dimensions


_GREY = PatternFill("solid", fgColor="F0F0F0")
_WRAP = Alignment(wrap_text=True, vertical="top")


def _write_cell(cell: SheetCell, heading: str, content: Cell, *, is_grey: bool) -> None:
    cell.value = escape(fitting(content)) if isinstance(content, str) else content
    cell.alignment = _WRAP
    if heading in DATES:
        cell.number_format = DATE_FORMAT
    if isinstance(content, str):
        cell.data_type = "s"
    if is_grey:
        cell.fill = _GREY


def _guard(sheet: Worksheet, resource: ExchangeResource, entries: Sequence[Any], words: "_Words") -> None:
    """Let the spreadsheet itself refuse what the portal would refuse: one validation for rows that ask the same."""
    for name in resource.guarded:
        column = get_column_letter(resource.template_fields.index(name) + 1)
        asked = [(number, resource.allowed(name, entry)) for number, entry in enumerate(entries, start=2)]
        for allowed, run in groupby(asked, key=lambda pair: pair[1]):
            rows = [number for number, _allowed in run]
            validation = _number() if allowed is None else _one_of(words.formula(allowed)) if allowed else _nothing()
            if name in resource.suggested:
                validation.showErrorMessage = False  # the list helps to choose, and something new may be typed
            validation.add(f"{column}{rows[0]}:{column}{rows[-1]}")
            sheet.add_data_validation(validation)


class _Words:
    """The words to choose from: in the rule itself, or in a sheet of their own where they are too long for that."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._areas: dict[tuple[str, ...], str] = {}

    def formula(self, words: tuple[str, ...]) -> str:
        """Return the rule of the cell as Excel reads it."""
        text = ",".join(words)
        if len(text) < 250 and not any(sign in word for word in words for sign in ',"'):
            return f'"{text}"'
        if words not in self._areas:
            self._areas[words] = self._written(words)
        return self._areas[words]

    def _written(self, words: tuple[str, ...]) -> str:
        title = "Keuzes"
        sheet = self._book[title] if title in self._book.sheetnames else self._book.create_sheet(title)
        place = len(self._areas) + 1
        for number, word in enumerate(words, start=1):
            sheet.cell(number, place, escape(word)).data_type = "s"
        column = get_column_letter(place)
        return f"{title}!${column}$1:${column}${len(words)}"


def _one_of(formula: str) -> DataValidation:
    validation = DataValidation(type="list", formula1=formula, allow_blank=True)
    validation.error = "Kies een van de woorden uit de lijst."
    return _shown(validation)


def _nothing() -> DataValidation:
    validation = DataValidation(type="textLength", operator="equal", formula1="0", allow_blank=True)
    validation.error = "Laat deze cel leeg."
    return _shown(validation)


def _number() -> DataValidation:
    validation = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    validation.error = "Vul een getal in van 0 of meer."
    return _shown(validation)


def _shown(validation: DataValidation) -> DataValidation:
    validation.errorTitle = "Dit kan niet"
    validation.showErrorMessage = True
    return validation


def _explain(sheet: Worksheet, lines: Iterable[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, line)
        cell.alignment = _WRAP
