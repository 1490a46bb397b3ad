"""The texts that the bureau writes in the report: cleaned, never lost, beside those of the year before."""

from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from docx import Document

from pillars.projects.models import Project
from regiodeal.deals.models import Deal, Neighbourhood, User
from reporting.content.frozen_report import FrozenReport
from reporting.content.report_sections import area_section
from reporting.content.rich_text import clean
from reporting.differences.section_items import sections
from reporting.pdf.document import render_html
from reporting.rounds.models import Step
from reporting.texts.models import SectionText
from reporting.word.word_report import word_report
from tests.pages import BASE, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.reports import laid_down, started

LISTED = ("Eerst", "Opnieuw", "Bron: boekhouding.")
TEXT = f"{BASE}rapportage/ronde/2026/teksten/geld/"


def test_a_text_stands_in_its_section_of_the_report(deal: Deal, bureau: User, enter: Enter) -> None:
    round_ = started(deal, by=bureau)
    client = enter(bureau)
    body = '<h3>Ruimte</h3><p>Er is <strong>genoeg</strong>.</p><p><a href="https://denhaag.nl">Lees</a></p>'
    assert client.post(TEXT, {"body": body}).status_code == 302
    assert client.post(TEXT, {"body": "<p>Voorwoord</p>"}).status_code == 409  # a stale form changes nothing
    assert "Er is genoeg." in words_at(client, "rapportage/ronde/2026/teksten/")
    when = timezone.localdate(SectionText.objects.get().events.get().at).isoformat()
    page = words_at(client, "rapportage/ronde/2026/teksten/")
    assert "Voorwoord Hoeft niet" in page  # the report is complete without
    assert "Samenvatting Nog geen tekst" in page
    report = laid_down(round_, Step.CONCEPT, when, by=bureau)
    money = render_html(FrozenReport(report.snapshot)).partition('id="geld"')[2]
    assert '<div class="rich-text"><h3>Ruimte</h3><p>Er is <strong>genoeg</strong>.</p>' in money


def test_a_table_and_notes_stand_in_pdf_and_word(deal: Deal, bureau: User, enter: Enter) -> None:
    round_ = started(deal, by=bureau)
    table = "<table><tr><td>Straat</td><td>Aantal</td></tr><tr><td>Moerwijk</td></tr></table>"
    lists = "<ol><li>Eerst<ul><li>Onderdeel</li></ul></li></ol><p>Tussen</p><ol><li>Opnieuw</li></ol>"
    body = f'<p>Er is ruimte<sup>1</sup>.</p>{table}{lists}<ol class="notes"><li>Bron: boekhouding.</li></ol>'
    assert enter(bureau).post(TEXT, {"body": body}).status_code == 302
    assert "Straat | Aantal" in words_at(enter(bureau), "rapportage/ronde/2026/teksten/")
    when = timezone.localdate(SectionText.objects.get().events.get().at).isoformat()
    report = FrozenReport(laid_down(round_, Step.CONCEPT, when, by=bureau).snapshot)
    assert '<th scope="col">Straat</th>' in render_html(report).partition('id="geld"')[2]
    paper = Document(BytesIO(word_report(report)))
    (found,) = (each for each in paper.tables if each.cell(0, 0).text == "Straat")
    assert [[cell.text for cell in row.cells] for row in found.rows] == [["Straat", "Aantal"], ["Moerwijk", ""]]
    written = {each.text: each for each in paper.paragraphs}
    mark = next(run for run in written["Er is ruimte1."].runs if run.text == "1")
    assert mark.font.superscript
    numbers = [written[text]._p.xpath("./w:pPr/w:numPr/w:numId/@w:val")[0] for text in LISTED]
    assert len(set(numbers)) == 3  # each list begins at 1
    assert (written["Onderdeel"].paragraph_format.left_indent or 0) > (
        written["Eerst"].paragraph_format.left_indent or 0
    )


