"""Words that are longer than a page's lines can bear: shown in pieces, so that one word cannot hold up a report.

WeasyPrint 70 lays out the whole rest of a word for each of its lines. A word of 100,000 letters would take minutes.
"""

import re

LONGEST = 1000  # letters; no word of a person is so long

# A run of letters in the words of the page: not within a tag, and an entity such as &amp; is never cut.
_LONG = re.compile(rf"(?:&[#\w]+;|[^\s<>&]){{{LONGEST}}}(?=[^<>]*<)")


def in_pieces(page: str) -> str:
    """The page with each longer word in pieces, every piece beginning on a line of its own; no letter is lost."""
    head, body, rest = page.partition("<body>")
    return head + body + _LONG.sub(r'<span class="piece">\g<0></span>', rest)
