"""The import of a file of figures, stories or places."""

from typing import ClassVar

from django.db import models

from regiodeal.sheets.models import FileImport, FileImportQuerySet


class ImportJob(FileImport):
    """One file that somebody uploaded.

    Entered, figures and stories are drafts of its owner or submitted; places stand in the register at once.
    """

    class Kind(models.TextChoices):
        """Says what the rows are about; known once the heading was read."""

        MEASUREMENTS = "measurements", "cijfers"
        ENTRIES = "entries", "voortgang"
        ITEMS = "items", "plekken"
        OUTCOMES = "outcomes", "maatschappelijke cijfers"

    kind = models.CharField("soort", max_length=12, choices=Kind, blank=True)

    place = "imports"
    words: ClassVar = {
        "new": ("nieuwe rij", "nieuwe rijen"),
        "revision": ("wijziging", "wijzigingen"),
        "correction": ("correctie van een goedgekeurd cijfer", "correcties van een goedgekeurd cijfer"),
    }

    objects = FileImportQuerySet["ImportJob"].as_manager()

    class Meta(FileImport.Meta):
        verbose_name = "inlezen van een bestand"
        verbose_name_plural = "ingelezen bestanden"

    @property
    def is_reviewed(self) -> bool:
        """Places have no review, as on their pages; what they count for has."""
        return self.kind != self.Kind.ITEMS
