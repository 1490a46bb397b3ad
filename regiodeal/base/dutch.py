"""Numbers, money and dates as people write them here. Only for showing: nothing is computed from these texts."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_SWAP = str.maketrans(",.", ".,")
MILLION = Decimal(1_000_000)


def number(value: Decimal) -> str:
    """1234.50 as '1.234,5' and 84.00 as '84': thousands with a point, no decimals where there are none."""
    whole = value == value.to_integral_value()
    text = f"{value:,.0f}" if whole else f"{value:,.2f}".rstrip("0")
    return text.translate(_SWAP)


def euro(amount: Decimal) -> str:
    """'€ 1.234.567,89', with a no-break space and a true minus sign."""
    sign = "\u2212" if amount < 0 else ""
    return f"€\u00a0{sign}{abs(amount):,.2f}".translate(_SWAP)


def euro_short(amount: Decimal) -> str:
    """'€ 1,2 mln.' from a million up, whole euros below it. The exact amount always stands near."""
    sign = "\u2212" if amount < 0 else ""
    if abs(amount) >= MILLION:
        millions = (abs(amount) / MILLION).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        return f"€\u00a0{sign}{number(millions)}\u00a0mln."
    return f"€\u00a0{sign}{abs(amount):,.0f}".translate(_SWAP)


def percent(share: Decimal) -> str:
    """A share of 1 as whole percents: 0.845 as '85%'."""
    return f"{(share * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)}%"


def exact_percent(share: Decimal) -> str:
    """A share of 1 as percents, with all its decimals: 0.0350 as '3,5%'. For a share that was agreed."""
    return f"{number(share * 100)}%"


def counted(count: int, one: str, more: str) -> str:
    """'1 dag', '2 dagen', '0 dagen'."""
    return f"{count} {one if count == 1 else more}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: 'Epe', 'Epe en Heerde', 'Epe, Heerde en Hattem'."""
    return " en ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def capital(text: str) -> str:
    """The text with a capital at its beginning, and nothing else changed: 'Bijdrage van het MKB'."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The text as it stands inside a sentence; names in it keep their capitals: 'concept naar het Overleg'."""
    return text[:1].lower() + text[1:]


def day(value: date) -> str:
    """Write a date in Dutch: '14 juni 2026'."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def until(last_day: date, on: date) -> str:
    """How far a last day is, seen from another day: '9 dagen te laat', 'uiterlijk vandaag', 'nog 3 dagen'."""
    days = (last_day - on).days
    if days < 0:
        return f"{counted(-days, 'dag', 'dagen')} te laat"
    return {0: "uiterlijk vandaag", 1: "uiterlijk morgen"}.get(days, f"nog {days} dagen")
