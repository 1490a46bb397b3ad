"""Keeping the files of a finished build: all of them or none, also when a worker dies in between."""

from collections.abc import Container, Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reporting.reports.build import BuiltFile
from reporting.reports.models import AnnualReport, ReportFile


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
