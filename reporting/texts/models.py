"""What the bureau writes in the report itself, per section and year, and the pictures in it."""

from datetime import datetime
from typing import Self

from django.core.files.base import ContentFile
from django.db import models

from regiodeal.deals.models import Deal, User
from regiodeal.files.kinds import FileKind, digest
from regiodeal.files.models import KeptFile
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent


class SectionText(RegisterRow):
    """The text of one section of the report of a year, as clean HTML (content/rich_text.py)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="section_texts")
    year = models.PositiveSmallIntegerField("jaar")
    section = models.CharField("onderdeel", max_length=70)
    body = models.TextField("tekst", blank=True)

    content_fields = ("body",)

    class Meta:
        verbose_name = "tekst van een onderdeel"
        verbose_name_plural = "teksten van onderdelen"
        ordering = ["year", "section"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "year", "section"], name="reporting_sectiontext_one_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.year}"


class SectionTextEvent(LifecycleEvent):
    """A change of a text."""

    text = models.ForeignKey(SectionText, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een tekst"
        verbose_name_plural = "wijzigingen van teksten"


class TextPicture(KeptFile):
    """A picture in texts of a deal, which name it by its number (`data-picture`) and say what it shows.

    As small as it is shown and without what a camera wrote in it. It never changes, so that a report that names it
    shows it for good; what no text and no report names any more goes (unused_pictures.py).
    """

    folder = "text-pictures"

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="text_pictures")

    class Meta(KeptFile.Meta):
        verbose_name = "plaatje in een tekst"
        verbose_name_plural = "plaatjes in teksten"

    @classmethod
    def add(cls, deal: Deal, *, picture: "ContentFile[bytes]", by: User, at: datetime) -> Self:
        """Keep a picture that was made by files/pictures.py. No text names it yet."""
        name = f"plaatje.{FileKind.JPEG.value}"
        about = {"name": name, "kind": FileKind.JPEG, "size": picture.size, "sha256": digest(picture)}
        row = cls(deal_id=deal.pk, uploaded_by=by, uploaded_at=at, **about)
        row.file.save(name, picture, save=False)
        row.save()
        return row
