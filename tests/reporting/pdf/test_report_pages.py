"""The pages of the report as a reader turns them: full, few, in letters that can be read, and nothing said twice."""

import copy
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from docx import Document
from pikepdf import ContentStreamInstruction, Page, Pdf, parse_content_stream
from PIL import Image

from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import render_html
from reporting.pdf.fonts import in_our_letters
from reporting.word.word_report import word_report
from tests.pages import in_one_line
from tests.reporting.example_reports import Row, build, with_story, words
from tests.reporting.pdf.test_report_pdf_standards import page_of

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database

MOST_PAGES = 32
PARTS = ("samenvatting", "over", "pijler-A", "pijler-B", "afwijkingen", "geld")  # each begins on a page of its own
TOP, FOOT = 25 / 297, 1 - 22 / 297  # the margins of a page, as a share of its height
SMALLEST = 9  # points, of what is read
RUNNING = 8  # points, of the lines above and below


@pytest.fixture(scope="module")
def fills(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """How far down each page its last line stands: 1 is full."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "report.pdf").write_bytes(content)
    subprocess.run(["pdftotext", "-bbox", "report.pdf", "report.html"], cwd=folder, check=True)
    return list(_filled(folder / "report.html"))


def _filled(file: Path) -> Iterator[float]:
    told = re.sub(r"<!DOCTYPE[^>]*>|xmlns=\"[^\"]*\"|<head>.*?</head>", "", file.read_text(), flags=re.DOTALL)
    for page in Tree.fromstring(told).iter("page"):  # what pdftotext wrote of our own file
        height = float(page.get("height", ""))
        lines = [float(word.get("yMax", "")) / height for word in page.iter("word")]
        last = max((line for line in lines if line < FOOT), default=TOP)
        yield (last - TOP) / (FOOT - TOP)


def test_the_report_with_projects_has_no_more_pages_than_people_read(pdf: Pdf) -> None:
    """F37: 47 pages, of which 15 of annexes; 56 with projects."""
    assert len(pdf.pages) <= MOST_PAGES


def test_no_page_is_nearly_empty_but_the_last_of_a_part(fills: list[float], pdf: Pdf) -> None:
    """F37: six pages with a sentence, a row or a paragraph."""
    ends = {page_of(pdf, part) - 1 for part in PARTS} | {len(fills) - 1}
    assert {place + 1: round(fill, 2) for place, fill in enumerate(fills) if fill < 1 / 3 and place not in ends} == {}


def test_what_is_read_is_nine_points_at_least(pdf: Pdf) -> None:
    """F37: 9.5 points, and tables of 8."""
    for number, page in enumerate(pdf.pages[1:], start=2):
        assert min(_sizes(page)) >= RUNNING, number
    assert {size for size in _sizes(pdf.pages[6]) if size < SMALLEST} <= {RUNNING}


def _sizes(page: Page) -> list[float]:
    """The sizes of the letters of a page, in points."""
    drawn = parse_content_stream(page, "Tf")
    return [float(row.operands[1]) for row in drawn if isinstance(row, ContentStreamInstruction)]


def test_no_word_is_said_twice_in_a_row(content: bytes) -> None:
    """F36: "elk jaar een programma, elk jaar"."""
    told = words(content)
    assert re.findall(r"\b(\w{4,} \w{3,}), \1\b", told) == []
    cells = {"gereed", "gestart", "bereikt"}  # of a year before, now, and the norm, beside each other
    assert set(re.findall(r"\b([a-z]{2,}) \1 ", told)) <= cells
    assert "elk jaar, elk jaar" not in told


def test_no_more_is_reached_than_there_was_to_reach(content: bytes) -> None:
    """F36: "4 van 3 bijeenkomsten", "214 van 200"."""
    found = re.findall(
        r"(?<![\d.,])(\d+) van (?:de )?(\d+)(?![\d.,]*[\d%])(?! (?:januari|november|juni))", words(content)
    )
    assert [(value, whole) for value, whole in found if int(value) > int(whole)] == []


def test_a_table_that_goes_on_says_of_what(content: bytes) -> None:
    """F37: a table that went on had no word of the measure it was of."""
    pages = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    for page in pages.stdout.decode().split("\f"):
        if re.search(r"^\s*Resultaten van maatregel", page, re.MULTILINE):
            continue
        assert "Jaar eerder" not in page


def test_the_line_above_a_page_names_what_the_page_begins_with(content: bytes) -> None:
    """A page that began with the terms said "Vooruitblik", and one that began with goal 2.5 named measure 2.4.2."""
    told = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    begun = [[line for line in page.splitlines() if line][1:3] for page in told.split("\f")[2:] if page]
    assert "Doel " in {first[:5] for _, first in begun}
    for above, first in begun:
        assert " · " not in above or not first.startswith("Doel "), (above, first)
        assert above == "Termijnen" or first != "Uiterlijk", (above, first)


def test_no_table_runs_over_the_edge_of_its_page(content: bytes, tmp_path: Path) -> None:
    """The table of what was done ran off the paper."""
    (tmp_path / "report.pdf").write_bytes(content)
    drawn = ["pdftoppm", "-r", "25.4", "-gray", "-f", "2", "report.pdf", "page"]  # a point a millimetre
    subprocess.run(drawn, cwd=tmp_path, check=True)
    for file in sorted(tmp_path.glob("page*.pgm")):
        with Image.open(file) as page:
            assert page.crop((192, 0, page.width, page.height)).getextrema() == (255, 255), file.name


def test_a_report_of_nothing_yet_draws_no_empty_chart_and_reckons_with_no_nought(bare_snapshot: Row) -> None:
    """A page with five bars of nothing, and `5% x € 0,00 = € 0,00`."""
    page = in_one_line(render_html(FrozenReport(bare_snapshot))).replace("\xa0", " ")
    assert "report:chart/pace.svg" not in page
    assert "= € 0,00" not in page
    assert "Dat is nu nog € 0,00, en er is niets besteed." in page
    bare = copy.deepcopy(bare_snapshot)
    assert '<th scope="col">Artikel</th> </tr> </thead> <tbody> <tr> <th scope="row">31 maart 2027' in page
    for row in bare["deadlines"]:
        row["article"] = ""
    report = FrozenReport(bare)
    terms = [[cell.text for cell in table.rows[0].cells] for table in Document(BytesIO(word_report(report))).tables]
    assert ["Uiterlijk", "Afspraak", "Wie"] in terms
    page = in_one_line(render_html(report)).replace("\xa0", " ")
    assert '<th scope="col">Wie</th> </tr> </thead> <tbody> <tr> <th scope="row">31 maart 2027' in page


def test_every_letter_is_printed(content: bytes) -> None:
    told = words(content)
    assert "[U+" not in told
    assert "\ufffd" not in told


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\ufb01nancieel e\ufb00ect", "financieel effect"),
        ("\uf0b7 Eerste punt", "• Eerste punt"),
        ("\u25cf punt \u25aa punt", "• punt • punt"),
        ("van 2 \u2192 naar 3", "van 2 -> naar 3"),
        ("Rijk\u2011Regio", "Rijk-Regio"),
        ("\u2714 klaar", "[ja] klaar"),
        ("\u2460 en \u00bd", "1 en \u00bd"),
        ("\U0001f44d", "[U+1F44D]"),
    ],
)
def test_letters_that_the_font_lacks_are_shown_by_what_they_mean(typed: str, shown: str) -> None:
    """Ligatures, bullets of Word, arrows and unbreakable hyphens came out as [U+FB01] and the like."""
    told = in_our_letters(typed)
    assert told.replace("&gt;", ">") == shown


def test_they_are_shown_so_in_the_file(bare_snapshot: Row) -> None:
    content = build(with_story(bare_snapshot, done="E\ufb00ect \uf0b7 Rijk\u2011Regio"))
    assert "Effect • Rijk-Regio" in words(content)
    with Pdf.open(BytesIO(content)) as made:
        assert len(made.pages) > 3
