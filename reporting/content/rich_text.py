"""What the bureau writes with headings, lists, tables, notes, bold, links and pictures: cleaned to that alone."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import nh3

from reporting.texts.named_pictures import NAMED, in_words, with_named_alone

CELLS = {"td", "th"}
TABLE = {"table", "thead", "tbody", "tr", *CELLS}
TAGS = {"h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "br", "sup", "img", *TABLE}
LONGEST = 50_000  # characters, tags included


def clean(html: str) -> str:
    """The text with only headings, paragraphs, lists, tables, notes, bold, italics and links to web or mail address.

    A picture stays where it is one of the portal, by its number (texts/named_pictures.py). Anything else loses its
    tags, and scripts and styles their content too. Each table has a head of one row and as many cells in each row, so
    that it can be read aloud and written as Word. Clean text stays as it is.
    """
    cleaned = nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes={"a": {"href"}, "img": {"data-picture", "alt"}},
        allowed_classes={"ol": {"notes"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    ).strip()
    return with_named_alone(_with_whole_tables(cleaned) if "<table" in cleaned else cleaned)


def _with_whole_tables(html: str) -> str:
    from lxml.html import fragment_fromstring, tostring  # few texts have a table

    frame = fragment_fromstring(html, create_parent="div")
    for table in list(frame.iter("table")):
        if any(True for _ in table.iterancestors(*CELLS)):
            for part in list(table.iterdescendants(*TABLE)):
                part.drop_tag()
            table.drop_tag()
    for table in list(frame.iter("table")):
        rows = [cells for row in table.iter("tr") if (cells := [cell for cell in row if cell.tag in CELLS])]
        if rows:
            table[:] = _parts(rows)
            table.text = None
        else:
            table.drop_tree()
    inner: str = tostring(frame, encoding="unicode")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _parts(rows: list[list[Any]]) -> Iterator[Any]:
    """The head and the body of a table, with as many cells in each row as the longest one has."""
    from lxml.html.builder import E

    width = max(len(cells) for cells in rows)
    for name, cell_name, part in (("thead", "th", rows[:1]), ("tbody", "td", rows[1:])):
        if part:
            made = E(name)
            for cells in part:
                line = E.tr(*cells, *(E.td() for _ in range(width - len(cells))))
                for cell in line:
                    cell.tag, cell.tail = cell_name, None
                    if cell_name == "th":
                        cell.set("scope", "col")
                made.append(line)
            yield made


def headings_lower(html: str) -> str:
    """Clean text for below a heading of the third level: its headings are one lower."""
    return re.sub(r"(</?)h([34])>", lambda found: f"{found[1]}h{int(found[2]) + 1}>", html)


def in_plain_text(html: str) -> str:
    """Return what it says, without tags: each paragraph, heading and item on a line of its own."""
    broken = NAMED.sub(in_words, html)
    broken = re.sub(r"</(?:p|h3|h4|li|tr)>|<br ?/?>", "\n", broken)
    broken = re.sub(r"</t[dh]>(?=<t[dh])", " | ", broken)
    return unescape(nh3.clean(broken, tags=set())).strip()


def is_empty(html: str) -> bool:
    """Tell whether nothing is left to read."""
    return not NAMED.search(html) and not nh3.clean(html, tags=set()).replace("\xa0", " ").strip()
