"""What WeasyPrint 70 leaves open in the tags and metadata of a PDF, completed for PDF/A and PDF/UA-1 (ISO 14289-1)."""

import re
from collections.abc import Iterator
from dataclasses import asdict

from django.template.loader import render_to_string
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from reporting.content.sentences import Description
from reporting.pdf.fonts import in_our_letters

POINTS_PER_PIXEL = 0.75

type ObjectNumber = tuple[int, int]


def complete_tags(pdf: Pdf) -> None:
    """Scope of headers, index of identifiers, place of figures, words of links, and running lines as artifacts."""
    heights = {page.obj.objgen: float(page.mediabox[3]) for page in pdf.pages}
    elements = list(_elements(pdf.Root.StructTreeRoot.K[0]))
    for element in elements:
        kind, group = element.S, element.P.get(Name.P, element).get(Name.S)
        if kind == Name.TH:
            element.A[Name.Scope] = Name.Column if group == Name.THead else Name.Row
        elif kind == Name.Figure:
            element.A[Name.BBox] = _on_page(element.A.BBox, heights[element.Pg.objgen])
    _index_identifiers(pdf, elements)
    _mark_running_lines(pdf, {element.objgen for element in elements})
    for page in pdf.pages:
        page.obj[Name.Tabs] = Name.S
        _describe_links(page)


def _elements(root: Object) -> Iterator[Object]:
    """The structure elements below a root, itself included, in reading order."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get(Name.K, Array())
        waiting += [kid for kid in reversed(list(kids)) if isinstance(kid, Dictionary) and Name.S in kid]


def _on_page(box: Object, page_height: float) -> Array:
    """A box in points from the foot of the page, as PDF counts; WeasyPrint gives pixels from its head."""
    left, top, right, bottom = (float(side) * POINTS_PER_PIXEL for side in box)
    return Array([round(side, 2) for side in (left, page_height - bottom, right, page_height - top)])


def _index_identifiers(pdf: Pdf, elements: list[Object]) -> None:
    """List the header cells by identifier, so that a reader finds the headers that a cell names."""
    named = sorted((bytes(element.ID), element) for element in elements if Name.ID in element)
    if named:
        pairs = [item for key, element in named for item in (String(key.decode("latin-1")), element)]
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Names=Array(pairs)))


def _mark_running_lines(pdf: Pdf, reachable: set[ObjectNumber]) -> None:
    """Mark the head and foot of pages as artifacts: no reader should say 'pagina 3 van 60' in mid-sentence.

    WeasyPrint gives them elements that stand outside the tree; those elements are dropped.
    """
    by_page = pdf.Root.StructTreeRoot.ParentTree.Nums
    content_of = {int(by_page[place]): by_page[place + 1] for place in range(0, len(by_page), 2)}
    for page in pdf.pages:
        contents = content_of[int(page.obj.StructParents)]
        loose = {number for number, element in enumerate(contents) if element.objgen not in reachable}
        if loose:
            _mark_as_artifact(page, loose)
        for number in loose:
            contents[number] = None


_MARKED_CONTENT = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


def _mark_as_artifact(page: Page, numbers: set[int]) -> None:
    """Turn marked content with these numbers into artifacts. Text is in hex there, so no text can look like a mark."""

    def mark(match: re.Match[bytes]) -> bytes:
        return b"/Artifact <</Type /Pagination>> BDC" if int(match[1]) in numbers else match[0]

    stream = page.obj.Contents
    stream.write(_MARKED_CONTENT.sub(mark, stream.read_bytes()))


def _describe_links(page: Page) -> None:
    """Say of each link where it leads: WeasyPrint gives the bare name of the place, such as 'maatregel-1.1.1'."""
    for annotation in page.obj.get(Name.Annots, Array()):
        if annotation.get(Name.Subtype) == Name.Link and Name.Dest in annotation:
            annotation[Name.Contents] = String(f"Ga naar {str(annotation.Dest).replace('-', ' ', 1)}")


def write_metadata(pdf: Pdf, description: Description) -> None:
    """Write the XMP metadata: PDF/A-3a and PDF/UA-1, and the same words as in the file's information.

    It is written whole, because PDF/A allows the mark of PDF/UA only beside a description of its schema.
    """
    about = {name: in_our_letters(words) for name, words in asdict(description).items()}
    xmp = render_to_string(
        "reporting/pdf/metadata.xml",
        {"about": about, "producer": str(pdf.docinfo[Name.Producer]), "bom": "\ufeff"},
    )
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, xmp.encode(), {"/Type": Name.Metadata, "/Subtype": Name.XML}))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def list_attachments_once(pdf: Pdf) -> None:
    """Name each associated file once: WeasyPrint 70 lists the file of an attachment twice in /AF."""
    files = {file.objgen: file for file in pdf.Root.get(Name.AF, Array())}
    if files:
        pdf.Root.AF = Array(list(files.values()))
