"""Cells of a financial administration, read to the cent or refused by name."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.ledger_import.cell_values import (
    converted,
    cut_text,
    first_of_period,
    read_cents,
    read_day,
    read_text,
    read_year,
)
from regiodeal.sheets.cells import Cell


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("1.234,56", 123456),
        ("1234,5", 123450),
        ("1234.56", 123456),
        ("1,234.56", 123456),
        ("1.234", 123400),
        ("-5", -500),
        ("5,00-", -500),
        ("(5,00)", -500),
        ("\u2212 0,01", -1),
        ("€ 12.345.678,90", 1234567890),
        ("", 0),
        (None, 0),
        (Decimal("12.3"), 1230),
        (Decimal(-7), -700),
        ("-", 0),
        ("€ -", 0),
        (" \u2013 ", 0),
        ("100,00 CR", -10000),
        ("100,00 DB", 10000),
        ("1.234,56C", -123456),
        ("€ -1.234,50", -123450),
        ("EUR 1.234,50", 123450),
        ("1.234,50 EUR", 123450),
        ("1 234,50", 123450),
        ("1'234.50", 123450),
        (",50", 50),
        (".50", 50),
        ("100.0000", 10000),
        ("100,0000", 10000),
        ("1.234,56 CR EUR", -123456),
    ],
)
def test_an_amount_is_read_to_the_cent(cell: Cell, cents: int) -> None:
    assert read_cents(cell) == cents


@pytest.mark.parametrize(
    "cell",
    [
        "1.23.4",
        "1,2,3",
        "0,001",
        "veel",
        "--5",
        "=1+1",
        "1e5",
        "NaN",
        Decimal("0.001"),
        "9" * 20,
        "5 euro",
        "-5,00 CR",
        "USD 100,00",
        *("1,200", "12,000", "1,000.5"),
        *("100 GBP", "(5,00)-", "---", "1.000.00", "CR", "D"),
    ],
)
def test_what_is_no_amount_is_refused_and_never_rounded(cell: Cell) -> None:
    with pytest.raises(ValueError, match="geen bedrag"):
        read_cents(cell)


@given(cents=st.integers(-(10**13), 10**13))
def test_what_is_written_the_dutch_way_comes_back_to_the_cent(cents: int) -> None:
    text = f"{Decimal(cents).scaleb(-2):,.2f}".translate(str.maketrans(",.", ".,"))
    assert read_cents(text) == cents


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "31-12-2026",
            "2026-12-31",
            "31/12/2026",
            "31.12.2026",
            "20261231",
            "31-12-2026 00:00",
            "31-12-26",
            "31/12/26",
        ),
        *("31/12/26", "46387", "46387,5", "31 december 2026"),
    ],
)
def test_a_day_is_read_as_programs_write_it(cell: str) -> None:
    assert read_day(cell) == date(2026, 12, 31)
    assert read_day(date(2026, 12, 31)) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "cell", ["31-02-2026", "12/31/2026", "31-02-26", "36525", "73051", "123456", "26-12", "gisteren", "", None]
)
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match="datum"):
        read_day(cell)


def test_a_year_is_that_of_the_booking_date_when_the_file_says_none() -> None:
    assert (read_year("", otherwise=2025), read_year(Decimal(2026), otherwise=2025)) == (2025, 2026)
    with pytest.raises(ValueError, match="boekjaar"):
        read_year("26", otherwise=2025)


@pytest.mark.parametrize("cell", ["6", "06", "202606", "2026-06", "2026/6", "2026006", "P06", "2026.06"])
def test_a_period_is_a_month(cell: str) -> None:
    assert first_of_period(cell, year=2026) == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("cell", "year"), [("13", 2026), ("0", 2026), ("202613", 0), ("6", 0), ("", 2026), ("k1", 2026)]
)
def test_what_is_no_month_of_a_known_year_is_refused(cell: str, year: int) -> None:
    with pytest.raises(ValueError, match="periode"):
        first_of_period(cell, year=year)


@pytest.mark.parametrize(("cents", "rate", "euros"), [(10000, "0.92", 9200), (1, "0.5", 1), (-333, "1.1705", -390)])
def test_another_currency_is_booked_at_its_rate(cents: int, rate: str, euros: int) -> None:
    assert converted(cents, Decimal(rate)) == euros


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    assert cut_text("x" * 400, longest=300) == "x" * 289 + " [ingekort]"
    assert cut_text("x" * 300, longest=300) == "x" * 300


def test_a_text_is_one_line_of_what_can_be_printed() -> None:
    assert read_text(" a\n\x00b\t c ", longest=9) == "a b c"
    with pytest.raises(ValueError, match="langer dan 3"):
        read_text("abcd", longest=3)
