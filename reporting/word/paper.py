"""The paper that Word documents are written on: our fonts and colours, real styles, Dutch, and the same bytes again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from regiodeal.base.themes import DEN_HAAG, Theme
from reporting.content.sentences import Description
from reporting.files.same_zip import same_again
from reporting.files.typed import without_controls
from reporting.word.marks import Element, field, made

FONT = "Open Sans"  # Word takes another where a machine does not have it
GREEN, DARK_GREEN, GREY = "green", "green-dark", "grey"  # green is the house colour of the theme, whatever it is
GREYS = {GREY: "#4a4a4a"}
LANGUAGE = "nl-NL"
CONTENTS_WIDTH = Mm(166)
CORE_LENGTH = 255  # of a text in the properties of a file
# name, points, space before and after in points, colour, bold
_LOOKS: tuple[tuple[str, float, float, float, str, bool], ...] = (
    ("Normal", 10, 0, 6, "", False),
    ("Title", 28, 120, 12, GREEN, True),
    ("Subtitle", 13, 0, 6, DARK_GREEN, True),
    ("Heading 1", 20, 0, 10, GREEN, True),
    ("Heading 2", 14, 16, 4, GREEN, True),
    ("Heading 3", 12, 14, 4, DARK_GREEN, True),
    ("Heading 4", 10, 8, 2, GREEN, True),
    ("Caption", 9, 8, 3, GREEN, True),
    ("Quote", 11, 0, 6, DARK_GREEN, False),
    ("List Bullet", 10, 0, 2, "", False),
    ("List Number", 10, 0, 2, "", False),
    ("Header", 8, 0, 0, GREY, False),
    ("Footer", 8, 0, 0, GREY, False),
    ("Lead", 12, 0, 8, DARK_GREEN, False),
    ("Notice", 10, 0, 0, "", False),
    ("Small", 8.5, 0, 4, GREY, False),
    ("Cell", 8.5, 0, 2, "", False),
    ("Contents", 10, 0, 2, "", False),
)


def new_paper(about: Description, theme: Theme = DEN_HAAG) -> Paper:
    """An empty A4 document in Dutch with our styles, in the colours of a theme; of itself it says what the PDF says."""
    paper = Document()
    for relation in [r for r in paper.part.package.rels.values() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        paper.part.package.rels.pop(relation.rId)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    _set_styles(paper, theme.report_colors | GREYS)
    _set_language(paper)
    _describe(paper, about)
    return paper


def write_running_lines(paper: Paper, *, head: str, foot: str) -> None:
    """The lines above and below every page but the first, with the number of the page."""
    section = paper.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run(without_controls(head))
    line = section.footer.paragraphs[0]
    line.add_run(f"{without_controls(foot)} · Pagina ")
    line._p.extend(field("PAGE", "1"))
    line.add_run(" van ")
    line._p.extend(field("NUMPAGES", "1"))


def ask_page_numbers(paper: Paper) -> None:
    """Let Word work out the numbers of pages in the contents when it opens the document; it asks the reader first."""
    paper.settings.element.append(made("w:updateFields", val="true"))


def saved(paper: Paper) -> bytes:
    """The document as bytes: the same document gives the same bytes."""
    file = BytesIO()
    paper.save(file)
    return same_again(file.getvalue())


def _set_styles(paper: Paper, colors: Mapping[str, str]) -> None:
    for name, size, before, after, colour, is_bold in _LOOKS:
        if name not in paper.styles:
            paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = paper.styles["Normal"]
        style = paper.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style, size, colors.get(colour, ""), is_bold=is_bold)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.2
        style.paragraph_format.widow_control = True
    for name in ("Caption", "Subtitle"):
        paper.styles[name].paragraph_format.keep_with_next = True
    paper.styles["Heading 1"].paragraph_format.page_break_before = True
    stops = paper.styles["Contents"].paragraph_format.tab_stops
    stops.add_tab_stop(CONTENTS_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _shade(paper.styles["Notice"].element.get_or_add_pPr(), "FFFAD1")
    _shade(paper.styles["Quote"].element.get_or_add_pPr(), colors["green-pale"].lstrip("#").upper())
    # The template draws a blue line under a title.
    for line in paper.styles["Title"].element.iter(qn("w:pBdr")):
        line.getparent().remove(line)


def _set_font(style: ParagraphStyle, size: float, colour: str, *, is_bold: bool) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # a font of the theme would win from ours
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), is_bold, False
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())


def _shade(properties: Element, colour: str) -> None:
    properties.append(made("w:shd", val="clear", color="auto", fill=colour))


def _set_language(paper: Paper) -> None:
    """Dutch for every text, so that a screen reader speaks Dutch and no word is underlined in red."""
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for language in paper.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)
    for sign, mark in (("w:decimalSymbol", ","), ("w:listSeparator", ";")):
        for setting in paper.settings.element.iter(qn(sign)):
            setting.set(qn("w:val"), mark)
    paper.settings.element.append(OxmlElement("w:autoHyphenation"))


def _describe(paper: Paper, about: Description) -> None:
    """Title, author and date, the date being that of the figures: no clock."""
    core, on = paper.core_properties, datetime.fromisoformat(about.date).replace(tzinfo=UTC)
    core.title, core.author, core.last_modified_by, core.subject, core.keywords = (
        without_controls(text)[:CORE_LENGTH]
        for text in (about.title, about.author, about.author, about.subject, about.keywords)
    )
    core.comments = without_controls(f"Gemaakt met {about.creator}")
    core.language, core.revision = LANGUAGE, 1
    core.created = core.modified = on
