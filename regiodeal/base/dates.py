"""Between which days the portal reckons: a day beyond them is a slip of the keyboard, or no day of a Regio Deal."""

from datetime import date

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
FIRST_YEAR, LAST_YEAR = 2000, 2100  # bookkeeping years: the last days may be settled in the year after them
NOT_YET = "Deze dag is nog niet geweest. Kies vandaag of een eerdere dag."
NO_DATE = "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026."


def is_within(day: date) -> bool:
    """Tell whether the portal reckons with this day."""
    return FIRST <= day <= LAST


def day_of(text: str) -> date:
    """The day in ISO form. Raises ValueError for what is none, or beyond the days of the portal."""
    found = date.fromisoformat(text)
    if not is_within(found):
        raise ValueError(f"no day from {FIRST} to {LAST}: {text}")
    return found
