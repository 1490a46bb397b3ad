"""The import of a workbook of projects."""

from typing import ClassVar

from regiodeal.sheets.models import FileImport, FileImportQuerySet


class ProjectImport(FileImport):
    """One workbook of projects that somebody uploaded; entered, they stand in the list at once."""

    place = "project-imports"
    words: ClassVar = {
        "new": ("nieuwe rij", "nieuwe rijen"),
        "revision": ("wijziging", "wijzigingen"),
    }

    objects = FileImportQuerySet["ProjectImport"].as_manager()

    class Meta(FileImport.Meta):
        verbose_name = "inlezen van projecten"
        verbose_name_plural = "ingelezen bestanden met projecten"

    @property
    def is_reviewed(self) -> bool:
        """Projects have no review, as on their pages; what is counted for them has."""
        return False
