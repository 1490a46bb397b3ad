"""A deal as a workbook: a sheet per list, with the headings, choices and explanations of the deal file's schema."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from regiodeal.deal_file.book_sheets import (
    CHOICES,
    EXAMPLE,
    EXPLANATION,
    MARK,
    READ_ME,
    BookSheet,
    book_sheets,
    plain_sheets,
)
from regiodeal.deal_file.cell_values import cell_of, part_at
from regiodeal.deal_file.document import opened
from regiodeal.deal_file.export import short_deal
from regiodeal.deal_file.form import without_empty
from regiodeal.deal_file.schema import DEAL, FieldKind, SchemaField, row_schema
from regiodeal.deal_file.texts import decoded, read_yaml_text
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.models import Deal
from regiodeal.sheets.cells import Cell, escape, fitting
from regiodeal.sheets.formats.write import DATE_FORMAT, MONEY_FORMAT

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

EXAMPLE_PATH = Path(settings.BASE_DIR) / "fixtures" / "voorbeeld-kleine-deal.yaml"
LAST_ROW = 1000  # to which the choices of a column reach
_FORMATS = {FieldKind.DATE: DATE_FORMAT, FieldKind.AMOUNT: MONEY_FORMAT, FieldKind.RATE: "0.00##%"}
_NUMBERS = {FieldKind.NUMBER, FieldKind.INTEGER}
_GREY, _PALE = "666666", "F2F2F2"
_NARROW, _MIDDLE, _WIDE = 14, 24, 50  # letters
_HOW_TO = (
    "Met dit werkboek begint u een deal in het portaal. Vul in wat u heeft, en laat leeg wat u niet heeft.",
    "Elk werkblad is een lijst. De eerste rij heeft de kopjes; een sterretje zegt dat u de kolom moet invullen.",
    f"De rij '{EXPLANATION}' vertelt wat er in een kolom hoort. De rij '{EXAMPLE}' laat een ingevulde rij zien.",
    "U mag beide laten staan: het portaal slaat ze over.",
    "Elke rij heeft een code die u zelf kiest, zoals het nummer in het convenant. Met die code verwijst u ernaar.",
    "Meer codes in één cel scheidt u met een puntkomma.",
    "Upload het werkboek bij Nieuwe deal. U ziet dan alle fouten tegelijk, met werkblad, rij en kolom.",
)
_PLAIN = "Dit is wat een gewone deal nodig heeft. Mist u iets? Bij Nieuwe deal staat ook een werkboek met alles."
_WHOLE = "Rechts staan kolommen, en achteraan werkbladen, die een gewone deal niet nodig heeft."


@cache
def template_workbook(*, is_whole: bool = False) -> bytes:
    """An empty workbook (XLSX) to fill in: "Lees mij", then a sheet per list, each with an explanation and an example.

    It has the sheets and columns of a plain deal, or all that a deal can say (`is_whole`); both are read alike.
    What `read_deal_file` reads of it as it is, is a workbook without a deal: explanations and examples are passed over.
    """
    return _workbook({}, book_sheets() if is_whole else plain_sheets(), has_examples=True)


def deal_workbook(deal: Deal, on: date) -> bytes:
    """The deal as agreed on the date as a workbook (XLSX) that `read_deal_file` reads back without a difference.

    To correct a deal that was amended and load it again, take the day it came into force: what the Parties changed
    later is no part of its file.
    """
    return filled_workbook(short_deal(deal, on))


def filled_workbook(data: Mapping[str, Any]) -> bytes:
    """A workbook with the lists of a deal file, as `read_deal_file` reads them."""
    return _workbook(data, book_sheets(), has_examples=False)


@cache
def _example() -> dict[str, Any]:
    """The small invented deal whose rows are the examples."""
    data: dict[str, Any] = without_empty(read_yaml_text(decoded(opened(EXAMPLE_PATH)))[0])
    return data


def example_cells(sheet: BookSheet) -> dict[str, Cell]:
    """The example of a sheet by heading: the first row of the small deal, or else the one that the schema gives."""
    rows = list(_rows(sheet, _example()))
    if not rows and not sheet.is_upright:
        given = row_schema(sheet.list_name).get("examples", ())
        rows = list(_rows(sheet, {sheet.list_name: list(given)}))
    return dict(zip(sheet.headings, rows[0], strict=False)) if rows else {}


def _rows(sheet: BookSheet, data: Mapping[str, Any]) -> Iterator[list[Cell]]:
    """The rows of a sheet, from its second column on."""
    for row in data.get(sheet.list_name, ()):
        if not sheet.child:
            yield _cells(sheet.fields, row)
        for part in row.get(sheet.child, ()) if sheet.child else ():
            yield [str(row.get("code", "")), *_cells(sheet.fields, part)]


def _cells(fields: Sequence[SchemaField], row: Mapping[str, Any]) -> list[Cell]:
    return [cell_of(field, part_at(row, field.path)) for field in fields]


def _workbook(data: Mapping[str, Any], sheets: Sequence[BookSheet], *, has_examples: bool) -> bytes:
    from openpyxl import Workbook  # openpyxl is slow to import

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = READ_ME
    _write_read_me(first, sheets)
    choices = _Choices(book.create_sheet(CHOICES))
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        if sheet.is_upright:
            _write_upright(page, sheet, data, choices, has_examples=has_examples)
        else:
            _write_list(page, sheet, data, choices, has_examples=has_examples)
    book.move_sheet(CHOICES, len(book.sheetnames))
    book[CHOICES].sheet_state = "hidden"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - it says nothing
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_read_me(page: "Worksheet", sheets: Sequence[BookSheet]) -> None:
    from openpyxl.styles import Alignment, Font

    page.append(["Een deal beginnen"])
    page["A1"].font = Font(bold=True, size=14)
    told = (*_HOW_TO, _WHOLE if len(sheets) == len(book_sheets()) else _PLAIN)
    for text in told:
        page.append([text])
    page.append([])
    page.append(["Werkblad", "Wat erin staat", "Nodig"])
    for cell in page[page.max_row]:
        cell.font = Font(bold=True)
    for sheet in sheets:
        needed = "altijd" if sheet.is_required else "zelden" if sheet.is_seldom else "als uw deal dit heeft"
        page.append([sheet.title, sheet.description, needed])
    for column, width in (("A", _WIDE), ("B", 2 * _WIDE), ("C", _MIDDLE)):
        page.column_dimensions[column].width = width
    for row in page.iter_rows(min_row=2, max_row=1 + len(told), max_col=1):
        row[0].alignment = Alignment(wrap_text=False)


def _write_upright(
    page: "Worksheet", sheet: BookSheet, data: Mapping[str, Any], choices: "_Choices", *, has_examples: bool
) -> None:
    headings = [*sheet.headings, *(["Voorbeeld"] if has_examples else [])]
    page.append(headings)
    own, example = data.get(DEAL, {}), _example().get(DEAL, {})
    for number, field in enumerate(sheet.fields, start=2):
        _put(page, number, 1, None, f"{field.heading} *" if field.is_required else field.heading)
        _put(page, number, 2, field, cell_of(field, part_at(own, field.path)))
        _put(page, number, 3, None, field.description, is_ours=True)
        if has_examples:
            _put(page, number, 4, field, cell_of(field, part_at(example, field.path)), is_ours=True)
        choices.offer(page, field, f"B{number}")
    _dress(page, [_MIDDLE, _WIDE, 2 * _WIDE, _WIDE], "A2")


def _write_list(
    page: "Worksheet", sheet: BookSheet, data: Mapping[str, Any], choices: "_Choices", *, has_examples: bool
) -> None:
    from openpyxl.utils import get_column_letter

    fields: list[SchemaField | None] = [*([None] if sheet.child else []), *sheet.fields]
    _write_head(page, sheet, fields)
    last = 2
    if has_examples and (example := example_cells(sheet)):
        last += 1
        _put(page, last, 1, None, EXAMPLE, is_ours=True)
        _put_row(page, last, fields, [example.get(heading) for heading in sheet.headings], is_ours=True)
    for row in _rows(sheet, data):
        last += 1
        _put_row(page, last, fields, row)
    for place, field in enumerate(fields, start=2):
        letter = get_column_letter(place)
        cells = f"{letter}3:{letter}{LAST_ROW}"
        if field is not None:
            choices.offer(page, field, cells)
        choices.offer_codes(page, _referred(sheet, field), cells)
        for number in range(last + 1, last + 1 + _READY):
            _format(page.cell(number, place), field)
    _dress(page, [_NARROW, *(_width(field) for field in fields)], "C3")


def _write_head(page: "Worksheet", sheet: BookSheet, fields: Sequence[SchemaField | None]) -> None:
    """Write the headings, with a star where a column has to be filled in, and the explanation under each."""
    page.append([MARK])
    _put(page, 2, 1, None, EXPLANATION, is_ours=True)
    whose = f"De code van de rij bij {sheet.parent_heading} waar dit bij hoort."
    for place, (field, heading) in enumerate(zip(fields, sheet.headings, strict=True), start=2):
        _put(page, 1, place, None, f"{heading} *" if field is None or field.is_required else heading)
        _put(page, 2, place, None, whose if field is None else field.description, is_ours=True)


def _put_row(
    page: "Worksheet",
    number: int,
    fields: Sequence[SchemaField | None],
    cells: Sequence[Cell],
    *,
    is_ours: bool = False,
) -> None:
    for place, (field, cell) in enumerate(zip(fields, cells, strict=True), start=2):
        _put(page, number, place, field, cell, is_ours=is_ours)


_READY = 60  # rows under the last whose cells are text, so that 1.10 stays 1.10


def _width(field: SchemaField | None) -> int:
    if field is None or field.kind in {FieldKind.CODE, FieldKind.DATE, FieldKind.BOOLEAN, FieldKind.INTEGER}:
        return _NARROW + 4
    return _WIDE if field.path[-1] in {"wording", "definition", "reading", "ambiguity", "consequence"} else _MIDDLE


def _referred(sheet: BookSheet, field: SchemaField | None) -> str:
    """The list whose codes the column takes, one in a cell; empty for another column."""
    if field is None:
        return sheet.list_name
    if sheet.child or len(field.path) > 1:
        return ""
    rows = next(rows for rows in all_rows() if rows.name == sheet.list_name)
    model = rows.refs.get(field.path[0])
    return next((other.name for other in all_rows() if model is not None and other.model is model), "")


def _put(
    page: "Worksheet", row: int, column: int, field: SchemaField | None, value: Any, *, is_ours: bool = False
) -> None:
    from openpyxl.styles import Alignment, Font

    cell = page.cell(row, column)
    _format(cell, field)
    if isinstance(value, str):
        cell.value = escape(fitting(value))
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_ours:
        cell.font = Font(italic=True, color=_GREY)


def _format(cell: Any, field: SchemaField | None) -> None:
    kind = field.kind if field else FieldKind.CODE
    if kind not in _NUMBERS:
        cell.number_format = _FORMATS.get(kind, "@")


def _dress(page: "Worksheet", widths: Sequence[int], pane: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_PALE)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = pane


class _Choices:
    """The hidden sheet with the words that a cell can take, and the lists of choices that point at it."""

    def __init__(self, page: "Worksheet") -> None:
        self.page = page
        self.columns: dict[tuple[str, ...], str] = {}

    def offer(self, page: "Worksheet", field: SchemaField, cells: str) -> None:
        """Offer the words of a field in these cells, and refuse others."""
        words = ("ja", "nee") if field.kind is FieldKind.BOOLEAN else tuple(map(field.label, field.choices))
        if words:
            self._validate(page, self._range(words), cells, is_strict=True)

    def offer_codes(self, page: "Worksheet", list_name: str, cells: str) -> None:
        """Offer the codes of another sheet; one that will be typed later may be filled in too."""
        sheet = next(
            (each for each in book_sheets() if list_name and each.list_name == list_name and not each.child), None
        )
        if sheet is not None:
            title = sheet.title.replace("'", "''")
            self._validate(page, f"'{title}'!$B$3:$B${LAST_ROW}", cells, is_strict=False)

    def _range(self, words: tuple[str, ...]) -> str:
        from openpyxl.utils import get_column_letter

        if words not in self.columns:
            place = len(self.columns) + 1
            self.columns[words] = get_column_letter(place)
            for number, word in enumerate(words, start=1):
                self.page.cell(number, place, word)
        letter = self.columns[words]
        return f"'{CHOICES}'!${letter}$1:${letter}${len(words)}"

    def _validate(self, page: "Worksheet", source: str, cells: str, *, is_strict: bool) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(type="list", formula1=f"={source}", allow_blank=True)
        rule.showErrorMessage = is_strict
        rule.errorTitle, rule.error = "Kies uit de lijst", "Deze waarde staat niet in de lijst."
        page.add_data_validation(rule)
        rule.add(cells)
