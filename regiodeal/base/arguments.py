"""Arguments of commands: dates and amounts, with a clear refusal of what cannot be read."""

from argparse import ArgumentTypeError
from datetime import date
from decimal import Decimal, InvalidOperation

from regiodeal.base.dates import FIRST, LAST, day_of


def date_argument(text: str) -> date:
    """A date in ISO form, of the days of the portal. Raises ArgumentTypeError with an example."""
    try:
        return day_of(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f"'{text}' is geen datum van {FIRST.year} tot en met {LAST.year}; schrijf bijvoorbeeld 2026-06-14"
        ) from error


def amount_argument(text: str) -> Decimal:
    """An amount in euro, not negative, at most two decimals. Raises ArgumentTypeError with an example."""
    try:
        amount = Decimal(text)
        cents = amount.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ArgumentTypeError(f"'{text}' is geen bedrag; schrijf bijvoorbeeld 10000000.00") from error
    if not amount.is_finite() or amount < 0 or cents != amount:
        raise ArgumentTypeError(f"'{text}' is geen bedrag in euro met centen; schrijf bijvoorbeeld 10000000.00")
    return cents
