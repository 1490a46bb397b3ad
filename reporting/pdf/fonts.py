"""The fonts of the report: Open Sans from our own files, and what to do with letters that it does not have.

A machine's own fonts are never used: they differ from machine to machine, and where none has a letter WeasyPrint draws
an empty box, which PDF/A forbids. A word longer than a page's lines can bear is shown in pieces: WeasyPrint 70 lays out
the whole rest of a word for each of its lines, and a word of 100,000 letters would take minutes.
"""

import re
import unicodedata
from functools import cache
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


def in_our_letters(text: str) -> str:
    """The text with a mark such as [U+1F44D] for what our fonts cannot show; what is invisible anyway is left out.

    The snapshot inside the PDF keeps the text as it was typed.
    """
    return _BEYOND_ASCII.sub(_shown, unicodedata.normalize("NFC", text))


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    category = unicodedata.category(character)
    if category == "Cc":  # first of all: the fonts have a shape for NUL
        return ""
    if ord(character) in _letters():
        return character
    if category == "Zs":
        return " "
    if category == "Cf" or "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return ""
    return f"[U+{ord(character):04X}]"


@cache
def _letters() -> frozenset[int]:
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
