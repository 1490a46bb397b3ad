"""Numbers as people type them."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from regiodeal.base.dutch import number
from regiodeal.base.numbers import DutchNumberField, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("84", "84"),
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1234.5", "1234.5"),
        (" 12 ", "12"),
        ("0,05", "0.05"),
        ("1.234.567,89", "1234567.89"),
    ],
)
def test_what_is_read(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1,2,3", "1 000", "twaalf", "1.23.4", "=1+1", "1e5", "NaN", "Infinity", "١٢", "1,2.3"]
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        read_number(text)


@pytest.mark.parametrize("text", ["0.500", "0.125", "012.345", "0.035", "00.500", "0.500,5", " 0.500\u00a0"])
def test_a_group_of_thousands_never_begins_with_a_nought(text: str) -> None:
    """T3: 0.500 may be a half or five hundred, so it is refused with what to write instead."""
    with pytest.raises(ValueError, match="0"):
        read_number(text)
    with pytest.raises(ValidationError, match="kan twee dingen betekenen"):
        DutchNumberField().clean(text)


@pytest.mark.parametrize(("text", "value"), [("0,500", "0.5"), ("0.50", "0.5"), ("100.500", "100500"), ("012", "12")])
def test_what_can_mean_one_thing_is_still_read(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_what_the_portal_shows_can_be_typed_again(value: Decimal) -> None:
    assert read_number(number(value)) == value
