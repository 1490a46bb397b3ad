"""A workbook opens so that every amount, day and heading can be read, with a filter and a heading that stays."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from regiodeal.sheets.formats.formulas import Formula, sum_of
from regiodeal.sheets.formats.write import MONEY_FORMAT, write_book
from tests.sheets.worked_out import formulas

HEADINGS = ("omschrijving", "boekdatum", "boekjaar", "bedrag incl. btw")


def opened(*rows: tuple[object, ...]) -> object:
    """The sheet of a workbook with these rows."""
    file = io.BytesIO()
    write_book(file, [("Boekingen", HEADINGS, rows)], number_format=MONEY_FORMAT)  # type: ignore[list-item]
    return load_workbook(file)["Boekingen"]


def test_no_amount_or_day_opens_as_a_row_of_signs() -> None:
    """Money 41: each column is as wide as its cells as they are shown."""
    sheet = opened(("Nota", date(2026, 1, 14), Decimal(2026), Decimal("-999999999.99")))
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]  # type: ignore[attr-defined]
    assert widths[1] > len("14-01-2026")
    assert widths[3] > len("-999.999.999,99")
    assert all(width > len(heading) for width, heading in zip(widths, HEADINGS, strict=True))


def test_a_long_text_does_not_push_the_rest_away() -> None:
    sheet = opened(("x" * 5000, None, None, None))
    assert sheet.column_dimensions["A"].width == 60  # type: ignore[attr-defined]


def test_the_heading_stays_and_filters_and_a_year_is_a_number() -> None:
    """Money 41: a filter over all rows, a frozen heading, and 2026 not as 2.026,00."""
    sheet = opened(*(("Nota", date(2026, 1, 14), Decimal(2026), Decimal("1.00")) for _row in range(700)))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D701")  # type: ignore[attr-defined]
    year, amount = sheet["C2"], sheet["D2"]  # type: ignore[index]
    assert (year.value, year.number_format) == (2026, "0")
    assert (amount.value, amount.number_format) == (1, MONEY_FORMAT)


def test_an_empty_sheet_has_its_heading() -> None:
    assert opened().max_row == 1  # type: ignore[attr-defined]


def test_a_total_shows_its_outcome_wherever_it_falls_and_is_outside_the_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read in pieces, so that a large one takes no more memory; a formula can lie over the end of a piece."""
    rows: list[tuple[Any, ...]] = [("Nota", date(2026, 1, 14), Decimal(2026), Decimal(n)) for n in range(1, 21)]
    total = sum_of(4, range(2, 22), [row[3] for row in rows], Decimal(210))
    for size in (7, 64, 1 << 20):
        monkeypatch.setattr("regiodeal.sheets.formats.formulas.CHUNK", size)
        file = io.BytesIO()
        write_book(file, [("Boekingen", HEADINGS, [*rows, ("Totaal", None, None, total)])], number_format=MONEY_FORMAT)
        assert formulas(file.getvalue()) == {"Boekingen": {"D22"}}
        sheet = load_workbook(file, data_only=True)["Boekingen"]
        assert (sheet["D22"].value, sheet["D22"].number_format) == (210, MONEY_FORMAT)
        assert sheet.auto_filter.ref == "A1:D21"
        assert load_workbook(file)["Boekingen"]["D22"].value == "=SUM(D2:D21)"


def test_a_total_that_is_not_the_sum_of_its_parts_is_a_number() -> None:
    """A part of it is not known, or was rounded: a formula would show another number than the page."""
    assert sum_of(4, [2, 3], [Decimal(1), None], Decimal(1)) == Decimal(1)
    assert sum_of(4, [2, 3], [Decimal(1), Decimal(2)], Decimal(4)) == Decimal(4)
    assert sum_of(4, [2, 5], [Decimal(1), Decimal(2)], Decimal(3)) == Formula("D2+D5", Decimal(3))
