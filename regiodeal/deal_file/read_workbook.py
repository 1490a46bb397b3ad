"""A deal's workbook, read back into the lists of a deal file, with the cell in which each part stood."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from io import BytesIO
from itertools import islice
from typing import Any

from regiodeal.deal_file.book_sheets import (
    CHOICES,
    EXAMPLE,
    EXPLANATION,
    FIELD,
    MARK,
    READ_ME,
    VALUE,
    BookSheet,
    book_sheets,
)
from regiodeal.deal_file.cell_values import CellFaultError, as_typed, part_at, put, value_of
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.form import HOW_IN_CELLS
from regiodeal.deal_file.places import Cells, Place, line_text
from regiodeal.deal_file.schema import DEAL, FieldKind, FieldPath, SchemaField
from regiodeal.deal_file.workbook import example_cells
from regiodeal.sheets.cells import Cell, is_blank, text_of, unescape
from regiodeal.sheets.formats import Row, UnreadableError
from regiodeal.sheets.formats.workbooks import CalamineRows, workbook_sheets
from regiodeal.sheets.formats.zip_archive import Archive
from regiodeal.sheets.reading import HEADING_WITHIN, SheetKind, inspect, safe_rows, title_of

MOST_ROWS = 20_000  # of a sheet; the largest list of the whole covenant has 92
# What sheets and columns were called in workbooks of before: those are read as well.
_FORMERLY = {"wijken": "gebieden", "wijk": "gebied"}
_CODE = SchemaField(("code",), "Code", "", FieldKind.CODE)


def read_workbook(content: bytes) -> tuple[dict[str, Any], Cells, list[Fault]]:
    """The lists of a workbook, where each part stands, and what could not be read or is worth a look.

    Raises DealFileFaultsError for what is no workbook, or none of a deal.
    """
    try:
        held = _held(content)
    except UnreadableError as error:
        raise DealFileFaultsError([Fault(str(error))]) from error
    reading = _Reading()
    for name, rows in held.items():
        if len(rows) > MOST_ROWS:
            raise DealFileFaultsError([Fault(f"Op dit werkblad staan meer dan {MOST_ROWS} rijen.", list_name=name)])
    named = reading.named(held)
    wanted = {title_of(sheet.title): sheet for sheet in book_sheets()}
    if not named.keys() & wanted.keys() and not any(map(_is_a_sheet_of_a_deal, held.values())):
        remedy = "Gebruik het werkboek dat u bij Nieuwe deal kunt downloaden."
        raise DealFileFaultsError([Fault("In dit bestand staat geen werkblad van een deal.", remedy)])
    for sheet in sorted(book_sheets(), key=lambda each: bool(each.child)):  # rows in a row come after that row
        if (found := named.get(title_of(sheet.title))) is not None:
            reading.read(sheet, held[found])
    unknown = {name: held[name] for title, name in named.items() if title not in wanted}
    reading.tell_unknown(unknown, [sheet for title, sheet in wanted.items() if title not in named])
    return reading.data, Cells(reading.places, reading.typed), reading.faults


def _known_as(text: str, known: Collection[str]) -> str:
    """A title as it is compared; a name of before as the name that came in its place."""
    title = title_of(text)
    return _FORMERLY.get(title, title) if title not in known else title


def _held(content: bytes) -> dict[str, list[Row]]:
    """The rows of each sheet by its name. Raises UnreadableError."""
    if inspect(BytesIO(content), len(content)).kind != SheetKind.XLSX:
        raise UnreadableError("Dit is geen werkboek van Excel (.xlsx).")
    with Archive(BytesIO(content)) as archive, workbook_sheets(archive) as sheets:
        return {_name(sheet): list(islice(safe_rows(sheet), MOST_ROWS + 1)) for sheet in sheets}


def _name(sheet: CalamineRows) -> str:
    return sheet.book.sheet_names[sheet.place]


def _headings_of(rows: Sequence[Row]) -> set[str]:
    """What stands in the first row of a sheet, as headings are compared."""
    return {title_of(text_of(cell)) for _line, cells in rows[:1] for cell in cells} - {""}


def _is_a_sheet_of_a_deal(rows: Sequence[Row]) -> bool:
    """Tell whether a sheet has the headings by which ours begin, whatever it is called."""
    told = _headings_of(rows)
    return title_of(MARK) in told or {title_of(FIELD), title_of(VALUE)} <= told


def _said(field: SchemaField | None, cell: Cell) -> object:
    """What a cell says, however it is shown; nothing where it cannot be read."""
    try:
        return value_of(field or _CODE, cell) or None
    except CellFaultError:
        return None


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.places: dict[FieldPath, Place] = {}
        self.typed: dict[FieldPath, str] = {}
        self.faults: list[Fault] = []

    def named(self, names: Iterable[str]) -> dict[str, str]:
        """The sheets by their title as it is compared; one that stands there twice is told."""
        found: dict[str, str] = {}
        for name in names:
            if found.setdefault(_known_as(name, ()), name) != name:
                self.faults.append(Fault("Dit werkblad staat er twee keer in.", "Haal er een weg.", line_text(name)))
        return found

    def tell_unknown(self, unknown: Mapping[str, Sequence[Row]], missing: Sequence[BookSheet]) -> None:
        """Tell of sheets that are not read: a fault where one of ours may be meant, a remark for notes of one's own."""
        for name, rows in unknown.items():
            if title_of(name) in {title_of(READ_ME), title_of(CHOICES)}:
                continue
            meant = self._meant(name, rows, missing)
            is_remark = not meant and not _is_a_sheet_of_a_deal(rows)
            remedy = (
                f"Bedoelt u '{meant}'? Geef het werkblad dan die naam."
                if meant
                else "Hoort dit bij de deal? Geef het werkblad dan de naam die op het blad Lees mij staat."
            )
            self.faults.append(Fault("Dit werkblad kennen wij niet.", remedy, line_text(name), is_remark=is_remark))

    def _meant(self, name: str, rows: Sequence[Row], missing: Sequence[BookSheet]) -> str:
        """The title of the missing sheet that one may mean: by its key, by its headings, or by a name like it."""
        by_key = [sheet.title for sheet in missing if title_of(name) == sheet.list_name and not sheet.child]
        titles = {title_of(sheet.title): sheet.title for sheet in missing}
        close = [titles[each] for each in get_close_matches(title_of(name), list(titles), n=1, cutoff=0.75)]
        told = _headings_of(rows) if _is_a_sheet_of_a_deal(rows) else set()
        same = [sheet.title for sheet in missing if {title_of(each) for each in sheet.headings} <= told]
        return next(iter([*by_key, *close, *same]), "")

    def read(self, sheet: BookSheet, rows: Sequence[Row]) -> None:
        """Read one sheet; what is wrong with it is told, and the rest is read."""
        headings = {title_of(heading): heading for heading in (MARK, *sheet.headings)}
        if sheet.is_upright:
            headings[EXAMPLE] = EXAMPLE.capitalize()
        found = self._heading(sheet, rows, headings)
        if found is None:
            return
        number, columns = found
        under = [(line, cells) for line, cells in rows if line > number]
        self._tell_unknown_columns(sheet, rows, number, under, headings)
        for line, cells in under:
            by_heading = {heading: cells[place] for heading, place in columns.items() if place < len(cells)}
            if all(is_blank(cell) for cell in by_heading.values()):
                continue
            if sheet.is_upright:
                self._read_field(sheet, line, by_heading)
            elif not self._is_ours(sheet, line, by_heading):
                self._read_row(sheet, line, by_heading)

    def _heading(
        self, sheet: BookSheet, rows: Sequence[Row], headings: Mapping[str, str]
    ) -> tuple[int, dict[str, int]] | None:
        for number, cells in rows[:HEADING_WITHIN]:
            told = [_known_as(text_of(cell), headings) for cell in cells]
            known = [title for title in told if title in headings]
            if len(set(known)) >= min(2, len(sheet.headings)):
                for title in {title for title in known if known.count(title) > 1}:
                    self._tell("Deze kolom staat er twee keer in.", sheet, number, headings[title], "Haal er een weg.")
                return number, {headings[title]: told.index(title) for title in known}
        if rows:
            remedy = f"Zet op de eerste rij de kopjes: {', '.join(sheet.headings[:5])}, …"
            self._tell("Op dit werkblad staan geen kopjes die wij kennen.", sheet, None, "", remedy)
        return None

    def _tell_unknown_columns(
        self, sheet: BookSheet, rows: Sequence[Row], number: int, under: Sequence[Row], headings: Mapping[str, str]
    ) -> None:
        for place, cell in enumerate(dict(rows)[number]):
            title = _known_as(text_of(cell), headings)
            is_filled = any(place < len(cells) and not is_blank(cells[place]) for _line, cells in under)
            if not title or title in headings or not is_filled:
                continue
            close = get_close_matches(title, list(headings), n=1)
            remedy = (
                f"Bedoelt u '{headings[close[0]]}'?" if close else "Haal de kolom weg, of zet haar op een eigen blad."
            )
            self._tell("Deze kolom kennen wij niet.", sheet, number, line_text(text_of(cell)), remedy)

    def _is_ours(self, sheet: BookSheet, line: int, cells: Mapping[str, Cell]) -> bool:
        """Tell whether the row is an explanation or an example of the template; one that was changed is a fault."""
        mark = as_typed(cells.get(MARK))
        if not mark:
            return False
        if mark == EXAMPLE:
            fields = {field.heading: field for field in sheet.fields}
            if any(
                _said(fields.get(name), cells.get(name)) != _said(fields.get(name), cell)
                for name, cell in example_cells(sheet).items()
            ):
                remedy = f"Is het een rij van uw deal, maak dan '{MARK}' leeg. Is het dat niet, haal de rij dan weg."
                self._tell("Dit voorbeeld is veranderd.", sheet, line, MARK, remedy)
        elif mark != EXPLANATION:
            self._tell(f"Hier kan alleen '{EXPLANATION}' of '{EXAMPLE}' staan.", sheet, line, MARK, "Maak de cel leeg.")
            return False
        return True

    def _read_field(self, sheet: BookSheet, line: int, cells: Mapping[str, Cell]) -> None:
        typed = as_typed(cells.get(FIELD))
        field = next((each for each in sheet.fields if each.heading.casefold() == typed.strip("* ")), None)
        value = cells.get(VALUE)
        if field is None:
            if not is_blank(value):
                close = get_close_matches(typed, [each.heading.casefold() for each in sheet.fields], n=1)
                meant = [each.heading for each in sheet.fields if each.heading.casefold() in close]
                remedy = f"Bedoelt u '{meant[0]}'?" if meant else "Haal de rij weg."
                self._tell("Dit gegeven kennen wij niet.", sheet, line, line_text(text_of(cells.get(FIELD))), remedy)
            return
        self.places.setdefault((DEAL,), Place(sheet.title))
        self._keep(self.data.setdefault(DEAL, {}), (DEAL,), field, value, Place(sheet.title, None, field.heading, line))

    def _read_row(self, sheet: BookSheet, line: int, cells: Mapping[str, Cell]) -> None:
        if sheet.child:
            found = self._parent(sheet, line, cells)
            if found is None:
                return
            path, rows = found
        else:
            rows, path = self.data.setdefault(sheet.list_name, []), (sheet.list_name,)
            self.places.setdefault(path, Place(sheet.title))
        row: dict[str, Any] = {}
        rows.append(row)
        place = (*path, len(rows) - 1)
        self.places[place] = Place(sheet.title, len(rows), "", line)
        for field in sheet.fields:
            at = Place(sheet.title, len(rows), field.heading, line)
            self._keep(row, place, field, cells.get(field.heading), at)

    def _parent(
        self, sheet: BookSheet, line: int, cells: Mapping[str, Cell]
    ) -> tuple[FieldPath, list[dict[str, Any]]] | None:
        """The row in which this row stands. A row of nobody is told, and left out."""
        try:
            code = value_of(_CODE, cells.get(sheet.parent_heading))
        except CellFaultError as error:
            self._tell(str(error), sheet, line, sheet.parent_heading, HOW_IN_CELLS["code"])
            return None
        for index, parent in enumerate(self.data.get(sheet.list_name, ())):
            if parent.get("code") == code:
                return (sheet.list_name, index, sheet.child), parent.setdefault(sheet.child, [])
        told = f"'{line_text(code)}' staat er niet." if code else f"'{sheet.parent_heading}' is niet ingevuld."
        self._tell(told, sheet, line, sheet.parent_heading, "Vul de code in van de rij waar dit bij hoort.")
        return None

    def _keep(self, row: dict[str, Any], path: FieldPath, field: SchemaField, cell: Cell, at: Place) -> None:
        for length in range(1, len(field.path)):
            self.places.setdefault((*path, *field.path[:length]), at)
        self.places[(*path, *field.path)] = at
        if is_blank(cell):
            return
        self.typed[(*path, *field.path)] = unescape(text_of(cell)).strip()
        try:
            value = value_of(field, cell)
        except CellFaultError as error:
            remedy = HOW_IN_CELLS.get(field.kind.value, "Maak de cel leeg, en typ opnieuw wat er hoort.")
            self.faults.append(Fault(str(error), remedy, at.list_title, at.row, at.column, at.line))
            return
        if part_at(row, field.path) is not None:
            self.faults.append(
                Fault("Dit staat er twee keer in.", "Haal er een weg.", at.list_title, at.row, at.column, at.line)
            )
        put(row, field.path, value)

    def _tell(self, message: str, sheet: BookSheet, line: int | None, column: str, remedy: str = "") -> None:
        self.faults.append(Fault(message, remedy, sheet.title, None, column, line))
