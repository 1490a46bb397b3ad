"""The core message of the deal in versions (art. 9 lid 1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction

from regiodeal.covenant.models.deal import Deal
from regiodeal.covenant.models.meetings import Meeting
from regiodeal.covenant.models.people import User


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
    first = MessageVersion(1, deal.core_message, deal.in_force_on, f"convenant, art. {deal.core_message_article}")
    later = CoreMessage.objects.filter(deal=deal).select_related("meeting")
    return [
        first,
        *(MessageVersion(row.version, row.text, row.valid_from, str(row.meeting or "het bureau")) for row in later),
    ]


def core_message(deal: Deal, *, on: date) -> MessageVersion:
    """The version that holds on a date; the covenant's own before it came into force."""
    versions = core_messages(deal)
    return next((row for row in reversed(versions) if row.valid_from <= on), versions[0])
