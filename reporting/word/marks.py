"""Parts of a Word document that python-docx has no function for: fields, bookmarks, links, and rows of tables."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

type Element = Any  # an element of lxml, which ships no types


def made(tag: str, *children: Element, **attributes: str) -> Element:
    """An element of WordprocessingML with its attributes."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children)
    return element


def text_run(text: str) -> Element:
    """A run of plain text."""
    words = made("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return made("w:r", words)


def field_begin(instruction: str) -> Iterator[Element]:
    """The first half of a field: what follows is its outcome until `field_end`."""
    code = made("w:instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    yield made("w:r", made("w:fldChar", fldCharType="begin"))
    yield made("w:r", code)
    yield made("w:r", made("w:fldChar", fldCharType="separate"))


def field_end() -> Element:
    """The end of a field."""
    return made("w:r", made("w:fldChar", fldCharType="end"))


def field(instruction: str, shown: str) -> Iterator[Element]:
    """A field such as the number of the page, with what is shown until Word counts it."""
    yield from field_begin(instruction)
    yield text_run(shown)
    yield field_end()


def new_numbering(paper: Document, style: str) -> int:
    """The number of a new list in this style, which begins at 1: without it Word goes on where the last one ended."""
    numbering = paper.part.numbering_part.element
    of_style = paper.styles[style].element.pPr.numPr.numId.val
    (known,) = (row for row in numbering.num_lst if row.numId == of_style)
    added = numbering.add_num(known.abstractNumId.val)
    added.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(added.numId)


def bookmark(name: str, number: int) -> tuple[Element, Element]:
    """The two ends of a place that a link can lead to."""
    return made("w:bookmarkStart", id=str(number), name=name), made("w:bookmarkEnd", id=str(number))


def header_row_properties() -> Element:
    """Mark a row that heads a table: Word repeats it on every page, a screen reader calls its cells headers."""
    return made("w:trPr", made("w:cantSplit"), made("w:tblHeader"))


def row_properties() -> Element:
    """Mark any other row: it stays whole on one page."""
    return made("w:trPr", made("w:cantSplit"))


def cell(width: int, *, fill: str = "", span: int = 1) -> Element:
    """An empty cell, its width in twentieths of a point."""
    properties = made("w:tcPr", made("w:tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(made("w:gridSpan", val=str(span)))
    if fill:
        properties.append(made("w:shd", val="clear", color="auto", fill=fill))
    return made("w:tc", properties)


def table(widths: list[int], title: str) -> Element:
    """An empty table with thin lines; its title is what a screen reader says of it."""
    lines = [
        made(f"w:{side}", val="single", sz="4", space="0", color="D1D1D1") for side in ("top", "bottom", "insideH")
    ]
    headers = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    margins = [made("w:top", w="40", type="dxa"), made("w:left", w="0", type="dxa")]
    margins += [made("w:bottom", w="20", type="dxa"), made("w:right", w="140", type="dxa")]
    properties = made(
        "w:tblPr",
        made("w:tblW", w=str(sum(widths)), type="dxa"),
        made("w:tblBorders", *lines),
        made("w:tblLayout", type="fixed"),
        made("w:tblCellMar", *margins),
        made("w:tblLook", val="00A0", **headers),
        made("w:tblCaption", val=title),
    )
    return made("w:tbl", properties, made("w:tblGrid", *(made("w:gridCol", w=str(width)) for width in widths)))
