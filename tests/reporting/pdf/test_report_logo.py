"""The logo of the deal's owner on the cover of the report, kept with the report as it was."""

import re
import subprocess
from base64 import b64encode
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.files.base import ContentFile
from docx import Document
from docx.shared import Mm
from openpyxl import load_workbook
from PIL import Image, ImageColor

from regiodeal.base.themes import theme_of
from regiodeal.deals.models import Deal
from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import render_html
from reporting.pdf.files import LOGO, report_files
from reporting.snapshot.take import take_snapshot
from reporting.word.letter import LetterWords, cover_letter
from reporting.word.word_report import word_report
from reporting.workbook.report_workbook import report_workbook
from tests.reporting.example_reports import build

pytestmark = pytest.mark.django_db


def picture(colour: str) -> bytes:
    """A small PNG in one colour."""
    file = BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def with_logo(deal: Deal, own_files: object) -> Deal:
    """The deal, whose owner has a logo."""
    deal.logo_text = "Een kraanvogel"
    deal.logo.save("kraanvogel.png", ContentFile(picture("green")), save=True)
    return deal


def report_of(deal: Deal) -> FrozenReport:
    return FrozenReport(take_snapshot(deal, year=2026, stage="concept", on=date(2026, 6, 14)))


def test_the_logo_stands_on_the_cover_and_stays_as_it_was(with_logo: Deal) -> None:
    report = report_of(with_logo)
    assert '<img class="cover-logo" src="report:logo" alt="Een kraanvogel">' in render_html(report)
    with_logo.logo.save("anders.png", ContentFile(picture("red")), save=True)
    content_type, read = report_files(report)[LOGO]
    assert (content_type, read()) == ("image/png", picture("green"))
    assert report.snapshot["deal"]["logo"]["picture"] == b64encode(picture("green")).decode()


def test_without_a_logo_or_its_file_the_cover_has_none(deal: Deal, with_logo: Deal) -> None:
    with_logo.logo.storage.delete(str(with_logo.logo.name))
    told = report_of(with_logo)
    assert "cover-logo" not in render_html(told)
    assert LOGO not in report_files(told)
    Deal.objects.filter(pk=deal.pk).update(logo="", logo_text="")
    assert "logo" not in report_of(Deal.objects.get(pk=deal.pk)).snapshot["deal"]


def test_the_logo_stands_on_the_cover_in_word_too_with_its_words(with_logo: Deal) -> None:
    """Any deal 13: with a logo the report could not be made as Word at all."""
    report = report_of(with_logo)
    content = word_report(report)
    [shape] = Document(BytesIO(content)).inline_shapes
    assert shape._inline.docPr.get("descr") == "Een kraanvogel"
    assert 0 < shape.height <= Mm(24)
    assert shape.width == 2 * shape.height
    assert word_report(report) == content


def test_a_logo_that_is_no_picture_stops_no_word_report(with_logo: Deal) -> None:
    report = report_of(with_logo)
    report.snapshot["deal"]["logo"]["picture"] = b64encode(b"geen plaatje").decode()
    paper = Document(BytesIO(word_report(report)))
    assert not paper.inline_shapes
    assert "Een kraanvogel" in [paragraph.text for paragraph in paper.paragraphs]


def test_the_cover_has_the_picture_of_its_deal_in_its_colours(deal: Deal, bare_snapshot: Any, tmp_path: Path) -> None:
    """F38: a cover without a picture. Each deal has a row of houses of its own, the same one every time."""
    deal.theme = "rijk-neutraal"
    deal.save(update_fields=["theme"])
    report = report_of(deal)
    drawn = report_files(report)["report:cover.svg"][1]()
    assert drawn == report_files(report)["report:cover.svg"][1]()
    other = report_files(FrozenReport(bare_snapshot))["report:cover.svg"][1]()
    assert re.findall(rb' d="[^"]+"', drawn) != re.findall(rb' d="[^"]+"', other)
    (tmp_path / "report.pdf").write_bytes(build(report.snapshot))
    first = ["pdftoppm", "-r", "25.4", "-f", "1", "-l", "1", "-aa", "no", "report.pdf", "page"]  # a point a millimetre
    subprocess.run(first, cwd=tmp_path, check=True)
    (name,) = tmp_path.glob("page*.ppm")
    with Image.open(name) as page:
        near = ImageColor.getrgb(theme_of("rijk-neutraal", "").report_colors["green-dark"])
        assert page.getpixel((105, 30)) == ImageColor.getrgb("#154273")
        foot = [page.getpixel((x, 152)) for x in range(5, 205)]
    assert foot.count(near) > 150


def test_a_photo_of_the_deal_takes_the_place_of_the_drawing(deal: Deal, own_files: object, tmp_path: Path) -> None:
    """The photo stands on the cover in PDF and Word, with what it shows and whose it is, as it was that day."""
    deal.cover_text, deal.cover_credit = "Een nieuw plein", "Jan Jansen, gemeente"
    file = BytesIO()
    Image.new("RGB", (400, 200), "#c01020").save(file, "JPEG")
    deal.cover_photo.save("plein.jpg", ContentFile(file.getvalue()), save=True)
    report = report_of(deal)
    deal.cover_photo.storage.delete(str(deal.cover_photo.name))
    assert '<img class="cover-photo" src="report:cover.jpg" alt="Een nieuw plein">' in render_html(report)
    (tmp_path / "report.pdf").write_bytes(build(report.snapshot))
    first = ["pdftoppm", "-r", "25.4", "-f", "1", "-l", "1", "report.pdf", "page"]  # a point a millimetre
    subprocess.run(first, cwd=tmp_path, check=True)
    (name,) = tmp_path.glob("page*.ppm")
    with Image.open(name) as page:
        for x, y in ((5, 90), (105, 120), (205, 150)):
            red, green, blue = cast("tuple[int, int, int]", page.getpixel((x, y)))
            assert red > 170
            assert max(green, blue) < 60
    cover = subprocess.run(["pdftotext", "-l", "1", "report.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)
    assert "Foto: Jan Jansen, gemeente" in cover.stdout.decode()
    paper = Document(BytesIO(word_report(report)))
    [shape] = paper.inline_shapes
    assert shape._inline.docPr.get("descr") == "Een nieuw plein"
    assert shape.width == 2 * shape.height
    assert "Foto: Jan Jansen, gemeente" in [paragraph.text for paragraph in paper.paragraphs]


def test_word_letter_and_workbook_follow_the_theme_of_the_deal(deal: Deal) -> None:
    """Rest of issue 15: the PDF had the colours of the deal, and Word those of Den Haag in every deal."""
    deal.theme = "rijk-neutraal"
    deal.save(update_fields=["theme"])
    report = report_of(deal)
    letter = cover_letter(report, LetterWords(sender="Bureau", place="Veen", on=date(2026, 7, 10)))
    for content in (word_report(report), letter):
        paper = Document(BytesIO(content))
        assert str(paper.styles["Title"].font.color.rgb) == "154273"
        assert b"1E6C35" not in paper.styles.element.xml.encode()
    assert 'w:fill="D6E3F0"' in Document(BytesIO(word_report(report))).element.xml
    heading = load_workbook(BytesIO(report_workbook(report))).worksheets[0]["A1"]
    assert heading.fill.fgColor.rgb == "00154273"
