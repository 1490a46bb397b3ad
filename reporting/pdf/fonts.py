"""The fonts of the report: Open Sans from our own files, and what to do with letters that it does not have.

A machine's own fonts are never used: they differ from machine to machine, and where none has a letter WeasyPrint draws
an empty box, which PDF/A forbids. A word longer than a page's lines can bear is shown in pieces: WeasyPrint 70 lays out
the whole rest of a word for each of its lines, and a word of 100,000 letters would take minutes.
"""

import re
import unicodedata
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

FOLDER = "vendor/open-sans/files"
WEIGHTS = (400, 600, 700)
# Open Sans comes as a file for each group of letters. Each group has a family of its own, because WeasyPrint takes two
# files of one family and weight for the same font, and then draws the letters of one with the shapes of the other.
GROUPS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese", "hebrew", "math", "symbols")

_BEYOND_ASCII = re.compile(r"[^\t\n\r\x20-\x7e]")


class ReportFileMissingError(Exception):
    """A file that the report needs is not among the static files."""


def static_file(name: str) -> bytes:
    """A static file from where it is written, or from where it was collected."""
    path = Path(str(finders.find(name) or staticfiles_storage.path(name)))
    if not path.is_file():
        raise ReportFileMissingError(f"{name} is missing: run `npm ci`, or collect the static files.")
    return path.read_bytes()


def font_files() -> dict[str, tuple[str, int]]:
    """The font files by name, each with its group of letters and its weight."""
    return {f"open-sans-{group}-{weight}-normal.woff2": (group, weight) for weight in WEIGHTS for group in GROUPS}


def font_file(name: str) -> bytes:
    """The font file with this name."""
    return static_file(f"{FOLDER}/{name}")


def font_rules() -> bytes:
    """The @font-face rules, and a custom property that names all families in order."""
    rules = [
        f'@font-face {{ font-family: "Open Sans {group}"; font-weight: {weight}; src: url(report:font/{name}) }}'
        for name, (group, weight) in font_files().items()
    ]
    families = ", ".join(f'"Open Sans {group}"' for group in GROUPS)
    return "\n".join([*rules, f":root {{ --open-sans: {families} }}"]).encode()


# What people paste that our fonts have no shape for, by what it means. From U+F000 on: Word's own bullets and signs.
MEANS = {
    **dict.fromkeys("\u2010\u2011\u2043\ufe63", "-"),
    **dict.fromkeys("\u2012\u2015\u2e3a", "\u2013"),
    **dict.fromkeys("\u2023\u2219\u25a0\u25a1\u25aa\u25ab\u25b6\u25b8\u25ba\u25c6\u25c7\u25cb\u25cf\u25e6", "•"),
    **dict.fromkeys("\u27a2\u27a4\uf0a7\uf0b7\uf0d8\uf076\uf02d\uf06e", "•"),
    **dict.fromkeys("\u2192\u21d2\u2794\u279c\uf0e0", "->"),
    **dict.fromkeys("\u2190\u21d0", "<-"),
    **dict.fromkeys("\u2194\u21d4", "<->"),
    **dict.fromkeys("\u2191", "omhoog"),
    **dict.fromkeys("\u2193", "omlaag"),
    **dict.fromkeys("\u2713\u2714\u2705\u2611\uf0fc", "[ja]"),
    **dict.fromkeys("\u2717\u2718\u2716\u274c\u2612\uf0fb", "[nee]"),
    **dict.fromkeys("\u2610\uf0a8", "[ ]"),
    **dict.fromkeys("\u201b\u275b\u275c", "\u2019"),
    **dict.fromkeys("\u201f\u275d", "\u201c"),
    "\u275e": "\u201d",
    "\u2030": " promille",
    "\u2217": "*",
    "\u22c5": "·",
    "\u223c": "~",
    "\u2b50": "*",
    "\u2605": "*",
    "\u2606": "*",
}


def in_our_letters(text: str) -> str:
    """The text in letters of our fonts: ligatures, bullets and arrows by what they mean, invisible ones left out.

    For what means nothing that we can write there is a mark, such as [U+1F44D].

    The snapshot inside the PDF keeps the text as it was typed.
    """
    return _BEYOND_ASCII.sub(_shown, unicodedata.normalize("NFC", text))


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    category = unicodedata.category(character)
    if category == "Cc":  # first of all: the fonts have a shape for NUL
        return ""
    if ord(character) in letters():
        return character
    if category == "Zs":
        return " "
    if category == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return ""
    return _by_its_meaning(character)


def _by_its_meaning(character: str) -> str:
    """What stands in the place of a letter that the fonts do not have."""
    if character in MEANS:
        return escape(MEANS[character], quote=False)
    alike = unicodedata.normalize("NFKC", character)  # a ligature is its letters, a circled figure its figure
    if alike != character and all(ord(each) in letters() for each in alike):
        return escape(alike, quote=False)
    return f"[U+{ord(character):04X}]"


@cache
def letters() -> frozenset[int]:
    """The code points that the fonts have; the three weights have the same."""
    from fontTools.ttLib import TTFont  # slow to import: in the worker only

    regular = [name for name, (_group, weight) in font_files().items() if weight == WEIGHTS[0]]
    return frozenset(code for name in regular for code in TTFont(BytesIO(font_file(name))).getBestCmap())


LONGEST = 1000  # letters; no word of a person is so long

# A run of letters in the words of the page: not within a tag, and an entity such as &amp; is never cut.
_LONG = re.compile(rf"(?:&[#\w]+;|[^\s<>&]){{{LONGEST}}}(?=[^<>]*<)")


def in_pieces(page: str) -> str:
    """The page with each longer word in pieces, every piece beginning on a line of its own; no letter is lost."""
    head, body, rest = page.partition("<body>")
    return head + body + _LONG.sub(r'<span class="piece">\g<0></span>', rest)
