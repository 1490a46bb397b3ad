"""A field of a deal file in a cell, both ways: what people type becomes the text that the schema asks for."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from regiodeal.base.dutch import MONTHS
from regiodeal.base.numbers import read_number
from regiodeal.deal_file.schema import FieldKind, SchemaField
from regiodeal.sheets.cells import FALSE, TRUE, BadCell, Cell, PercentCell, text_of, unescape

_DAY = re.compile(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\s*")
_NAMED_DAY = re.compile(r"\s*(\d{1,2})[-\s]+([A-Za-z]+)\.?[-\s]+(\d{4})\s*")  # 1 maart 2026, 1 mrt. 2026, 1-mrt-2026
_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"mrt": 3, "sept": 9}
_WHOLE_EUROS = re.compile(r",\s*[-\u2013\u2014=]{1,2}$")  # € 5.000,-
_BETWEEN_CODES = re.compile(r"[;,\s]+")
_YES = {"ja", "j", "x", TRUE.lower(), "true"}
_NO = {"nee", "n", FALSE.lower(), "false"}
_CENT = Decimal("0.01")


class CellFaultError(Exception):
    """A cell that cannot be read at all, with the reason in Dutch."""


def value_of(field: SchemaField, cell: Cell) -> object:
    """The cell as the deal file writes it. What does not fit comes back as it was typed: the schema then says why.

    Raises CellFaultError for a cell that holds an error, or a day where a text belongs.
    """
    if isinstance(cell, BadCell):
        raise CellFaultError(cell.reason)
    if field.kind is FieldKind.DATE:
        return _day(cell)
    if field.kind in _NUMBERS:
        if field.path[-1] == "month" and (month := _MONTHS.get(text_of(cell).strip().casefold().rstrip("."))):
            return month
        return _number(field.kind, cell)
    if isinstance(cell, date):
        raise CellFaultError("Het rekenprogramma heeft hier een datum van gemaakt. Maak van de cel eerst tekst.")
    text = f"{cell:f}" if isinstance(cell, Decimal) else text_of(cell)
    return _READERS[field.kind](field, text) if field.kind in _READERS else text


def _yes_or_no(_field: SchemaField, text: str) -> object:
    typed = text.strip().casefold()
    return True if typed in _YES else False if typed in _NO else text.strip()


def _codes(_field: SchemaField, text: str) -> object:
    return [code for code in _BETWEEN_CODES.split(text.strip()) if code]


def _choice(field: SchemaField, text: str) -> str:
    typed = text.strip().casefold()
    for choice in field.choices:
        if typed in {choice.casefold(), field.label(choice).casefold()}:
            return choice
    return text.strip()


_NUMBERS = {FieldKind.AMOUNT, FieldKind.NUMBER, FieldKind.RATE, FieldKind.INTEGER}
_READERS: Mapping[FieldKind, Callable[[SchemaField, str], object]] = {
    FieldKind.BOOLEAN: _yes_or_no,
    FieldKind.CHOICE: _choice,
    FieldKind.CODES: _codes,
    FieldKind.CODE: lambda _field, text: text.strip(),
}


def _day(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    text = text_of(cell).strip()
    found = _DAY.fullmatch(text)
    if found is None and (named := _NAMED_DAY.fullmatch(text)) and (month := _MONTHS.get(named[2].casefold())):
        return f"{named[3]}-{month:02}-{int(named[1]):02}"
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def _number(kind: FieldKind, cell: Cell) -> object:
    if isinstance(cell, date):
        raise CellFaultError("Hier hoort een getal, en er staat een datum.")
    text = text_of(cell).strip()
    try:
        number = _read(kind, cell, text)
    except (ValueError, InvalidOperation):
        return text
    match kind:
        case FieldKind.INTEGER:
            return int(number) if number == number.to_integral_value() else text
        case FieldKind.AMOUNT:
            return f"{number:.2f}" if number == number.quantize(_CENT) else text
    return f"{number.normalize():f}"


def _read(kind: FieldKind, cell: Cell, text: str) -> Decimal:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, PercentCell):
        return cell.share if kind is FieldKind.RATE else cell.percent
    sign = -1 if text.startswith("-") else 1
    plain = text.removeprefix("-").removeprefix("€").strip()
    if kind is FieldKind.AMOUNT:
        plain = _WHOLE_EUROS.sub("", plain)
    if plain.endswith("%"):
        if kind is not FieldKind.RATE:
            raise ValueError(text)
        return read_number(plain.removesuffix("%").strip()) / 100 * sign
    return read_number(plain) * sign


def cell_of(field: SchemaField, value: object) -> Cell:
    """The value as it stands in a cell: the inverse of `value_of`. One that does not fit stands there as a text."""
    if value is None:
        return None
    try:
        return _fitting_cell(field, value)
    except (ValueError, InvalidOperation):
        return str(value)


def _fitting_cell(field: SchemaField, value: object) -> Cell:
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    match field.kind:
        case FieldKind.BOOLEAN:
            return {"True": "ja", "False": "nee"}.get(text, text)
        case FieldKind.CHOICE:
            return field.label(text)
        case FieldKind.DATE:
            return date.fromisoformat(text)
        case kind if kind in _NUMBERS:
            return Decimal(text)
    return text


def part_at(row: Mapping[str, object], path: tuple[str, ...]) -> object:
    """The value at a path in a row; None where the row does not go so far."""
    found: object = row
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def put(row: dict[str, object], path: tuple[str, ...], value: object) -> None:
    """Put the value at a path in a row, with the rows in between."""
    for step in path[:-1]:
        inner = row.setdefault(step, {})
        assert isinstance(inner, dict)
        row = inner
    row[path[-1]] = value


def as_typed(cell: Cell) -> str:
    """A cell as it is compared with another: by what people read in it."""
    return unescape(text_of(cell)).strip().casefold()
