"""A cell as people type it, and the fault that is told of what cannot be read: by a stranger 16."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from regiodeal.deal_file.cell_values import value_of
from regiodeal.deal_file.document import DealFile, read_deal_file
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.schema import FieldKind, SchemaField, fields_of, row_schema
from regiodeal.deal_file.workbook import filled_workbook
from tests.deal_file.made_faults import SMALL


def field(list_name: str, *path: str) -> SchemaField:
    return next(each for each in fields_of(row_schema(list_name)) if each.path == path)


@pytest.mark.parametrize("typed", ["12 maart 2024", "12 mrt 2024", "12 mrt. 2024", "12-mrt-2024", "12-3-2024"])
def test_a_day_is_typed_with_the_name_of_its_month_or_a_short_one(typed: str) -> None:
    signed_on = field("deal", "signed_on")
    assert signed_on.kind is FieldKind.DATE
    assert value_of(signed_on, typed) == "2024-03-12"
    assert value_of(signed_on, "12 xrt 2024") == "12 xrt 2024"


@pytest.mark.parametrize("typed", ["\u20ac 4.850.000,-", "4.850.000,--", "4.850.000,00", "4850000"])
def test_an_amount_of_whole_euros_is_typed_with_a_dash(typed: str) -> None:
    amount = field("budget_lines", "amount")
    assert value_of(amount, typed) == "4850000.00"
    assert value_of(amount, "4,85 mln") == "4,85 mln"


def test_a_month_is_typed_by_its_name() -> None:
    month = field("obligations", "due", "month")
    assert [value_of(month, typed) for typed in ("juni", "Mrt", "6")] == [6, 3, 6]
    assert value_of(field("obligations", "due", "day"), "juni") == "juni"


def test_a_code_with_an_accent_is_told_by_its_accent_and_its_column() -> None:
    """A Party "Fryslan" with a circumflex: it has letters only, and its list of codes stands in one cell."""

    def accent(book: Workbook) -> None:
        type_in(book, "Partijen", 3, "Code", "Frysl\u00e2n")
        type_in(book, "Bronnen van geld", 3, "Partijen", "Frysl\u00e2n")

    told = [fault for fault in changed(accent) if "Frysl\u00e2n" in fault.message]
    assert [fault.column for fault in told] == ["Code", "Partijen"]
    assert told[1].message == "'Frysl\u00e2n' kan niet bij 'Partijen'."
    assert all("letters zonder accent" in fault.remedy for fault in told)


def test_what_names_a_code_that_cannot_be_read_says_which_to_mend_first() -> None:
    """Excel made 1 February of goal 2.1: seven more faults said that 2.1 is not there, and none said why."""

    def spoil(book: Workbook) -> None:
        type_in(book, "Doelen", 3, "Code", datetime(2026, 2, 1))  # noqa: DTZ001 - a cell has no time zone

    told = [fault for fault in changed(spoil) if "staat niet bij Doelen" in fault.message]
    assert told
    assert {fault.remedy for fault in told} == {"Verbeter eerst de code op regel 3 van Doelen."}


def type_in(book: Workbook, title: str, row: int, heading: str, value: object) -> None:
    """Type a value in a row of a sheet, under a heading."""
    page = book[title]
    page.cell(row, next(cell.column for cell in page[1] if str(cell.value).rstrip(" *") == heading)).value = value
    page.cell(row, 1).value = None  # it is no example any more


def changed(change: Callable[[Workbook], None]) -> tuple[Fault, ...]:
    """The faults of the small deal as a workbook, in which something was changed."""
    book = load_workbook(BytesIO(filled_workbook(DealFile.read(SMALL).data)))
    change(book)
    file = BytesIO()
    book.save(file)
    with pytest.raises(DealFileFaultsError) as told:
        read_deal_file(file.getvalue(), "deal.xlsx")
    return told.value.faults
