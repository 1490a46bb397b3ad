"""Between which days the portal reckons: a day beyond them is a slip of the keyboard, or no day of a Regio Deal."""

import re
from datetime import date

from regiodeal.base.dutch import MONTHS

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
FIRST_YEAR, LAST_YEAR = 2000, 2100  # bookkeeping years: the last days may be settled in the year after them
NOT_YET = "Deze dag is nog niet geweest. Kies vandaag of een eerdere dag."
NO_DATE = "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026 of 31 december 2026."


def is_within(day: date) -> bool:
    """Tell whether the portal reckons with this day."""
    return FIRST <= day <= LAST


def day_of(text: str) -> date:
    """The day in ISO form. Raises ValueError for what is none, or beyond the days of the portal."""
    found = date.fromisoformat(text)
    if not is_within(found):
        raise ValueError(f"no day from {FIRST} to {LAST}: {text}")
    return found


# 1 november 2026, zo 1 nov. 2026; 1-11-2026, 1/11/2026, 1.11.2026: the day before the month, as people write it here.
_IN_WORDS = re.compile(r"(?:[a-z]{2,9}\.?,? )?([0-9]{1,2}) ([a-z]{3,9})\.? ([0-9]{4})")
_IN_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SHORT = {"mrt": 3, "sept": 9}


def typed_day(text: str) -> date:
    """The day as people type it: '1 november 2026', '1 nov 2026', '1-11-2026', '1/11/2026', '2026-11-01'.

    Raises ValueError for what is no day, or could be read in two ways: a year of two figures.
    """
    plain = " ".join(text.lower().split())
    if found := _IN_NUMBERS.fullmatch(plain):
        return date(int(found[4]), int(found[3]), int(found[1]))
    if found := _IN_WORDS.fullmatch(plain):
        return date(int(found[3]), _month(found[2]), int(found[1]))
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", plain):
        raise ValueError(text)
    return date.fromisoformat(plain)


def _month(name: str) -> int:
    """The number of a month by its name, or the beginning of it. Raises ValueError for none."""
    if name in _SHORT:
        return _SHORT[name]
    known = [number for number, month in enumerate(MONTHS, start=1) if month.startswith(name)]
    if len(known) != 1:
        raise ValueError(name)
    return known[0]
