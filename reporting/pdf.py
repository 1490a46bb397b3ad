"""The PDF of an annual report, made from its snapshot alone: the same snapshot gives the same bytes.

Tagged PDF/A-3a that is also PDF/UA-1. WeasyPrint lays out and tags; `finish_pdf` completes what it leaves open.
"""

from datetime import datetime
from io import BytesIO

from django.template.loader import render_to_string
from pikepdf import ObjectStreamMode, Pdf
from weasyprint import HTML, Attachment

from reporting.pdf_files import ReportFiles, report_files
from reporting.pdf_fonts import in_our_letters
from reporting.pdf_metadata import list_attachments_once, write_metadata
from reporting.pdf_tags import complete_tags
from reporting.report_content import report_content
from reporting.snapshot import Row, canonical, digest

SNAPSHOT_NAME = "momentopname.json"


def render_html(snapshot: Row) -> str:
    """The report as one HTML page, for WeasyPrint: it names its style, fonts and charts by `report:` addresses."""
    return in_our_letters(render_to_string("reporting/report_pdf/report.html", report_content(snapshot)))


def render_pdf(html: str, snapshot: Row) -> bytes:
    """The page as tagged PDF/A-3a with the snapshot inside it. Nothing is fetched but the report's own files."""
    document = HTML(string=html, url_fetcher=ReportFiles(report_files(snapshot)))
    content: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=digest(snapshot)[:32].encode(),
        attachments=[_snapshot_file(snapshot)],
    )
    return content


def finish_pdf(raw: bytes, snapshot: Row) -> tuple[bytes, int]:
    """The PDF with complete tags and metadata, and how many pages it has."""
    finished = BytesIO()
    with Pdf.open(BytesIO(raw)) as pdf:
        pages = len(pdf.pages)
        complete_tags(pdf)
        list_attachments_once(pdf)
        write_metadata(pdf, snapshot)
        # The identifier follows from the content, and the metadata is kept as written: no clock, no chance.
        pdf.save(
            finished,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return finished.getvalue(), pages


def _snapshot_file(snapshot: Row) -> Attachment:
    """The snapshot as a file inside the PDF. Made anew for each render: WeasyPrint reads an attachment only once."""
    on = datetime.fromisoformat(snapshot["on"])
    return Attachment(
        string=canonical(snapshot),
        name=SNAPSHOT_NAME,
        description="Alle cijfers en teksten van deze rapportage als gegevens",
        created=on,
        modified=on,
        relationship="Source",
    )
