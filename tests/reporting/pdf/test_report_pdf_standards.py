"""The PDF against what a machine can see of PDF/UA-1 and PDF/A-3a. Made to conform; nobody here can certify it."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pdfua import Validator, ValidatorOptions, default_registry
from pdfua.rules import RuleRegistry
from pikepdf import Dictionary, Name, Pdf, Stream

from tests.reporting.example_reports import Row, build, elements, with_story

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database

BROKEN_RULE = "UA-14-001"  # pdfua 0.1.3 crashes in it


def rules() -> RuleRegistry:
    """All rules of pdfua but the one that crashes."""
    return RuleRegistry([rule for rule in default_registry() if rule.id != BROKEN_RULE])


def findings(content: bytes, folder: Path) -> list[str]:
    """What pdfua finds, errors and warnings alike."""
    file = folder / "rapportage.pdf"
    file.write_bytes(content)
    report = Validator(ValidatorOptions(registry=rules())).validate(str(file))
    assert (len(report.outcomes), report.skipped) == (11, ())
    return [f"{found.rule_id} {found.severity.name}: {found.message}" for found in report.findings]


def test_pdfua_finds_nothing(content: bytes, tmp_path: Path) -> None:
    assert findings(content, tmp_path) == []


def test_pdfua_finds_nothing_in_a_report_with_written_texts(bare_snapshot: Row, tmp_path: Path) -> None:
    texts = {
        "voorwoord": '<h3>Kop</h3><p>Lees <strong>dit</strong> op <a href="https://example.org/x">de site</a>.</p>',
        "geld": "<ul><li>een</li><li>twee</li></ul><ol><li>drie</li></ol><h4>Lager</h4><p>Tekst</p>",
        "vooruitblik": "<p>Ruim<sup>1</sup></p><table><tr><td colspan=2>Straat</td></tr><tr><td>a</td></tr></table>"
        '<ul><li>een<ul><li>binnen</li></ul></li></ul><ol class="notes"><li>Bron.</li></ol>',
    }
    amendment = {"number": 1, "sort_label": "wijziging (art. 12)", "title": "Langer", "ground": "Nodig", "party": ""}
    written = with_story(bare_snapshot, done="Gedaan.\nEn meer.") | {
        "texts": texts,
        "amendments": [amendment | {"in_force_on": "2026-01-01", "covenant_version": 2, "publication": ""}],
        "money": bare_snapshot["money"]
        | {
            "contributions": [
                {
                    "partner": "Fonds",
                    "description": "Uren",
                    "form_label": "inzet",
                    "sector_label": "privaat",
                    "line": "",
                }
                | {"state_label": "toegezegd", "pledged_on": "2025-01-01", "amount": "5.00"}
                | {"confirmed_amount": None, "realised_amount": None}
            ]
        },
    }
    content = build(written)
    assert findings(content, tmp_path) == []
    with Pdf.open(BytesIO(content)) as pdf:
        links = [link for page in pdf.pages for link in page.obj.get(Name.Annots, [])]
        assert all(Name.Contents in link for link in links)


def test_its_colours_have_one_meaning_for_ever(pdf: Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == Name.GTS_PDFA1
    profile = intent.DestOutputProfile
    assert isinstance(profile, Stream)
    assert profile.N == 3
    assert profile.read_bytes()[36:40] == b"acsp"  # the mark of an ICC profile


def test_nothing_in_it_acts_plays_or_hides(pdf: Pdf) -> None:
    assert not {Name.OpenAction, Name.AA, Name.AcroForm} & set(pdf.Root.keys())
    kinds = {str(o.get(Name.S)) for o in pdf.objects if isinstance(o, Dictionary) and o.get(Name.S) is not None}
    assert not {"/JavaScript", "/Launch", "/SubmitForm", "/Movie", "/Sound", "/GoToR"} & kinds
    assert not pdf.is_encrypted
    links = [link for page in pdf.pages for link in page.obj.get(Name.Annots, [])]
    assert {str(link.Subtype) for link in links} == {"/Link"}
    assert all(int(link.get(Name.F, 0)) & 4 for link in links)  # they are printed too, as PDF/A asks


def test_every_page_belongs_to_the_tags_and_every_picture_has_words(pdf: Pdf) -> None:
    assert all(Name.StructParents in page.obj for page in pdf.pages)
    kinds = {str(element.S) for element in elements(pdf)}
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Link", "/Figure"} <= kinds
    for element in elements(pdf, "Figure"):
        assert len(str(element.Alt)) > 20


def test_every_table_has_a_row_of_headers(pdf: Pdf) -> None:
    for table in elements(pdf, "Table"):
        groups = [str(kid.S) for kid in table.K if isinstance(kid, Dictionary)]
        assert "/THead" in groups
        assert "/TBody" in groups


def test_letters_can_be_copied_from_every_font(pdf: Pdf) -> None:
    fonts = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get(Name.Subtype) == Name.Type0]
    assert fonts
    assert all(Name.ToUnicode in font for font in fonts)


def page_of(pdf: Pdf, anchor: str) -> int:
    """On which page an anchor is, counted from 0."""
    names = list(pdf.Root.Names.Dests.Names)
    places = {str(names[n]): names[n + 1] for n in range(0, len(names), 2)}
    page = places[anchor][0]
    return next(n for n, candidate in enumerate(pdf.pages) if candidate.obj.objgen == page.objgen)


def test_the_summary_takes_a_spread_and_the_contents_one_page(pdf: Pdf) -> None:
    assert page_of(pdf, "over") - page_of(pdf, "samenvatting") == 2
    assert page_of(pdf, "samenvatting") - page_of(pdf, "inhoud") == 1


def test_no_heading_stands_alone_at_the_foot_of_a_page(pdf: Pdf) -> None:
    placed = [(str(element.S), element.Pg.objgen) for element in elements(pdf) if Name.Pg in element]
    words = [(kind, page) for kind, page in placed if kind != "/Span"]
    headings = [place for place, (kind, _page) in enumerate(words) if re.fullmatch(r"/H[1-6]", kind)]
    assert len(headings) > 130
    for place in headings:
        assert words[place + 1][1] == words[place][1], words[place : place + 2]
