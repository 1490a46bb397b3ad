"""Cells: nothing becomes a formula, everything comes back, and numbers are what the spreadsheet shows."""

from datetime import date
from decimal import Decimal
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiodeal.sheets.cells import BadCell, Cell, escape, number_cell, text_of, unescape

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
in_xml = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\r\n")
)


@pytest.mark.parametrize("start", STARTS_A_FORMULA)
def test_what_could_become_a_formula_gets_an_apostrophe(start: str) -> None:
    assert escape(f"{start}1+1") == f"'{start}1+1"


@given(in_xml)
def test_no_text_that_we_write_begins_a_formula(text: str) -> None:
    assert not escape(text).startswith(STARTS_A_FORMULA)


@given(in_xml | in_xml.map(lambda text: f"'={text}"))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text


@given(in_xml)
def test_a_text_that_we_did_not_escape_keeps_its_apostrophe(text: str) -> None:
    if not text.lstrip("'").startswith(STARTS_A_FORMULA):
        assert unescape(f"'{text}") == f"'{text}"


def test_what_no_file_can_hold_is_replaced() -> None:
    assert escape("a\x00b\x0bc\ud800") == "a\ufffdb\ufffdc\ufffd"


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (84.0, "84"),
        (0.30000000000000004, "0.3"),
        (3.3000000000000003, "3.3"),
        (1e3, "1000"),
        (-5.0, "-5"),
        (1234567890123456.0, "1.23456789012346E+15"),
        (1e300, "1E+300"),
    ],
)
def test_a_number_is_what_the_spreadsheet_shows(number: float, value: str) -> None:
    assert number_cell(number) == Decimal(value)


@pytest.mark.parametrize("number", [nan, inf, -inf])
def test_what_is_no_number_is_refused_by_name(number: float) -> None:
    assert isinstance(number_cell(number), BadCell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (Decimal("84.00"), "84"),
        (Decimal("1234.50"), "1234,5"),
        (Decimal(100), "100"),
        (Decimal("1E+300"), "1E+300"),
        (date(2026, 6, 14), "14-06-2026"),
        ("'=1+1", "=1+1"),
    ],
)
def test_a_cell_reads_as_somebody_would_type_it(cell: Cell, text: str) -> None:
    assert text_of(cell) == text
