"""The report's letters: all from its own fonts, so that it looks the same everywhere and keeps to PDF/A."""

from io import BytesIO

import pytest
from pikepdf import Dictionary, Name, Pdf

from reporting.pdf.fonts import MEANS, in_our_letters, letters
from tests.reporting.example_reports import Row, build, with_story, words
from tests.reporting.pdf.letters import SCRIPT, script


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Dilan Yeşilgöz, Łódź, Ελλάς, Привет, Nguyễn", "Dilan Yeşilgöz, Łódź, Ελλάς, Привет, Nguyễn"),
        ("3 × 4 ≥ 10 – € 5", "3 × 4 ≥ 10 – € 5"),  # noqa: RUF001
        ("cafe\u0301", "café"),
        ("goed \U0001f44d", "goed [U+1F44D]"),
        ("\u4e2d", "[U+4E2D]"),
        ("hart \u2764\ufe0f", "hart [U+2764]"),
        ("een\u202ftwee", "een twee"),
        ("nul\u200dbreed", "nulbreed"),
        ("regel\nregel\ttab", "regel\nregel\ttab"),
        ("bel\x07", "bel"),
        ("nul\x00punt\x7f", "nulpunt"),
    ],
)
def test_a_letter_that_the_fonts_lack_is_marked(typed: str, shown: str) -> None:
    assert in_our_letters(typed) == shown


@pytest.mark.django_db
def test_no_font_of_the_machine_is_used(bare_snapshot: Row) -> None:
    content = build(with_story(bare_snapshot, done="Goed \U0001f44d\U0001f3fd, Ελλάς, Nguyễn, 中 en ☃\ufe0f"))
    with Pdf.open(BytesIO(content)) as pdf:
        names = {str(font.FontName) for font in pdf.objects if isinstance(font, Dictionary) and Name.FontName in font}
    assert all("Open-Sans" in name for name in names)
    assert any("greek" in name for name in names)
    assert "Goed [U+1F44D][U+1F3FD], Ελλάς, Nguyễn, [U+4E2D] en [U+2603]" in words(content)


def test_the_browser_knows_the_same_letters() -> None:
    """Who types is told at once: static/js/letters.js reads what is written here from the fonts."""
    assert SCRIPT.read_text() == script(letters(), MEANS), "run python -m tests.reporting.pdf.letters"
