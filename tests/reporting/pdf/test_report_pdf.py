"""The annual report as PDF: complete, readable by ear, fit to archive, and the same bytes every time."""

import hashlib
import json
import os
import re
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pikepdf import Dictionary, Name, Pdf
from pytest_django import DjangoAssertNumQueries
from weasyprint import __version__ as weasyprint_version

from reporting.content.frozen_report import FrozenReport
from reporting.open_data.figures_csv import figures_csv
from reporting.pdf.document import render_html
from reporting.snapshot.take import canonical, digest
from tests.reporting.example_reports import ROOT, Row, build, elements, results, with_story, words

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database


@pytest.fixture(scope="module")
def text(content: bytes) -> str:
    """What a person can select and copy from it."""
    return words(content)


# --- What it says ------------------------------------------------------------------------------------------------


def test_every_result_has_a_row(snapshot: Row) -> None:
    rows = re.findall(r'<tr class="result" id="resultaat-([^"]+)"', render_html(FrozenReport(snapshot)))
    assert rows == [result["code"] for result in results(snapshot)]
    assert len(rows) == len(set(rows)) == 43


def test_every_result_can_be_found_with_its_status(snapshot: Row, text: str) -> None:
    for result in results(snapshot):
        assert result["code"] in text
        assert result["title"] in text
        assert result["status_label"] in text


def test_every_target_of_a_composite_result_has_a_row(snapshot: Row, text: str) -> None:
    composite = [result for result in results(snapshot) if len(result["targets"]) > 1]
    assert len(composite) == 7
    for target in (target for result in composite for target in result["targets"]):
        assert target["code"] in text


def test_a_result_of_two_measures_is_told_once_and_referred_to(text: str) -> None:
    assert re.search(r"Zie maatregel 1\.2\.1 \(pagina \d+\) voor resultaten 1\.2\.1\.a en 1\.2\.1\.b\.", text)


def test_a_measure_tells_progress_schedule_and_outlook(snapshot: Row, text: str) -> None:
    entry = snapshot["pillars"][0]["goals"][0]["measures"][0]["entry"]
    for part in ("done", "reason", "outlook", "learned", "entered_by", "approved_by"):
        assert entry[part] in text
    assert f"a. Voortgang {entry['year']}" in text
    assert "b. Op schema?" in text
    assert "c. Vooruitblik" in text


def test_a_result_tells_its_years_and_an_indicator_draws_them_with_their_caution(snapshot: Row, text: str) -> None:
    """F38: one year alone, and of the indicators a table."""
    assert "In 2024: 57, in 2025: 78." in text
    assert "Eind 2024: 3, eind 2025: 7." in text
    drawn = [row for row in snapshot["outcome_indicators"] if any(len(area["points"]) > 1 for area in row["areas"])]
    assert len(drawn) == 4
    for row in drawn:
        assert f"{row['name']} ({row['unit']})" in text
    assert text.count("Dit bewijst niet dat de deal werkt.") == len(drawn)


def test_the_money_is_told_to_the_cent(snapshot: Row, text: str) -> None:
    assert re.search(r"3% . € 10\.000\.000,00 = € 300\.000,00", text)
    assert "Totaal rijksbijdrage 18.000.000,00" in text
    assert "afgeronde bedragen" in text
    for line in snapshot["money"]["lines"]:
        assert f"regel {line['code']}" in text  # by which the workbook leads to its bookings
    for total in snapshot["money"]["agreed_totals"]:
        assert total["kind_label"] in text


def test_the_core_message_the_caution_and_the_example_notice_are_there(snapshot: Row, text: str) -> None:
    for words_of in (snapshot["deal"]["core_message"], snapshot["deal"]["example_notice"]):
        assert words_of.replace("-", "") in text.replace("-", "")  # a line may break at its own hyphen
    assert "bewijst dus niet dat die door de Regio Deal komt" in text
    assert "VOORBEELD" in text


