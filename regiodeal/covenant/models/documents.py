"""The documents of the deal, and where it was made public."""

from collections.abc import Collection
from typing import Self

from django.db import models

from regiodeal.covenant.models.deal import Deal
from regiodeal.covenant.models.files import KeptFile
from regiodeal.covenant.models.meetings import Meeting
from regiodeal.covenant.models.openness import OpenRecord, OpenRecordQuerySet
from regiodeal.covenant.models.register import RegisterEvent, RegisterRow
from regiodeal.covenant.roles import Right


class DocumentQuerySet(OpenRecordQuerySet["Document"]):
    """Documents, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The documents of the deal, as far as their openness lets one see them (art. 11)."""
        return self.filter(deal=deal).open_to(rights=rights, parties=parties)


class Document(KeptFile, OpenRecord):
    """A document of the deal: a file with a title, a day, and for whom it is."""

    folder = "documents"

    class Sort(models.TextChoices):
        """What the document is for the deal."""

        COVENANT = "covenant", "convenant"
        ADDENDUM = "addendum", "addendum"
        MINUTES = "minutes", "verslag"
        REQUEST = "request", "verzoek"
        CONSENT = "consent", "verklaring van instemming"
        PLAN = "plan", "communicatieplan"
        WORKING = "working", "werkafspraken"
        OTHER = "other", "ander document"

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField("titel", max_length=200)
    sort = models.CharField("wat is het", max_length=10, choices=Sort, default=Sort.OTHER)
    dated_on = models.DateField("datum van het document")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="overleg"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["-dated_on", "-pk"]
        constraints = [
            *KeptFile.Meta.constraints,
            *OpenRecord.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="covenant_document_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentEvent(RegisterEvent):
    """A change of the openness of a document, or its removal."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een document"
        verbose_name_plural = "wijzigingen van documenten"


class Publication(RegisterRow):
    """A publication in the Staatscourant: of the deal (art. 19) or of an addendum (art. 12 lid 5)."""

    class Subject(models.TextChoices):
        """What was published."""

        DEAL = "deal", "de Regio Deal (art. 19)"
        ADDENDUM = "addendum", "een addendum (art. 12 lid 5)"

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="publications")
    subject = models.CharField("wat is gepubliceerd", max_length=10, choices=Subject)
    title = models.CharField("titel", max_length=200)
    number = models.CharField("nummer in de Staatscourant", max_length=60)
    published_on = models.DateField("gepubliceerd op")
    url = models.URLField("webadres", max_length=300, blank=True)

    content_fields = ("subject", "title", "number", "published_on", "url")

    class Meta:
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"
        ordering = ["published_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["deal", "number"], name="covenant_publication_number_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class PublicationEvent(RegisterEvent):
    """A change of a publication."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een publicatie"
        verbose_name_plural = "wijzigingen van publicaties"
