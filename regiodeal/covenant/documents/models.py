"""Documents, publications and the core message of the deal (art. 9, 11 and 19)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction

from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right
from regiodeal.deals.words import cited, deal_text, fill_in
from regiodeal.files.models import ClosableRecord, KeptFile, OpenRecord, OpenRecordQuerySet
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import LifecycleEvent


class DocumentQuerySet(OpenRecordQuerySet["Document"]):
    """Documents, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The documents of the deal, as far as their openness lets one see them (art. 11)."""
        return self.filter(deal=deal).open_to(rights=rights, parties=parties)


class Document(KeptFile, ClosableRecord):
    """A document of the deal: a file with a title, a day, and for whom it is."""

    folder = "documents"

    class Sort(models.TextChoices):
        """Says what the document is for the deal."""

        COVENANT = "covenant", "convenant"
        ADDENDUM = "addendum", "addendum"
        MINUTES = "minutes", "verslag"
        REQUEST = "request", "verzoek"
        CONSENT = "consent", "verklaring van instemming"
        PLAN = "plan", "communicatieplan"
        WORKING = "working", "werkafspraken"
        LETTER = "letter", "brief"
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

    def _remove(self, condition: models.Q, *, by: User, at: datetime, reason: str) -> None:
        """Throw away what was read in the file as well."""
        with transaction.atomic():
            super()._remove(condition, by=by, at=at, reason=reason)
            DocumentText.objects.filter(document=self).delete()


class DocumentText(models.Model):
    """What stands in the file of a document, to be found by: its text, and each of its words once.

    A worker reads it after the file was kept. It goes when the file goes, and is seen by who may see the document.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reading")
    text = models.TextField("tekst", blank=True)
    words = models.TextField("woorden", blank=True)

    class Meta:
        verbose_name = "tekst van een document"
        verbose_name_plural = "teksten van documenten"

    def __str__(self) -> str:
        return f"Tekst van {self.document}"


class DocumentEvent(LifecycleEvent):
    """A change of the openness of a document, or its removal."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een document"
        verbose_name_plural = "wijzigingen van documenten"


class Publication(RegisterRow):
    """A publication in the Staatscourant: of the deal (art. 19) or of an addendum (art. 12 lid 5)."""

    class Subject(models.TextChoices):
        """Says what was published."""

        DEAL = "deal", deal_text("de Regio Deal{art_deal_publication}")
        ADDENDUM = "addendum", deal_text("een addendum{art_publication}")

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


class PublicationEvent(LifecycleEvent):
    """A change of a publication."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een publicatie"
        verbose_name_plural = "wijzigingen van publicaties"


class CoreMessage(models.Model):
    """A later version of the core message (kernboodschap); the covenant's own words are version 1.

    Rows are only ever added.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="core_messages")
    version = models.PositiveSmallIntegerField("versie")
    text = models.TextField("kernboodschap")
    valid_from = models.DateField("geldt vanaf")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besproken in"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("vastgelegd op")

    class Meta:
        verbose_name = "kernboodschap"
        verbose_name_plural = "kernboodschappen"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "version"], name="covenant_coremessage_version_once"),
            models.CheckConstraint(condition=models.Q(version__gte=2), name="covenant_coremessage_from_2"),
        ]

    def __str__(self) -> str:
        return f"Kernboodschap, versie {self.version}"

    @classmethod
    @transaction.atomic
    def adopt(cls, deal: Deal, text: str, *, valid_from: date, meeting: Meeting | None, by: User, at: datetime) -> Self:
        """Add the next version. Raises ValueError without words, or for a day before that of the version before it."""
        if not text.strip():
            raise ValueError("Schrijf de kernboodschap.")
        newest = core_messages(deal)[-1]
        if valid_from < newest.valid_from:
            raise ValueError("Deze versie kan niet eerder ingaan dan de vorige.")
        return cls.objects.create(
            deal=deal,
            version=newest.version + 1,
            text=text.strip(),
            valid_from=valid_from,
            meeting=meeting,
            written_by=by,
            written_at=at,
        )


@dataclass(frozen=True)
class MessageVersion:
    """One version of the core message, wherever it stands."""

    version: int
    text: str
    valid_from: date
    source: str


def core_messages(deal: Deal) -> list[MessageVersion]:
    """All versions, the covenant's own first."""
    source = ", ".join(part for part in ("convenant", cited(deal.core_message_article)) if part)
    first = MessageVersion(1, deal.core_message, deal.in_force_on, source)
    later = CoreMessage.objects.filter(deal=deal).select_related("meeting")
    bureau = fill_in("{the_bureau}")
    return [
        first,
        *(MessageVersion(row.version, row.text, row.valid_from, str(row.meeting or bureau)) for row in later),
    ]


def core_message(deal: Deal, *, on: date) -> MessageVersion:
    """The version that holds on a date; the covenant's own before it came into force."""
    versions = core_messages(deal)
    return next((row for row in reversed(versions) if row.valid_from <= on), versions[0])
