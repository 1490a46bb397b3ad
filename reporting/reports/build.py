"""Making the files of a report from its snapshot, in steps. The same steps for the worker and for the command line."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from reporting.content.frozen_report import FrozenReport
from reporting.open_data.figures_csv import figures_csv
from reporting.open_data.public import public_copy
from reporting.reports.models import ReportFile
from reporting.snapshot.schema import Snapshot

type Tell = Callable[[str], None]

STEPS = (
    "Grafieken en bladzijden opmaken",
    "PDF maken",
    "Toegankelijkheid en archief afmaken",
    "Word, Excel en open data maken",
    "Bewaren",
)


def _word(report: FrozenReport) -> bytes:
    from reporting.word.word_report import word_report  # python-docx is slow to import

    return word_report(report)


def _workbook(report: FrozenReport) -> bytes:
    from reporting.workbook.report_workbook import report_workbook  # openpyxl is slow to import

    return report_workbook(report)


# The files that need no layout of pages.
LIGHT: dict[ReportFile.Kind, Callable[[FrozenReport], bytes]] = {
    ReportFile.Kind.WORD: _word,
    ReportFile.Kind.WORKBOOK: _workbook,
    ReportFile.Kind.FIGURES: lambda report: figures_csv(report.snapshot, for_excel=True),
    ReportFile.Kind.DATA: lambda report: report.canonical,
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


def build_light(report: FrozenReport, kind: ReportFile.Kind) -> BuiltFile:
    """One file of LIGHT. The same snapshot gives the same bytes."""
    return BuiltFile(kind, LIGHT[kind](report))


def build_files(snapshot: Snapshot, *, tell: Tell = lambda step: None) -> list[BuiltFile]:
    """All files of the report that the snapshot holds, the PDF first. The same snapshot gives the same bytes.

    A final edition has a PDF without names of people too, for when it is made public. `tell` hears each step as it
    begins.
    """
    from reporting.pdf.document import finish_pdf, render_html, render_pdf  # WeasyPrint is slow to import

    report = FrozenReport(snapshot)
    tell(STEPS[0])
    html = render_html(report)
    tell(STEPS[1])
    raw = render_pdf(html, report)
    tell(STEPS[2])
    content, pages = finish_pdf(raw, report)
    tell(STEPS[3])
    files = [BuiltFile(ReportFile.Kind.PDF, content, pages), *(build_light(report, kind) for kind in LIGHT)]
    if snapshot["stage"] == "final" and snapshot["edition"]:
        public = public_copy(report)
        content, pages = finish_pdf(render_pdf(render_html(public), public), public)
        files.append(BuiltFile(ReportFile.Kind.PUBLIC, content, pages))
    tell(STEPS[4])
    return files
