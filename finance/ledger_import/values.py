"""What a financial administration writes in a cell, read as whole cents and days; never as a float.

Each function takes a cell and raises ValueError, with a reason in Dutch, for what it cannot read with certainty.
"""

import re
from datetime import date
from decimal import Decimal

from finance.base.money_fields import LARGEST
from regiodeal.base.dates import FIRST, FIRST_YEAR, LAST, LAST_YEAR, is_within
from regiodeal.sheets.cells import Cell, text_of

_DUTCH = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]{1,2})?|[0-9]+(,[0-9]{1,2})?")
_PLAIN = re.compile(r"[0-9]+\.[0-9]{1,2}|[0-9]{1,3}(,[0-9]{3})+\.[0-9]{2}")
_DAYS = (
    re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": None, "\u202f": None, " ": None, "€": None})


def read_cents(cell: Cell) -> int:
    """An amount as whole cents: 1.234,56 and 1234.56 and -5 and 5,00- and (5,00); an empty cell is nothing, 0.

    `1.234` is one thousand two hundred and 34, as a Dutch program writes it.
    """
    if isinstance(cell, Decimal):
        return _cents(cell, str(cell))
    text = text_of(cell)
    bare = text.translate(_SIGNS).removeprefix("EUR")
    if not bare:
        return 0
    digits, is_negative = _without_sign(bare)
    if _DUTCH.fullmatch(digits):
        amount = Decimal(digits.replace(".", "").replace(",", "."))
    elif _PLAIN.fullmatch(digits):
        amount = Decimal(digits.replace(",", ""))
    else:
        raise ValueError(f"'{text[:30]}' is geen bedrag in euro en centen. Schrijf bijvoorbeeld 1.234,56.")
    return _cents(-amount if is_negative else amount, text)


def _without_sign(text: str) -> tuple[str, bool]:
    """The digits, and whether the amount is below zero: -5, 5- and (5)."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1], True
    if text.startswith("-") or text.endswith("-"):
        return text.removeprefix("-") if text.startswith("-") else text.removesuffix("-"), True
    return text.removeprefix("+"), False


def _cents(amount: Decimal, text: str) -> int:
    cents = amount.scaleb(2)
    if not amount.is_finite() or abs(amount) > LARGEST or cents != cents.to_integral_value():
        raise ValueError(f"'{text[:30]}' is geen bedrag in hele centen.")
    return int(cents)


def read_day(cell: Cell) -> date:
    """A day: 31-12-2026, 2026-12-31, 31/12/2026, 20261231, with or without a time behind it."""
    if isinstance(cell, date):
        return _within(cell)
    text = text_of(cell).strip()
    bare = _TIME.sub("", text)
    for form in _DAYS:
        if found := form.fullmatch(bare):
            try:
                day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
            return _within(day)
    if not text:
        raise ValueError("De datum ontbreekt.")
    raise ValueError(f"'{text[:30]}' is geen datum. Schrijf bijvoorbeeld 31-12-2026.")


def _within(day: date) -> date:
    if not is_within(day):
        raise ValueError(
            f"Het jaar {day.year} kan niet kloppen. Schrijf een dag van {FIRST.year} tot en met {LAST.year}."
        )
    return day


def read_year(cell: Cell, *, otherwise: int) -> int:
    """A bookkeeping year of four digits, such as 2026; an empty cell is the year of the booking date."""
    text = text_of(cell).strip()
    if not text:
        return otherwise
    if not (len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise ValueError(f"'{text[:30]}' is geen boekjaar. Schrijf bijvoorbeeld 2026.")
    return int(text)


def read_text(cell: Cell, *, longest: int) -> str:
    """One line of text without what cannot be printed, no longer than a field takes."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text_of(cell)).split())
    if len(text) > longest:
        raise ValueError(f"Deze tekst is langer dan {longest} tekens.")
    return text
