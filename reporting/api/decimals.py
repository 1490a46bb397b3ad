"""Numbers as text: no program reads 0.1 as something else."""

from decimal import Decimal


def two_decimals(value: Decimal | None) -> str | None:
    """The number with two decimals; None where there is none."""
    return None if value is None else f"{value:.2f}"