def test_readings_and_sources_are_counted_and_stand_in_the_workbook(snapshot: Row, text: str) -> None:
    assert f"Er zijn {len(snapshot['readings'])} lezingen vastgelegd. Zij staan in het werkboek" in text
    assert f"zitten {len(snapshot['sources'])} goedgekeurde cijfers" in text
    assert "op het blad Metingen" in text


def test_pages_are_counted_in_their_foot(pdf: Pdf, text: str) -> None:
    assert f"Pagina 2 van {len(pdf.pages)}" in text


def test_the_contents_lead_to_every_chapter_goal_and_measure(pdf: Pdf, snapshot: Row) -> None:
    known = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
    links = [str(link.Dest) for page in pdf.pages[:3] for link in page.obj.get(Name.Annots, [])]
    goals = [goal for pillar in snapshot["pillars"] for goal in pillar["goals"]]
    expected = {f"doel-{goal['code']}" for goal in goals}
    expected |= {f"maatregel-{measure['code']}" for goal in goals for measure in goal["measures"]}
    assert expected <= set(links) <= known


def test_bookmarks_follow_the_chapters(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        pillar = next(item for item in outline.root if item.title.startswith("Pijler A"))
        assert [goal.title[:8] for goal in pillar.children] == ["Doel 1.1", "Doel 1.2", "Doel 1.3"]
        assert len(pillar.children[0].children) == 3
    assert titles[:4] == ["Inhoud", "Samenvatting", "Over deze rapportage", "Voorwoord"]


def test_the_report_of_another_deal_is_made_from_its_snapshot_alone_and_has_no_word_of_the_first(
    bare_snapshot: Row, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        told = words(build(bare_snapshot))
    assert "Regio Deal Veenland" in told
    assert not re.search(r"Den Haag|Zuidwest|Gemeente", told)
    assert "Er zijn nog geen goedgekeurde cijfers." in told


# --- Readable by ear ---------------------------------------------------------------------------------------------


def test_it_is_tagged_and_in_dutch(pdf: Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert all(page.obj.Tabs == Name.S for page in pdf.pages)


def test_every_header_cell_says_what_it_heads(pdf: Pdf) -> None:
    headers = elements(pdf, "TH")
    assert {str(header.A.Scope) for header in headers} == {"/Column", "/Row"}
    assert all((header.A.Scope == Name.Column) == (str(header.P.P.S) == "/THead") for header in headers)


def test_a_cell_finds_its_headers_by_their_identifier(pdf: Pdf) -> None:
    listed = [bytes(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert listed == sorted(set(listed))
    named = {bytes(key) for cell in elements(pdf, "TD") for key in cell.A.get(Name.Headers, [])}
    assert named
    assert named <= set(listed)


def test_every_figure_is_told_in_words_and_lies_on_its_page(pdf: Pdf) -> None:
    figures = elements(pdf, "Figure")
    assert len(figures) == 9  # of results, time, money and the cap, of four indicators, and the map
    assert all(re.search(r"\d", str(figure.Alt)) for figure in figures)
    for figure in figures:
        left, bottom, right, top = (float(side) for side in figure.A.BBox)
        assert 0 < left < right < 596
        assert 0 < bottom < top < 842


def test_headings_skip_no_level(pdf: Pdf) -> None:
    levels = [int(str(element.S)[2]) for element in elements(pdf) if re.fullmatch(r"/H[1-6]", str(element.S))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_running_lines_are_not_read_out(pdf: Pdf) -> None:
    marks = [page.obj.Contents.read_bytes().count(b"/Artifact <</Type /Pagination>> BDC") for page in pdf.pages]
    assert marks[0] == 0
    assert min(marks[1:]) >= 4


def test_every_link_says_where_it_leads(pdf: Pdf) -> None:
    links = [link for page in pdf.pages for link in page.obj.get(Name.Annots, [])]
    assert "Ga naar maatregel 1.1.1" in {str(link.Contents) for link in links}


# --- Fit to archive ----------------------------------------------------------------------------------------------


def test_it_names_the_standards_it_keeps(pdf: Pdf) -> None:
    xmp = pdf.open_metadata()
    assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
    assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert b"pdfaExtension:schemas" in pdf.Root.Metadata.read_bytes()


def test_its_information_is_that_of_the_figures(pdf: Pdf) -> None:
    xmp, info = pdf.open_metadata(), pdf.docinfo
    assert xmp["dc:title"] == str(info.Title) == "Regio Deal Den Haag Zuidwest II: jaarlijkse voortgangsrapportage 2026"
    assert str(info.Author) == "Gemeente Den Haag"
    assert str(info.CreationDate) == str(info.ModDate) == "D:20260614"
    assert xmp["xmp:CreateDate"] == "2026-06-14"
    assert xmp["pdf:Producer"] == f"WeasyPrint {weasyprint_version}"


def test_every_font_is_inside(pdf: Pdf) -> None:
    fonts = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get(Name.Type) == Name.FontDescriptor]
    assert len(fonts) >= 3
    assert all(Name.FontFile2 in font for font in fonts)
    assert all("Open-Sans" in str(font.FontName) for font in fonts)


def test_letters_of_another_group_have_a_font_of_their_own(snapshot: Row) -> None:
    # One family for all groups of letters would draw 'Yeşilgöz' as 'YeÑilgöz', while its text still reads right.
    content = build(with_story(snapshot, done="Mevrouw Yeşilgöz"))
    with Pdf.open(BytesIO(content)) as made:
        names = {str(o.FontName) for o in made.objects if isinstance(o, Dictionary) and Name.FontName in o}
    assert any("latin-ext" in name for name in names)
    assert "Yeşilgöz" in words(content)


def test_the_snapshot_is_inside_once_and_matches_the_printed_hash(pdf: Pdf, snapshot: Row, text: str) -> None:
    assert sorted(pdf.attachments) == ["cijfers.csv", "momentopname.json"]
    inside = pdf.attachments["momentopname.json"].get_file().read_bytes()
    assert inside == canonical(snapshot)
    assert json.loads(inside) == snapshot
    assert hashlib.sha256(inside).hexdigest() == digest(snapshot)
    assert digest(snapshot) in text


def test_each_file_inside_is_listed_once_with_its_kind_and_what_it_is_to_the_report(pdf: Pdf, snapshot: Row) -> None:
    listed = {str(file.UF): file for file in pdf.Root.AF}
    assert len(pdf.Root.AF) == len(listed) == 2
    expected = {"momentopname.json": ("/Source", "/application/json"), "cijfers.csv": ("/Data", "/text/csv")}
    for name, (relationship, kind) in expected.items():
        assert str(listed[name].AFRelationship) == relationship
        assert str(listed[name].EF.F.Subtype) == kind
        assert str(listed[name].Desc)
    assert pdf.attachments["cijfers.csv"].get_file().read_bytes() == figures_csv(snapshot)


# --- The same bytes ----------------------------------------------------------------------------------------------

REBUILD = """
import hashlib, json, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "regiodeal.config.settings"
django.setup()
from tests.reporting.example_reports import build
print(hashlib.sha256(build(json.load(sys.stdin))).hexdigest())
"""


def rebuild(snapshot: Row, folder: Path, seed: str, zone: str) -> str:
    """The SHA-256 of the report as another process makes it, with its own order of hashes and its own time zone."""
    told = subprocess.run(
        [sys.executable, "-c", REBUILD],
        input=json.dumps(snapshot),
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "DATA_DIR": str(folder / seed), "SECRET_KEY": "x"},
    )
    return told.stdout.strip()


def test_another_process_makes_the_same_bytes(content: bytes, snapshot: Row, tmp_path: Path) -> None:
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "2" else "2"
    rebuilt = rebuild(snapshot, tmp_path, seed, "Pacific/Auckland")
    assert rebuilt == hashlib.sha256(content).hexdigest()


def test_the_identifier_follows_from_the_snapshot(pdf: Pdf, snapshot: Row) -> None:
    assert bytes(pdf.trailer.ID[0]) == digest(snapshot)[:32].encode()
