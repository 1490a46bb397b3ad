"""Making the files of a report from its snapshot, in steps, and keeping all of them or none.

The same steps for the worker and for the command line, also when a worker dies in between.
"""

import hashlib
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reporting.content.frozen_report import FrozenReport
from reporting.open_data.figures_csv import figures_csv
from reporting.open_data.public import public_copy
from reporting.reports.models import AnnualReport, ReportFile
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


def store(report: AnnualReport, built: Iterable[BuiltFile], *, at: datetime) -> bool:
    """Store the files and then their rows. False, and no file stays, when the build is not this worker's any more.

    Each attempt writes in a folder of its own: what a lost worker left there is in nobody's way, and is removed here.
    """
    folder = f"{report.folder}/{report.attempts}"
    files = [_store(report, folder, each) for each in built]
    if report.finish(files, at=at):
        remove_others(report.folder, set(report.files.values_list("file", flat=True)))
        return True
    for file in files:
        file.remove()
    return False


def _store(report: AnnualReport, folder: str, built: BuiltFile) -> ReportFile:
    file = ReportFile(report=report, kind=built.kind, sha256=built.sha256, size=len(built.content), pages=built.pages)
    file.file.name = default_storage.save(f"{folder}/{file.name}", ContentFile(built.content))
    return file


def remove_others(folder: str, kept: Container[str]) -> None:
    """Remove what lost workers left: the files in the folders of attempts, but for those that a row names."""
    for attempt in default_storage.listdir(folder)[0]:
        for name in default_storage.listdir(f"{folder}/{attempt}")[1]:
            path = f"{folder}/{attempt}/{name}"
            if path not in kept:
                default_storage.delete(path)
