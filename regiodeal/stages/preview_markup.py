"""The markup of a page that is only looked at: of a deal as it would be, where no other page is so yet."""

import re

from django.utils.html import format_html

_MAIN = re.compile(r"(<main\b[^>]*>)(.*)(</main>)", re.DOTALL)
_LINK = re.compile(r"""(<a\b[^>]*?)\s(?:xlink:)?href=(?:"(?!#)[^"]*"|'(?!#)[^']*')""")


def without_ways_on(markup: str, *, back_url: str) -> str:
    """The page with its links inside the page only, and a way back; the others would lead to what is not there yet."""
    back = format_html('<p><a href="{}">Terug naar de deal in voorbereiding</a></p>', back_url)
    return _MAIN.sub(lambda found: f"{found[1]}{back}{_LINK.sub(r'\1', found[2])}{found[3]}", markup)
