"""Pictures in the texts of a report: kept as files of the deal, named by number, shown wherever the text is."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document
from pikepdf import Name, Pdf
from PIL import Image

from regiodeal.deals.models import Deal, User
from regiodeal.operations.retention_terms import end_past_term
from reporting.content.frozen_report import FrozenReport
from reporting.content.rich_text import clean, in_plain_text, is_empty
from reporting.differences.section_items import sections
from reporting.open_data.public import public_copy
from reporting.pdf.document import finish_pdf, render_html, render_pdf
from reporting.rounds.models import Step
from reporting.texts.models import SectionText, TextPicture
from reporting.word.word_report import word_report
from tests.pages import BASE
from tests.plugins.deal import Enter, at
from tests.plugins.reports import laid_down, shared, started, took

ADD = f"{BASE}rapportage/plaatjes/"
TEXT = f"{BASE}rapportage/ronde/2026/teksten/geld/"
PUBLIC = "/openbaar/den-haag-zuidwest-ii/rapportage/2026/"

pytestmark = pytest.mark.usefixtures("own_files")


def drawn(kind: str = "PNG", *, size: tuple[int, int] = (1200, 600)) -> bytes:
    """A picture as somebody gives it, with a place and a day in it."""
    image, file, exif = Image.new("RGB", size, "green"), BytesIO(), Image.Exif()
    exif[0x9003] = "2026:01:02 03:04:05"
    image.save(file, kind, exif=exif)
    return file.getvalue()


def kept(deal: Deal, by: User, *, when: str = "2026-06-01") -> TextPicture:
    """A picture of the deal that no text names yet."""
    picture = BytesIO()
    Image.new("RGB", (1200, 600), "green").save(picture, "JPEG")
    return TextPicture.add(deal, picture=ContentFile(picture.getvalue()), by=by, at=at(when))


def named(picture: TextPicture, words: str = "Een bank op het plein") -> str:
    """A text with the picture in it."""
    return f'<p>Kijk:</p><p><img data-picture="{picture.pk}" alt="{words}"></p>'


def sent(client: Client, content: bytes, name: str = "plein.png") -> Any:
    """The answer to a picture that is given."""
    answer: Any = client.post(ADD, {"picture": SimpleUploadedFile(name, content)})
    return answer


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_pixels_alone_and_shown_to_who_writes(
    deal: Deal, bureau: User, enter: Enter, kind: str
) -> None:
    client = enter(bureau)
    number = sent(client, drawn(kind, size=(3000, 1000))).json()["number"]
    shown: Any = client.get(f"{ADD}{number}/")
    content = b"".join(shown)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    with Image.open(BytesIO(content)) as image:
        assert image.format == "JPEG"
        assert max(image.size) == 1600
        assert not image.getexif()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"geen plaatje", "plein.png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "plein.svg"),
        (b"%PDF-1.7 %%EOF", "plein.pdf"),
        (drawn()[:500], "half.png"),
        (drawn("GIF"), "plein.gif"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    deal: Deal, bureau: User, enter: Enter, content: bytes, name: str
) -> None:
    answer = sent(enter(bureau), content, name)
    assert answer.status_code == 422
    assert "Kies een JPEG, PNG, WebP of AVIF-bestand." in answer.json()["refused"]
    assert not TextPicture.objects.exists()


def test_a_picture_of_another_deal_is_not_shown_and_cannot_be_named(
    deal: Deal, veenland: Deal, bureau: User, enter: Enter
) -> None:
    started(deal, by=bureau)
    client, strange = enter(bureau), kept(veenland, bureau)
    assert client.get(f"{ADD}{strange.pk}/").status_code == 404
    answer = client.post(TEXT, {"body": named(strange)})
    assert answer.status_code == 422
    assert "Een plaatje in deze tekst is er niet meer." in answer.content.decode()
    assert not SectionText.objects.exists()


def test_a_picture_says_what_it_shows_or_the_text_is_not_saved(deal: Deal, bureau: User, enter: Enter) -> None:
    started(deal, by=bureau)
    picture, client = kept(deal, bureau), enter(bureau)
    for words in ("", "  ", "x" * 301):
        answer = client.post(TEXT, {"body": named(picture, words)})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert ("Schrijf bij elk plaatje wat erop te zien is" in page) == (not words.strip())
        assert "&lt;p&gt;Kijk:&lt;/p&gt;" in page  # all that was typed is there again
    assert client.post(TEXT, {"body": named(picture)}).status_code == 302
    assert SectionText.objects.get().body == named(picture)


@pytest.mark.parametrize(
    ("typed", "stays"),
    [
        ('<p><img alt="a" data-picture="12" src="https://elders.nl/x.png" onerror="x()"></p>',) * 1
        + ('<p><img data-picture="12" alt="a"></p>',),
        ('<img src="data:image/png;base64,AAAA" alt="a">Beeld', "Beeld"),
        ('<img data-picture="12&quot; x" alt="a">Beeld', "Beeld"),
        ('<p><img data-picture="7" alt="1 &lt; 2 &quot;x&quot;"></p>',) * 2,
        ('<img data-picture="7">', '<img data-picture="7" alt="">'),
    ],
)
def test_a_text_names_a_picture_by_its_number_alone(typed: str, stays: str) -> None:
    assert clean(typed) == stays
    assert clean(stays) == stays


def test_a_text_with_only_a_picture_is_a_text() -> None:
    html = '<p><img data-picture="7" alt="Een bank"></p>'
    assert not is_empty(html)
    assert in_plain_text(html) == "(Plaatje: Een bank)"


def test_the_picture_stands_in_pdf_word_and_comparison(deal: Deal, bureau: User, enter: Enter) -> None:
    round_, picture = started(deal, by=bureau), kept(deal, bureau)
    table = f"<table><tr><td>Kop</td></tr><tr><td>{named(picture, 'In een tabel')[15:-4]}</td></tr></table>"
    assert enter(bureau).post(TEXT, {"body": named(picture) + table}).status_code == 302
    when = timezone.localdate(SectionText.objects.get().events.get().at).isoformat()
    report = FrozenReport(laid_down(round_, Step.CONCEPT, when, by=bureau).snapshot)
    assert report.snapshot["text_pictures"] == [
        {"number": picture.pk, "file": picture.file.name, "sha256": picture.sha256}
    ]
    content, _pages = finish_pdf(render_pdf(render_html(report), report), report)
    with Pdf.open(BytesIO(content)) as pdf:
        told = {str(each.Alt) for each in pdf.objects if _is_figure(each)}
        images = {name for page in pdf.pages for name in page.get_images()}
    assert {"Een bank op het plein", "In een tabel"} <= told
    assert images
    paper = Document(BytesIO(word_report(report)))
    sizes = {shape._inline.docPr.get("descr"): shape.width.mm for shape in paper.inline_shapes}
    assert 150 < sizes["Een bank op het plein"] <= 160
    assert sizes["In een tabel"] <= 166
    section = next(row for row in sections(report.snapshot) if row.code == "geld")
    assert "(Plaatje: Een bank op het plein)" in str(section)


def _is_figure(each: Any) -> bool:
    try:
        return bool(each.get("/S") == Name.Figure and "/Alt" in each)
    except (AttributeError, TypeError, ValueError):
        return False


def test_a_published_report_shows_the_picture_that_it_had(deal: Deal, bureau: User, enter: Enter) -> None:
    """Nobody outside sees one before that day, and one that only the next text has is not in it."""
    picture, later, round_ = kept(deal, bureau), kept(deal, bureau), shared(deal, by=bureau)
    text = SectionText(deal=deal, year=2026, section="gebied-moerwijk")
    text.enter(by=bureau, at=at("2026-06-20"), values={"body": named(picture)})
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    address = f"{PUBLIC}picture/{picture.pk}.jpg"
    assert Client().get(address).status_code == 404
    for step, day in ((Step.HANDED, "2026-07-02"), (Step.SUBMITTED, "2026-07-03"), (Step.PUBLISHED, "2026-07-04")):
        took(round_, step, day, by=bureau)
    text.revise(by=bureau, at=at("2026-07-05"), values={"body": named(later)}, version=text.version)
    shown = f'<img src="{address}" alt="Een bank op het plein">'
    assert shown in Client().get(PUBLIC).content.decode()
    assert shown in Client().get("/openbaar/den-haag-zuidwest-ii/in/moerwijk/").content.decode()
    answer: Any = Client().get(address)
    assert b"".join(answer).startswith(b"\xff\xd8")
    assert Client().get(f"{PUBLIC}picture/{later.pk}.jpg").status_code == 404
    report = round_.steps.get(step=Step.PUBLISHED).report
    assert report is not None
    assert str(picture.file.name) not in public_copy(FrozenReport(report.snapshot)).canonical.decode()


def test_only_what_nothing_names_any_more_goes(
    deal: Deal, bureau: User, django_capture_on_commit_callbacks: Any
) -> None:
    """Not what a text names, not what a report has, and not what somebody took out of a text a moment ago."""
    written, printed, taken_out, unused = (kept(deal, bureau) for _ in range(4))
    round_ = started(deal, by=bureau)
    text = SectionText(deal=deal, year=2026, section="geld")
    text.enter(by=bureau, at=at("2026-06-02"), values={"body": named(printed)})
    laid_down(round_, Step.CONCEPT, "2026-06-08", by=bureau)
    text.revise(by=bureau, at=at("2026-07-01"), values={"body": named(taken_out)}, version=text.version)
    text.revise(by=bureau, at=at("2026-07-30"), values={"body": named(written)}, version=text.version)
    with django_capture_on_commit_callbacks(execute=True):
        end_past_term(at=_on("2026-08-05"))
    assert set(TextPicture.objects.all()) == {written, printed, taken_out}
    assert not default_storage.exists(str(unused.file.name))
    assert default_storage.exists(str(taken_out.file.name))
    end_past_term(at=_on("2026-08-05") + timedelta(days=30))
    assert set(TextPicture.objects.all()) == {written, printed}


def _on(day: str) -> datetime:
    moment: datetime = at(day)
    return moment


def test_without_its_file_the_words_stay(deal: Deal, bureau: User) -> None:
    picture = kept(deal, bureau)
    text = SectionText(deal=deal, year=2026, section="geld")
    text.enter(by=bureau, at=at("2026-06-02"), values={"body": named(picture)})
    report = FrozenReport(laid_down(started(deal, by=bureau), Step.CONCEPT, "2026-06-08", by=bureau).snapshot)
    Path(picture.file.path).unlink()
    assert "(Plaatje: Een bank op het plein)" in [
        each.text for each in Document(BytesIO(word_report(report))).paragraphs
    ]


def test_last_years_pictures_stand_beside_it(deal: Deal, bureau: User, enter: Enter) -> None:
    started(deal, by=bureau)
    picture, last = kept(deal, bureau), SectionText(deal=deal, year=2025, section="geld")
    last.enter(by=bureau, at=at("2025-06-01"), values={"body": named(picture)})
    assert f'<img src="{ADD}{picture.pk}/" alt="Een bank op het plein">' in enter(bureau).get(TEXT).content.decode()
