"""The import of a workbook of contributions."""

from typing import ClassVar

from regiodeal.sheets.models import FileImport, FileImportQuerySet


class ContributionImport(FileImport):
    """One workbook of contributions that somebody uploaded; entered, each is a pledge that another confirms."""

    place = "contribution-imports"
    words: ClassVar = {
        "new": ("nieuwe toezegging", "nieuwe toezeggingen"),
        "revision": ("wijziging", "wijzigingen"),
    }

    objects = FileImportQuerySet["ContributionImport"].as_manager()

    class Meta(FileImport.Meta):
        verbose_name = "inlezen van bijdragen"
        verbose_name_plural = "ingelezen bestanden met bijdragen"

    @property
    def is_reviewed(self) -> bool:
        """A pledge is not submitted: it counts as pledged, and another confirms it on its page."""
        return False
