"""From the report's page to Word: the same templates as the PDF, element by element, so that both say the same."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import html

from regiodeal.base.templatetags.dutch_filters import day
from regiodeal.deals.words import speaking
from reporting.content.chart_tables import ChartTable, chart_tables
from reporting.content.content import report_content, text_picture
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import describe, edition_words
from reporting.content.svg import theme_of_report
from reporting.files.typed import cleaned, without_controls
from reporting.word import marks
from reporting.word.marks import Element
from reporting.word.paper import ask_page_numbers, new_paper, saved, write_running_lines

LOGO = "report:logo"  # as the page of the report names it
COVER_PHOTO = "report:cover.jpg"
LOGO_SIZE = Mm(60), Mm(24)  # at most, as on the cover of the PDF
COVER_SIZE = Mm(160), Mm(90)
TEXT_PICTURE_SIZE = Mm(160), Mm(110)
CELL_PADDING = 240  # at both sides of a cell, in twentieths of a point
PAGE_WIDTH = 9410  # between the margins, in twentieths of a point
HEADINGS = {
    "h1": "Title",
    **{f"h{level}": f"Heading {level - 1}" for level in range(2, 6)},
    "h6": "Heading 4",
}
SMALL = ("signed", "remark", "told", "missing")
STYLES = {"lead": "Lead", "cover-deal": "Subtitle"} | dict.fromkeys(SMALL, "Small")
BOLD, ITALIC = {"strong", "b"}, {"em", "i"}
BOLD_CLASSES = {"status", "code", "decided", "tile-figure", "formula"}
QUIET_CLASSES = {"article", "remark", "norm"}
GREY = RGBColor(0x4A, 0x4A, 0x4A)
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
# How the width of a table is divided, by its class; other tables have columns of one width.
SHARES = {
    "results": (40, 12, 12, 14, 8, 14),
    "deviations": (34, 18, 48),
    "meanings": (28, 72),
    "parties": (42, 58),
    "deadlines": (20, 48, 15, 17),
    "done": (50, 20, 30),
    "year": (50, 25, 25),
    "asked": (70, 30),
    "outcomes": (36, 18, 14, 14, 18),
    "amendments": (12, 60, 28),
    "partners": (22, 30, 16, 16, 16),
    "money": (30, 14, 14, 14, 14, 14),
    "contributions": (22, 34, 17, 17, 10),
    "projects": (36, 30, 14, 20),
}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SAFE_ADDRESS = re.compile(r"(https?|mailto):", re.IGNORECASE)


type Pictures = dict[str, tuple[str, tuple[Length, Length]]]  # by address: base64, and width and height at most


@dataclass(frozen=True)
class Ink:
    """Holds how a piece of text is written."""

    is_bold: bool = False
    is_italic: bool = False
    is_quiet: bool = False
    is_typed: bool = False
    is_raised: bool = False
    place: str = ""
    address: str = ""


class Walk:
    """One walk over a page, which writes what it meets in a document."""

    def __init__(
        self, paper: Paper, charts: dict[str, ChartTable], page: Element, *, pictures: Pictures, head_fill: str
    ) -> None:
        self._paper = paper
        self._charts = charts
        self._pictures = pictures
        # What follows all that is written; python-docx looks for it again, past every paragraph, for each new one.
        self._end = paper.element.body[-1]
        self._styles = {str(style.name): style.style_id for style in paper.styles}
        self._head_fill = head_fill
        places = dict.fromkeys(element.get("id") for element in page.iter() if element.get("id"))
        # A bookmark's name is forty letters, figures and underscores at most.
        self._places = {name: f"plaats_{number}" for number, name in enumerate(places, start=1)}
        self._numbers = count(1)

    def blocks(self, parent: Element, style: str = "Normal") -> None:
        """Write what stands in an element, one below the other."""
        for element in parent:
            self._block(element, style)

    def _block(self, element: Element, style: str) -> None:
        names = _classes(element)
        if element.tag in HEADINGS:
            self._heading(element)
        elif element.tag == "p":
            self._write(self._paragraph(self._style_of(element, style)), element, Ink())
        elif element.tag in WRITERS:
            WRITERS[element.tag](self, element)
        elif "tile" in names:
            self._tile(element)
        else:
            shaded = "Notice" if "notice" in names else "Quote" if element.tag == "blockquote" else style
            self.blocks(element, shaded)

    @staticmethod
    def _style_of(element: Element, style: str) -> str:
        return next((STYLES[name] for name in _classes(element) if name in STYLES), style)

    def _paragraph(self, style: str) -> Paragraph:
        """A new paragraph below all that was written."""
        made = marks.made("w:p", marks.made("w:pPr", marks.made("w:pStyle", val=self._styles[style])))
        self._end.addprevious(made)
        return Paragraph(made, self._paper)

    # --- Text ---------------------------------------------------------------------------------------------------

    def _heading(self, element: Element) -> None:
        self._write(self._paragraph(HEADINGS[element.tag]), element, Ink())

    def _tile(self, element: Element) -> None:
        paragraph = self._paragraph("List Bullet")
        for place, part in enumerate(element):
            paragraph.add_run(": " if place else "")
            self._inline(paragraph, part, _ink_of(part, Ink()))

    def write_list(self, element: Element, depth: int = 0) -> None:
        """A list with bullets or numbers, which begin at 1 in each list; a list in an item stands further in."""
        is_numbered = element.tag == "ol"
        number = marks.new_numbering(self._paper, "List Number") if is_numbered else None
        for item in element:
            inner = [child for child in item if child.tag in {"ul", "ol"}]
            for child in inner:
                item.remove(child)
            paragraph = self._paragraph("List Number" if is_numbered else "List Bullet")
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number
            if depth:
                paragraph.paragraph_format.left_indent = Pt(18 * (depth + 1))
            self._write(paragraph, item, Ink(is_quiet="notes" in _classes(element)))
            for child in inner:
                self.write_list(child, depth + 1)

    def _write(self, paragraph: Paragraph, element: Element, ink: Ink) -> None:
        """The words of an element, as a place that links lead to when it has a name."""
        place = self._places.get(element.get("id", ""))
        if place is None:
            self._inline(paragraph, element, _ink_of(element, ink))
        else:
            begin, end = marks.bookmark(place, next(self._numbers))
            paragraph._p.append(begin)
            self._inline(paragraph, element, _ink_of(element, ink))
            paragraph._p.append(end)
        _trim(paragraph)

    def _inline(self, paragraph: Paragraph, element: Element, ink: Ink) -> None:
        self._say(paragraph, element.text, ink)
        for child in element:
            if child.tag == "br":
                paragraph.add_run().add_break()
            elif child.tag == "img":
                self._picture_in(paragraph, child)
            elif child.tag == "p" and (paragraph.runs or child.getprevious() is not None):
                paragraph.add_run().add_break()
                self._inline(paragraph, child, _ink_of(child, ink))
            elif isinstance(child.tag, str):
                self._inline(paragraph, child, self._link(child, _ink_of(child, ink)))
            self._say(paragraph, child.tail, ink)

    def _link(self, element: Element, ink: Ink) -> Ink:
        """A link within the report leads to its place; one to a page or mail address leads there; no other is made."""
        address = element.get("href", "") if element.tag == "a" else ""
        if address.startswith("#"):
            return replace(ink, place=self._places.get(address[1:], ""), address="")
        if _SAFE_ADDRESS.match(address):
            return replace(ink, place="", address=address)
        return ink

    def _say(self, paragraph: Paragraph, text: str | None, ink: Ink) -> None:
        words = (text or "") if ink.is_typed else _SPACE.sub(" ", text or "")
        if not words or (words == " " and not paragraph.runs):
            return
        run = paragraph.add_run(words)
        run.bold, run.italic = ink.is_bold or None, ink.is_italic or None
        if ink.is_raised:
            run.font.superscript = True
        if ink.is_quiet:
            run.font.color.rgb, run.bold, run.font.size = GREY, False, Pt(8.5)
        if ink.place or ink.address:
            self._lead(paragraph, run, ink)

    def _lead(self, paragraph: Paragraph, run: Run, ink: Ink) -> None:
        link = marks.made("w:hyperlink", history="1")
        if ink.place:
            link.set(qn("w:anchor"), ink.place)
        else:
            relation = paragraph.part.relate_to(ink.address, f"{_OFFICE}/hyperlink", is_external=True)
            link.set(qn("r:id"), relation)
            run.underline = True
        paragraph._p.append(link)
        link.append(run._r)

    # --- Contents, charts and tables ------------------------------------------------------------------------------

    def write_contents(self, element: Element) -> None:
        """A table of contents that Word can renew, filled in with links; Word counts its pages on opening."""
        self._heading(element.find("h2"))
        links = list(element.iter("a"))
        for number, link in enumerate(links):
            paragraph = self._paragraph("Contents")
            depth = sum(1 for parent in link.iterancestors() if parent.tag == "ul") - 1
            paragraph.paragraph_format.left_indent = depth * 180_000
            if not number:
                paragraph._p.extend(marks.field_begin(r'TOC \o "1-3" \h \z \u'))
            ink = self._link(link, Ink(is_bold=not depth))
            self._inline(paragraph, link, ink)
            if ink.place:
                paragraph.add_run().add_tab()
                paragraph._p.extend(marks.field(rf"PAGEREF {ink.place} \h", "…"))
            if number == len(links) - 1:
                paragraph._p.append(marks.field_end())

    def write_image(self, element: Element) -> None:
        """The logo and the photo of the cover as the pictures that they are, and a chart by its figures."""
        source = element.get("src", "")
        if source in self._pictures:
            self._write_picture(*self._pictures[source], told=element.get("alt", ""))
        else:
            self._write_chart(element)

    def _picture_in(self, paragraph: Paragraph, element: Element) -> None:
        """A picture in a text, as wide as the column or the cell at most; its words alone where it was let go."""
        told = element.get("alt", "")
        if element.get("src", "") not in self._pictures:
            paragraph.add_run(f"(Plaatje: {told})")
            return
        picture, (width, height) = self._pictures[element.get("src")]
        if paragraph.runs:  # on a line of its own, as on paper
            paragraph.add_run().add_break()
        for cell_width in paragraph._p.xpath("ancestor::w:tc[1]/w:tcPr/w:tcW/@w:w"):
            width = min(width, Twips(int(cell_width) - CELL_PADDING))
        self._place_picture(paragraph, picture, (width, height), told=told)

    def _write_picture(self, picture: str, size: tuple[Length, Length], *, told: str) -> None:
        """A picture in a paragraph of its own."""
        self._place_picture(self._paper.add_paragraph(), picture, size, told=told)

    @staticmethod
    def _place_picture(paragraph: Paragraph, picture: str, size: tuple[Length, Length], *, told: str) -> None:
        """A picture in base64, at most so wide and high, with what it shows in words.

        Those words alone where it is no picture that Word takes.
        """
        try:
            shape = paragraph.add_run().add_picture(BytesIO(b64decode(picture)))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):
            paragraph.add_run(told)
            return
        shrunk = min(size[0] / shape.width, size[1] / shape.height, 1)
        shape.width, shape.height = Length(int(shape.width * shrunk)), Length(int(shape.height * shrunk))
        shape._inline.docPr.set("descr", told)

    def _write_chart(self, element: Element) -> None:
        """The figures of a chart as a table: a drawing could not be changed or pasted, and says no more."""
        name = element.get("src", "").removeprefix("report:chart/").removesuffix(".svg")
        chart = self._charts[name]
        self._paragraph("Caption").add_run(chart.title)
        first = 100 - 12 * (len(chart.headings) - 1) if len(chart.headings) > 2 else 50
        rest = (100 - first) / (len(chart.headings) - 1)
        table = self._new_table((first, *[rest] * (len(chart.headings) - 1)), chart.title)
        for cells in (chart.headings, *chart.rows):
            is_head = cells is chart.headings
            row = self._new_row(table, is_head=is_head)
            for place, (text, width) in enumerate(zip(cells, _widths(table), strict=True)):
                paragraph = self._new_cell(row, width, is_head=is_head)
                paragraph.add_run(without_controls(text)).bold = is_head or not place or None
                if place:
                    paragraph.alignment = RIGHT
                paragraph.paragraph_format.keep_with_next = True  # a small table: whole on one page
        self._paragraph("Cell")

    def write_table(self, element: Element) -> None:
        """A table with its caption above it."""
        caption, head = element.find("caption"), element.find("thead/tr")
        if caption is not None:
            self._write(self._paragraph("Caption"), caption, Ink())
        kind = next((name for name in _classes(element) if name in SHARES), "")
        title = " ".join((caption if caption is not None else head).itertext())
        shares = SHARES.get(kind) or (1,) * len(head)  # a deal without articles has no column for them
        table = self._new_table(shares[: len(head)], _SPACE.sub(" ", title).strip()[:200])
        for line in element.iter("tr"):
            self._row(table, line, is_head=line.getparent().tag == "thead")
        self._paragraph("Cell")

    def _row(self, table: Element, line: Element, *, is_head: bool) -> None:
        row = self._new_row(table, is_head=is_head)
        begin = None
        for source, width in zip(line, _widths(table), strict=True):
            paragraph = self._new_cell(row, width, is_head=is_head)
            if begin is None and (place := self._places.get(line.get("id", ""))):
                begin, end = marks.bookmark(place, next(self._numbers))
                paragraph._p.extend((begin, end))
            self._write(paragraph, source, Ink(is_bold=source.tag == "th"))
            if "amount" in _classes(source):
                paragraph.alignment = RIGHT

    def _new_table(self, shares: tuple[float, ...], title: str) -> Element:
        widths = [round(share * PAGE_WIDTH / sum(shares)) for share in shares]
        table = marks.table(widths, title)
        self._end.addprevious(table)
        return table

    @staticmethod
    def _new_row(table: Element, *, is_head: bool) -> Element:
        row = marks.made("w:tr", marks.header_row_properties() if is_head else marks.row_properties())
        table.append(row)
        return row

    def _new_cell(self, row: Element, width: int, *, is_head: bool) -> Paragraph:
        cell = marks.cell(width, fill=self._head_fill if is_head else "")
        cell.append(marks.made("w:p", marks.made("w:pPr", marks.made("w:pStyle", val="Cell"))))
        row.append(cell)
        return Paragraph(cell[-1], self._paper)


# Who writes an element that is no heading, no paragraph and no mere frame of others.
WRITERS: dict[str, Callable[[Walk, Element], None]] = {
    "ul": Walk.write_list,
    "ol": Walk.write_list,
    "table": Walk.write_table,
    "img": Walk.write_image,
    "nav": Walk.write_contents,
}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _ink_of(element: Element, ink: Ink) -> Ink:
    names = set(_classes(element))
    return Ink(
        is_bold=ink.is_bold or element.tag in BOLD or bool(names & BOLD_CLASSES),
        is_italic=ink.is_italic or element.tag in ITALIC,
        is_quiet=ink.is_quiet or bool(names & QUIET_CLASSES),
        is_typed=ink.is_typed or "typed" in names,
        is_raised=ink.is_raised or element.tag == "sup",
        place=ink.place,
        address=ink.address,
    )


def _widths(table: Element) -> Iterator[int]:
    grid = table.find(qn("w:tblGrid"))  # its rows are never walked through: that would take longer for each next row
    return (int(column.get(qn("w:w"))) for column in grid)


def _trim(paragraph: Paragraph) -> None:
    """No space at the end of a paragraph."""
    words = list(paragraph._p.iter(qn("w:t")))
    if words and words[-1].text:
        words[-1].text = words[-1].text.rstrip(" ")


def _pictures(report: FrozenReport) -> Pictures:
    """The pictures that the page of this report shows, by address, each with the most that it may measure.

    One that was let go since is not among them.
    """
    deal = report.snapshot["deal"]
    found: Pictures = {}
    if logo := deal.get("logo"):
        found[LOGO] = logo["picture"], LOGO_SIZE
    if cover := deal.get("cover"):
        found[COVER_PHOTO] = cover["picture"], COVER_SIZE
    for number, name in report.pictures.items():
        with suppress(OSError), default_storage.open(name) as file:
            found[text_picture(number)] = b64encode(file.read()).decode(), TEXT_PICTURE_SIZE
    return found


def word_report(report: FrozenReport) -> bytes:
    """The report as docx: the words of the PDF in its order, with tables in the place of charts.

    Control characters that XML cannot hold are left out. The hash that it prints is that of the snapshot as it is.
    """
    snapshot = report.snapshot
    content = report_content(report) | {"medium": "word"}
    with speaking(report.words):
        written = render_to_string("reporting/pdf/report.html", content)
        tables = chart_tables(cleaned(snapshot))
    page = html.document_fromstring(without_controls(written))
    theme = theme_of_report(snapshot)
    paper = new_paper(describe(snapshot), theme)
    ask_page_numbers(paper)
    deal = snapshot["deal"]
    example = " · VOORBEELD" if deal["example_notice"] else ""
    foot = f"{edition_words(snapshot)} · Stand op {day(snapshot['on'])}{example}"
    write_running_lines(paper, head=deal["name"], foot=foot)
    head_fill = theme.report_colors["green-light"].lstrip("#").upper()
    Walk(paper, tables, page, pictures=_pictures(report), head_fill=head_fill).blocks(page.find("body"))
    return saved(paper)
