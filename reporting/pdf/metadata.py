"""What a report's PDF says of itself, in the form that PDF/A and PDF/UA ask for."""

from dataclasses import asdict

from django.template.loader import render_to_string
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from reporting.content.sentences import Description
from reporting.pdf.fonts import in_our_letters


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
