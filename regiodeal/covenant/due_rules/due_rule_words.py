"""A due rule of the deal file (due_rules.py) in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from regiodeal.base.dutch import MONTHS, day

Rule = dict[str, Any]


def due_in_words(rule: Rule) -> str:
    """'uiterlijk 31 maart 2024', 'elk jaar uiterlijk 14 juni'; of a rule that cannot be read, that it cannot."""
    words = _WORDS.get(str(rule.get("rule")))
    try:
        return words(rule) if words else "een termijn"
    except (KeyError, TypeError, ValueError, IndexError):
        return "een termijn met een dag die niet bestaat"


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _yearly(rule: Rule) -> str:
    last = f" tot en met {rule['last_year']}" if rule.get("last_year") else ""
    return f"elk jaar uiterlijk {rule['day']} {MONTHS[rule['month'] - 1]}, vanaf {rule['first_year']}{last}"


NUMBERS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


def term_in_words(rule: Rule) -> str:
    """How long a term is that runs from an event: 'zes weken', 'een maand', '18 maanden'; empty without one."""
    terms = [
        _counted(int(rule.get("months") or 0), "maand", "maanden"),
        _counted(int(rule.get("weeks") or 0), "week", "weken"),
    ]
    return " en ".join(term for term in terms if term)


def _counted(count: int, one: str, more: str) -> str:
    if not count:
        return ""
    words = NUMBERS[count - 1] if count <= len(NUMBERS) else str(count)
    return f"{words} {one if count == 1 else more}"


_TERMS_AFTER = {
    "amendment_requested": "binnen {term} na een verzoek om wijziging",
    "withdrawal_notified": "{term} na een opzegging",
}


def _after_event(rule: Rule) -> str:
    return _TERMS_AFTER.get(str(rule.get("event")), "binnen {term} na de gebeurtenis").format(term=term_in_words(rule))


_WORDS: dict[str, Callable[[Rule], str]] = {
    "fixed": lambda rule: f"uiterlijk {_day(rule['date'])}",
    "window": lambda rule: f"van {_day(rule['from'])} tot en met {_day(rule['to'])}",
    "yearly": _yearly,
    "end_of_year": lambda rule: "aan het eind van elk jaar",
    "end_of_deal": lambda rule: "aan het eind van de deal",
    "after_end_of_deal": lambda rule: "na het eind van de deal",
    "before_end_of_financing": lambda rule: f"uiterlijk {rule['months']} maanden voor het eind van de financiering",
    "years_after_signing": lambda rule: f"{rule['years']} jaar na de ondertekening",
    "after_event": _after_event,
}
