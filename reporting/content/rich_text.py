"""What the bureau writes with headings, lists, bold and links: cleaned to exactly that, wherever it comes from."""

import re
from html import unescape

import nh3

TAGS = {"h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "br"}
LONGEST = 50_000  # characters, tags included


def clean(html: str) -> str:
    """The text with only headings, paragraphs, lists, bold, italics and links to the web or a mail address.

    Anything else loses its tags, and scripts and styles their content too. Clean text stays as it is.
    """
    return nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    ).strip()


def in_plain_text(html: str) -> str:
    """Return what it says, without tags: each paragraph, heading and item on a line of its own."""
    broken = re.sub(r"</(?:p|h3|h4|li)>|<br ?/?>", "\n", html)
    return unescape(nh3.clean(broken, tags=set())).strip()


def is_empty(html: str) -> bool:
    """Tell whether nothing is left to read."""
    return not nh3.clean(html, tags=set()).replace("\xa0", " ").strip()
