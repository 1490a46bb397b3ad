"""The pictures that a clean text names: `<img data-picture="12" alt="what it shows">`, and by no other address."""

import re
from collections.abc import Callable
from html import escape, unescape

NAMED = re.compile(r'<img data-picture="(\d{1,9})" alt="([^"]*)">')
_ANY = re.compile(r"""<img((?:\s+[\w-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*/?>""", re.IGNORECASE)
_NUMBER = re.compile(r'\sdata-picture="(\d{1,9})"')
_WORDS = re.compile(r'\salt="([^"]*)"')


def with_named_alone(html: str) -> str:
    """The HTML with each picture of ours in one form, and no other picture. For what nh3 wrote."""
    return _ANY.sub(_in_one_form, html)


def _in_one_form(found: re.Match[str]) -> str:
    number, words = _NUMBER.search(found[1]), _WORDS.search(found[1])
    if number is None:
        return ""
    told = " ".join(unescape(words[1]).split()) if words else ""
    return f'<img data-picture="{int(number[1])}" alt="{escape(told)}">'


def named_pictures(html: str) -> dict[int, list[str]]:
    """What a clean text says that each picture in it shows, by its number; empty where it says nothing."""
    found: dict[int, list[str]] = {}
    for number, words in NAMED.findall(html):
        found.setdefault(int(number), []).append(unescape(words))
    return found


def with_addresses(html: str, address: Callable[[int], str | None]) -> str:
    """The clean text as a page shows it. A picture without an address is told by its words alone."""

    def shown(found: re.Match[str]) -> str:
        where = address(int(found[1]))
        return f'<img src="{escape(where)}" alt="{found[2]}">' if where else in_words(found)

    return NAMED.sub(shown, html)


def in_words(found: re.Match[str]) -> str:
    """What a picture shows, where it cannot be seen."""
    return f"(Plaatje: {found[2]})"
