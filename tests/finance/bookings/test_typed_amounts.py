"""Amounts and shares as people type and paste them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from finance.base.forms import EuroField, EuroOrShareField, PercentField, Share


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€ 1.234,50", "1234.50"),
        ("\u20ac\u00a01.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u202f234\u00a0567", "1234567"),
        ("1.234,50 €", "1234.50"),
        ("0.50", "0.50"),
    ],
)
def test_an_amount_may_be_pasted_as_the_portal_shows_it(text: str, amount: str) -> None:
    """Known T3 and T15: its euro sign and its spaces are no fault."""
    assert EuroField().clean(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["0.500", "012.345", "€ 0.500", "-5", "1 23,50", "€€ 5", "5 euro"])
def test_what_can_mean_two_things_is_refused(text: str) -> None:
    """Known T3: a group of thousands never begins with a nought."""
    with pytest.raises(ValidationError):
        EuroField().clean(text)


@pytest.mark.parametrize(("text", "percents"), [("3,5%", "3.5"), ("3,5", "3.5"), ("4 %", "4")])
def test_a_share_may_carry_its_sign(text: str, percents: str) -> None:
    """Known T15: the deviation of a cap as people write it."""
    assert PercentField().clean(text) == Decimal(percents)


@pytest.mark.parametrize("text", ["0.035", "0.040", "-1", "101", "3%%"])
def test_a_deviation_of_thirty_five_percent_is_not_made_of_0_035(text: str) -> None:
    """Known T3: 0.035 was 35%."""
    with pytest.raises(ValidationError):
        PercentField().clean(text)


def test_a_part_may_be_a_share() -> None:
    assert EuroOrShareField().clean("30%") == Share(Decimal(30))
    with pytest.raises(ValidationError):
        EuroOrShareField().clean("0.300%")
