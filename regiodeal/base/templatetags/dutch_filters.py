"""Template filters for Dutch numbers, money and dates; they take a value or its text from a frozen snapshot."""

from datetime import date
from decimal import Decimal

from django import template

from regiodeal.base import dutch

register = template.Library()

EMPTY = "\u2013"


@register.filter
def number(value: Decimal | str | int | None) -> str:
    """A number, or a dash when there is none."""
    return EMPTY if value is None or value == "" else dutch.number(Decimal(value))


@register.filter
def euro(value: Decimal | str | None) -> str:
    """Write an exact amount in Dutch."""
    return EMPTY if value is None or value == "" else dutch.euro(Decimal(value))


@register.filter
def amount(value: Decimal | str | None) -> str:
    """An exact amount without the sign, for a column that says it is in euro."""
    return euro(value).replace("€\u00a0", "")


@register.filter
def euro_short(value: Decimal | str | None) -> str:
    """An amount at a glance."""
    return EMPTY if value is None or value == "" else dutch.euro_short(Decimal(value))


@register.filter
def percent(value: Decimal | str | None) -> str:
    """A share of 1 as percents."""
    return EMPTY if value is None or value == "" else dutch.percent(Decimal(value))


@register.filter
def exact_percent(value: Decimal | str | None) -> str:
    """An agreed share of 1 as percents, never rounded to whole ones."""
    return EMPTY if value is None or value == "" else dutch.exact_percent(Decimal(value))


@register.filter(expects_localtime=True)
def day(value: date | str | None) -> str:
    """A date in words; of a moment the day on which it was here."""
    if not value:
        return EMPTY
    return dutch.day(date.fromisoformat(value) if isinstance(value, str) else value)


@register.filter
def until_day(last_day: date, on: date) -> str:
    """How far a last day is, in words: '9 dagen te laat'."""
    return dutch.capital(dutch.until(last_day, on))


@register.filter
def uncapital(text: str) -> str:
    """The text as it stands inside a sentence: names in it keep their capitals."""
    return dutch.uncapital(text)
