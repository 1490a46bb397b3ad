"""What the bureau writes in the report itself, per section and year."""

from django.db import models

from regiodeal.deals.models import Deal
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
