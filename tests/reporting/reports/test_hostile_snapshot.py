"""Hostile text in every text of a snapshot: nothing is fetched, nothing runs, and every file comes out as typed."""

import copy
import html
import re
import socket
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.template.loader import render_to_string
from docx import Document
from openpyxl import load_workbook
from pikepdf import Name, Pdf

from reporting.content.frozen_report import FrozenReport
from reporting.differences.compare import differences
from reporting.open_data.figures_csv import figures_csv
from reporting.pdf.document import render_html
from reporting.pdf.fonts import LONGEST, in_pieces
from reporting.snapshot.told_results import told_results
from reporting.word.word_report import word_report
from reporting.workbook.report_workbook import report_workbook
from tests.reporting.example_reports import Row, build, with_story, words

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database

TOTAL = re.compile(r"=(SUM\(([F-K])\d+:\2\d+\)|[F-K]\d+(\+[F-K]\d+)+)")
# What nobody types: codes, the words that a rule chose, numbers and dates.
CHOSEN = {
    *("code", "slug", "status", "kind", "source", "side", "verdict", "state", "schedule", "stage", "pillar", "goal"),
    *("result", "indicator", "is_fixed", "deviates", "status_by_rule", "deal", "measures", "results", "targets"),
    *("operator", "deviations", "decided_by_target", "openness"),
    *("location", "outline"),  # read as numbers when they come in
}
FIGURE = re.compile(r"-?\d+(\.\d+)?|\d{4}-\d\d-\d\d|")


def each_text(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    """The snapshot with each of its texts changed; codes, dates, numbers and statuses stay."""
    if isinstance(value, dict):
        return {name: each_text(item, change, name) for name, item in value.items()}
    if isinstance(value, list):
        return [each_text(item, change, key) for item in value]
    is_typed = isinstance(value, str) and key not in CHOSEN and not FIGURE.fullmatch(value)
    return change(value) if is_typed else value


@pytest.fixture
def small(snapshot: Row) -> Row:
    """The snapshot with few rows of each kind, since each of them becomes long."""
    short = copy.deepcopy(snapshot)
    for name in ("deadlines", "lessons", "bottlenecks", "readings", "sources"):
        short[name] = short[name][:2]
    short["outcome_indicators"] = [row for row in short["outcome_indicators"] if row["areas"]][:1]
    short["pillars"], short["deviations"] = short["pillars"][:1], short["deviations"][:1]
    short["pillars"][0]["goals"] = short["pillars"][0]["goals"][:1]
    told = told_results(short)
    short["results"] = [row for row in short["results"] if row["code"] in told]
    short["targets"] = [row for row in short["targets"] if row["result"] in told]
    short["texts"] = {"voorwoord": "<p>Tekst</p>", "geld": "<ul><li>Tekst</li></ul>"}
    short["money"]["bookings"] = short["money"]["bookings"][:2]
    short["money"]["contributions"] = [
        dict.fromkeys(("partner", "sector_label", "form_label", "description", "budget_line", "state_label"), "Tekst")
        | {"pledged_on": "2025-01-01", "amount": "1.00", "confirmed_amount": None, "realised_amount": "1.00"}
    ]
    short["projects"] = short.get("projects", [])[:1]
    short["amendments"] = [
        {"number": 1, "sort_label": "wijziging", "title": "Tekst", "ground": "Tekst", "party": "Tekst"}
        | {"in_force_on": "2025-01-01", "covenant_version": 2, "publication": "Tekst"}
    ]
    short["adjustments"] = [
        dict.fromkeys(("measure", "title", "text", "reason", "frame"), "Tekst") | {"adjusted_on": "2025-01-01"}
    ]
    return short


def test_every_text_can_be_hostile_and_every_file_comes_out_with_the_text_as_typed(
    small: Row, listener: socket.socket
) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    typed = (
        f"</p><script>alert(1)</script><img src='{address}/a.png' onerror=x><link rel=stylesheet href={address}/b>"
        f'<style>@import "{address}/c"</style><a href="file:///etc/passwd">x</a> {{{{ 7 }}}} {{% now %}} &amp; =1+1'
    )
    noise = "\x00\x07\x1b[31m\x7f\u202e\u200f\ufffe"
    hostile = each_text(small, lambda text: f"{typed}{noise}")
    content = build(hostile)
    told = words(content)
    assert "<script>alert(1)</script>" in told
    assert f"<img src='{address}/a.png' onerror=x>" in told
    assert "{{ 7 }} {% now %} &amp; =1+1" in told
    with Pdf.open(BytesIO(content)) as pdf:
        assert Name.OpenAction not in pdf.Root
        assert not [o for o in pdf.objects if hasattr(o, "get") and (o.get(Name.JS) or o.get(Name.URI))]
        assert str(pdf.open_metadata()["dc:title"]) == str(pdf.docinfo.Title)
    paper = Document(BytesIO(word_report(FrozenReport(hostile))))
    seen = [paragraph.text for paragraph in paper.paragraphs]
    assert any(text == f"{typed}[31m\x7f\u202e\u200f" for text in seen)
    assert not [r for r in paper.part.rels.values() if r.is_external]
    book = load_workbook(BytesIO(report_workbook(FrozenReport(hostile))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.hyperlink]
    formulas = [cell for cell in cells if cell.data_type == "f"]  # the totals of amounts, and nothing that was typed
    assert all(cell.parent.title == "Geld" and TOTAL.fullmatch(str(cell.value)) for cell in formulas)
    assert f"{typed}[31m\x7f\u202e\u200f" in {cell.value for cell in cells}
    assert figures_csv(hostile).decode()
    page = render_to_string("reporting/rounds/parts/differences.html", {"sections": differences(small, hostile)})
    assert "<script" not in page
    assert html.escape("<script>alert(1)</script>") in page
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_text_of_a_megabyte_comes_out_as_word_and_as_workbook(bare_snapshot: Row) -> None:
    long = with_story(bare_snapshot, done="woord " * 170_000, outlook="a" * 1_000_000)
    texts = [paragraph.text for paragraph in Document(BytesIO(word_report(FrozenReport(long)))).paragraphs]
    assert "a" * 1_000_000 in texts
    assert ("woord " * 170_000).strip() in {text.strip() for text in texts}
    assert report_workbook(FrozenReport(long))


def test_a_very_long_word_comes_out_whole_and_in_time(bare_snapshot: Row) -> None:
    told = words(build(with_story(bare_snapshot, done="abcdefghij" * 10_000, outlook="Een regel.\n" * 2_000)))
    assert told.replace(" ", "").count("abcdefghij") >= 9_900  # the foot of a page stands in between now and then
    assert told.count("Een regel.") == 2_000


def test_a_long_word_is_cut_in_pieces_without_losing_a_letter(bare_snapshot: Row) -> None:
    typed = "&" * (LONGEST + 1) + "<b>" + "x" * 3 * LONGEST
    page = render_html(FrozenReport(with_story(bare_snapshot, done=typed)))
    (shown,) = re.findall(r"<p class=\"typed\">((?:<span class=\"piece\">|&amp;|[^<]|</span>)*xxx.*?)</p>", page)
    assert html.unescape(re.sub("<[^>]+>", "", shown)) == typed
    assert shown.count('<span class="piece">') == 4
    assert in_pieces(f"<body><img alt='{'x' * 5000}'>") == f"<body><img alt='{'x' * 5000}'>"
