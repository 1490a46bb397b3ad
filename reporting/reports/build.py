"""Making the files of a report from its snapshot, in steps. The same steps for the worker and for the command line."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from reporting.open_data.figures_csv import figures_csv
from reporting.open_data.public import public_copy
from reporting.reports.models import ReportFile
from reporting.snapshot.take import Row, canonical

type Tell = Callable[[str], None]

STEPS = (
    "Grafieken en bladzijden opmaken",
    "PDF maken",
    "Toegankelijkheid en archief afmaken",
    "Word, Excel en open data maken",
    "Bewaren",
)


def _word(snapshot: Row) -> bytes:
    from reporting.word.word_report import word_report  # python-docx is slow to import

    return word_report(snapshot)


def _workbook(snapshot: Row) -> bytes:
    from reporting.workbook.report_workbook import report_workbook  # openpyxl is slow to import

    return report_workbook(snapshot)


# The files that need no layout of pages.
LIGHT: dict[ReportFile.Kind, Callable[[Row], bytes]] = {
    ReportFile.Kind.WORD: _word,
    ReportFile.Kind.WORKBOOK: _workbook,
    ReportFile.Kind.FIGURES: lambda snapshot: figures_csv(snapshot, for_excel=True),
    ReportFile.Kind.DATA: canonical,
}


@dataclass(frozen=True)
class BuiltFile:
    """One finished file of a report."""

    kind: ReportFile.Kind
    content: bytes
    pages: int = 0

    @property
    def sha256(self) -> str:
        """The hash by which a copy can be checked."""
        return hashlib.sha256(self.content).hexdigest()


def build_light(snapshot: Row, kind: ReportFile.Kind) -> BuiltFile:
    """One file of LIGHT. The same snapshot gives the same bytes."""
    return BuiltFile(kind, LIGHT[kind](snapshot))


def build_files(snapshot: Row, *, tell: Tell = lambda step: None) -> list[BuiltFile]:
    """All files of the report that the snapshot holds, the PDF first. The same snapshot gives the same bytes.

    A final edition has a PDF without names of people too, for when it is made public. `tell` hears each step as it
    begins.
    """
    from reporting.pdf.document import finish_pdf, render_html, render_pdf  # WeasyPrint is slow to import

    tell(STEPS[0])
    html = render_html(snapshot)
    tell(STEPS[1])
    raw = render_pdf(html, snapshot)
    tell(STEPS[2])
    content, pages = finish_pdf(raw, snapshot)
    tell(STEPS[3])
    files = [BuiltFile(ReportFile.Kind.PDF, content, pages), *(build_light(snapshot, kind) for kind in LIGHT)]
    if snapshot["stage"] == "final" and snapshot["edition"]:
        public = public_copy(snapshot)
        content, pages = finish_pdf(render_pdf(render_html(public), public), public)
        files.append(BuiltFile(ReportFile.Kind.PUBLIC, content, pages))
    tell(STEPS[4])
    return files
