"""Numbers as people type them."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiodeal.base.dutch import number
from regiodeal.base.numbers import read_number


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


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_what_the_portal_shows_can_be_typed_again(value: Decimal) -> None:
    assert read_number(number(value)) == value
