"""The PDF of an annual report, made from its snapshot alone: the same snapshot gives the same bytes.

Tagged PDF/A-3a that is also PDF/UA-1. WeasyPrint lays out and tags; `finish_pdf` completes what it leaves open.
What each chapter says: templates/reporting/pdf/ (money: money.html), with the rows of reporting/content/.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

from django.template.loader import render_to_string
from pikepdf import ObjectStreamMode, Pdf
from weasyprint import HTML, Attachment

from regiodeal.deals.words import speaking
from reporting.content.content import report_content
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import Description, describe
from reporting.open_data.figures_csv import FIGURES_NAME, figures_csv
from reporting.pdf.files import ReportFile, ReportFiles, report_files, style_files
from reporting.pdf.fonts import in_our_letters, in_pieces
from reporting.pdf.tags import complete_tags, list_attachments_once, write_metadata

SNAPSHOT_NAME = "momentopname.json"


def render_html(report: FrozenReport) -> str:
    """The report as one HTML page, for WeasyPrint: it names its style, fonts and charts by `report:` addresses."""
    with speaking(report.words):
        return in_pieces(in_our_letters(render_to_string("reporting/pdf/report.html", report_content(report))))


def render_pdf(html: str, report: FrozenReport) -> bytes:
    """The page as tagged PDF/A-3a with snapshot and figures inside it. Only the report's own files are fetched."""
    files = report_files(report)
    return laid_out(html, identifier=report.digest, files=files, attachments=_attachments(report))


def finish_pdf(raw: bytes, report: FrozenReport) -> tuple[bytes, int]:
    """The PDF of a report with complete tags and metadata, and how many pages it has."""
    return finished(raw, describe(report.snapshot))


def laid_out(
    html: str,
    *,
    identifier: str,
    files: Mapping[str, ReportFile] | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """A page as tagged PDF/A-3a. It may read the given files, or else only the house style."""
    fetcher = ReportFiles(style_files() if files is None else files)
    content: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(
        pdf_variant="pdf/a-3a", pdf_identifier=identifier[:32].encode(), attachments=list(attachments)
    )
    return content


def finished(raw: bytes, about: Description) -> tuple[bytes, int]:
    """A PDF with complete tags and metadata, and how many pages it has."""
    written = BytesIO()
    with Pdf.open(BytesIO(raw)) as pdf:
        pages = len(pdf.pages)
        complete_tags(pdf)
        list_attachments_once(pdf)
        write_metadata(pdf, about)
        # The identifier follows from the content, and the metadata is kept as written: no clock, no chance.
        pdf.save(
            written,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=ObjectStreamMode.generate,
        )
    return written.getvalue(), pages


def _attachments(report: FrozenReport) -> list[Attachment]:
    """The files inside the PDF, named by what they are to it. Made anew for each render: WeasyPrint reads them once."""
    on = datetime.fromisoformat(report.snapshot["on"])
    files = (
        (SNAPSHOT_NAME, "Alle cijfers en teksten van deze rapportage als gegevens", "Source", report.canonical),
        (FIGURES_NAME, "De cijfers van alle normen als tabel (CSV)", "Data", figures_csv(report.snapshot)),
    )
    return [
        Attachment(string=content, name=name, description=words, created=on, modified=on, relationship=relationship)
        for name, words, relationship, content in files
    ]