def test_two_who_write_at_once_choose_and_lose_nothing(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    started(deal, by=bureau)
    enter(bureau).post(TEXT, {"body": "<p>Begin</p>"})
    enter(bureau).post(TEXT, {"body": "<p>Van Noor</p>", "version": "1"})
    answer = enter(reviewer).post(TEXT, {"body": "<p>Van Rik</p>", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Begin", "Van Noor", "Van Rik"):
        assert text in page
    assert enter(reviewer).post(TEXT, {"body": "<p>Van Rik</p>", "version": "2"}).status_code == 302
    row = SectionText.objects.get()
    assert (row.body, row.version, row.events.count()) == ("<p>Van Rik</p>", 3, 3)


def test_each_area_has_a_story_with_the_projects_there(deal: Deal, bureau: User, enter: Enter) -> None:
    """Told under the areas, in their order, with a heading lower; an area of which nothing is told has no heading."""
    round_ = started(deal, by=bureau)
    first, second, *_ = Neighbourhood.objects.filter(deal=deal)
    project = Project(deal=deal)
    known = {"code": "P-01", "title": "Huiskamer", "main_measure": deal.measure_set.get(code="1.1.1")}
    project.enter(by=bureau, at=at("2026-01-10"), values=known | {"areas": [second]})
    project.take("prepare", by=bureau, at=at("2026-01-11"), version=project.version)
    client = enter(bureau)
    assert f"Wijk: {first.name} Hoeft niet" in words_at(client, "rapportage/ronde/2026/teksten/")
    story = {"body": "<h3>Op het plein</h3><p>Er staat weer een bank.</p>"}
    address = f"{BASE}rapportage/ronde/2026/teksten/{area_section(second.code)}/"
    assert client.post(address, story).status_code == 302
    when = timezone.localdate(SectionText.objects.get().events.get().at).isoformat()
    report = laid_down(round_, Step.CONCEPT, when, by=bureau)
    page = render_html(FrozenReport(report.snapshot))
    part = page.partition('<h2 id="gebieden">Per wijk</h2>')[2].partition("<h2")[0]
    assert f">{second.name}</h3>" in part
    assert "<h4>Op het plein</h4><p>Er staat weer een bank.</p>" in part
    assert f"Projecten in {second.name}: P-01" in " ".join(part.split())
    assert first.name not in part
    headings = [each.text for each in Document(BytesIO(word_report(FrozenReport(report.snapshot)))).paragraphs]
    assert headings.index("Per wijk") < headings.index(second.name) < headings.index("Op het plein")
    told = {row.code: row for row in sections(report.snapshot)}[area_section(second.code)]
    assert "Er staat weer een bank." in str(told)


def test_last_years_text_stands_beside_it(deal: Deal, bureau: User, enter: Enter) -> None:
    started(deal, by=bureau)
    last = SectionText(deal=deal, year=2025, section="geld")
    last.enter(by=bureau, at=at("2025-06-01"), values={"body": "<p>Vorig jaar was er ruimte.</p>"})
    assert "Vorig jaar was er ruimte." in words_at(enter(bureau), "rapportage/ronde/2026/teksten/geld/")


def table_of(*heads: str) -> str:
    """A table of a head alone."""
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return f"<table><thead><tr>{cells}</tr></thead></table>"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>Goed</p><script>alert(1)</script>", "<p>Goed</p>"),
        ('<p onclick="x()">Tekst</p>', "<p>Tekst</p>"),
        ('<a href="javascript:x()">klik</a>', '<a rel="noopener noreferrer">klik</a>'),
        ('<img src="http://127.0.0.1/x">Beeld', "Beeld"),
        ("<h1>Groot</h1><h3>Kopje</h3>", "Groot<h3>Kopje</h3>"),
        ('<p style="color:red">Rood</p><iframe src="file:///etc/passwd"></iframe>', "<p>Rood</p>"),
        ("1 &lt; 2 & 3", "1 &lt; 2 &amp; 3"),
        ('<ol class="notes x"><li>Bron</li></ol>', '<ol class="notes"><li>Bron</li></ol>'),
        ("<p>m<sup>2</sup></p><ul><li>a<ul><li>b</li></ul></li></ul>",) * 2,
        # A table has a head, and as many cells in each row: Word and who listens need that.
        (
            "<table border=1><tr><td colspan=2>Jaar</td></tr><tr><td>2025<td>84<td>x</tr></table>",
            f"{table_of('Jaar', '', '')[:-8]}<tbody><tr><td>2025</td><td>84</td><td>x</td></tr></tbody></table>",
        ),
        ("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>", table_of("ab")),
        ("<p>Voor</p><table></table>na", "<p>Voor</p>na"),
    ],
)
def test_only_headings_lists_bold_and_links_stay(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("data", "status"), [({"body": "x" * 60_000}, 422), ({"body": "<p> </p>"}, 302), ({"body": "a\x00b"}, 422)]
)
def test_what_cannot_be_kept_is_told(deal: Deal, bureau: User, enter: Enter, data: Any, status: int) -> None:
    started(deal, by=bureau)
    assert enter(bureau).post(TEXT, data).status_code == status
    assert not SectionText.objects.exclude(body="").exists()


def test_a_section_that_is_not_there_is_not_found(deal: Deal, bureau: User, enter: Enter) -> None:
    started(deal, by=bureau)
    assert enter(bureau).get(f"{BASE}rapportage/ronde/2026/teksten/zomaar/").status_code == 404
    assert enter(bureau).get(f"{BASE}rapportage/ronde/2019/teksten/geld/").status_code == 404
