"""Amounts: nothing as an amount, and dividing one into parts that add up to it, to the cent."""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from finance.base.money_fields import CENT

ZERO = Decimal("0.00")


def split[Key](amount: Decimal, weights: Mapping[Key, Decimal]) -> dict[Key, Decimal]:
    """The amount in euro divided by weight; each part is cut to the cent, and the first part gets what is left over.

    100.00 by three equal weights is 33.34, 33.33 and 33.33. A negative amount is divided as its positive is. Raises
    ValueError when there is nothing to divide by.
    """
    whole = sum(weights.values(), Decimal(0))
    if whole <= 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("De delen moeten samen meer zijn dan nul, en geen deel is negatief.")
    parts = {key: (amount * weight / whole).quantize(CENT, rounding=ROUND_DOWN) for key, weight in weights.items()}
    first = next(iter(parts))
    parts[first] += amount - sum(parts.values(), Decimal(0))
    return parts
