"""Evidence: files that show where a figure or a story comes from."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction

from pillars.models.entries import ProgressEntry
from pillars.models.measurements import Measurement
from pillars.models.review import State, WrongStateError
from regiodeal.covenant.models import Deal, Party, User
from regiodeal.covenant.roles import Right


def stored_name(_evidence: "Evidence", _name: str) -> str:
    """A name on disk that nobody can guess and that says nothing; the name of the upload is only for showing."""
    return f"evidence/{uuid.uuid4().hex}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence, cut to what somebody may see."""

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The evidence of the deal's records that one may see, as far as its openness lets one see it (art. 11).

        What is confidential is for who may see unapproved figures, and for the Party that asked for it.
        """
        rows = self.filter(models.Q(measurement__indicator__deal=deal) | models.Q(entry__measure__deal=deal))
        if Right.SEE_UNAPPROVED in rights:
            return rows
        rows = rows.filter(models.Q(measurement__state=State.APPROVED) | models.Q(entry__state=State.APPROVED))
        return rows.exclude(~models.Q(requester__in=parties), openness=Evidence.Openness.CONFIDENTIAL)


class Evidence(models.Model):
    """A file with a measurement or a progress entry. Its content never changes.

    Kept: it can be read by who may see its record. Removed: the file is gone, for instance because there were names of
    people in it; who removed it, when and why stays.
    """

    class Kind(models.TextChoices):
        """What the file is by its content. The value is also the ending of its name."""

        PDF = "pdf", "PDF"
        PNG = "png", "PNG"
        JPEG = "jpg", "JPEG"
        XLSX = "xlsx", "Excel (XLSX)"
        DOCX = "docx", "Word (DOCX)"
        CSV = "csv", "CSV"

    class Openness(models.TextChoices):
        """For whom the file is (art. 11)."""

        PUBLIC = "public", "openbaar"
        PARTIES = "parties", "voor de Partijen"
        CONFIDENTIAL = "confidential", "vertrouwelijk"

    measurement = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    entry = models.ForeignKey(ProgressEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    file = models.FileField("bestand", upload_to=stored_name, max_length=200, blank=True)
    name = models.CharField("naam", max_length=150)
    kind = models.CharField("soort", max_length=4, choices=Kind)
    size = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("controlegetal", max_length=64)
    openness = models.CharField("voor wie", max_length=12, choices=Openness, default=Openness.PARTIES)
    ground = models.CharField("grond van vertrouwelijkheid", max_length=300, blank=True)
    requester = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="op verzoek van"
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("toegevoegd op")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField("verwijderd op", null=True, blank=True)
    removal_reason = models.CharField("reden van verwijderen", max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "bewijsstuk"
        verbose_name_plural = "bewijsstukken"
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(measurement__isnull=False, entry__isnull=True)
                | models.Q(measurement__isnull=True, entry__isnull=False),
                name="pillars_evidence_of_one_record",
            ),
            models.CheckConstraint(
                condition=~models.Q(openness="confidential")
                | (~models.Q(ground="") & models.Q(requester__isnull=False)),
                name="pillars_evidence_confidential_says_why_and_for_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True)
                | (models.Q(removed_by__isnull=False, file="") & ~models.Q(removal_reason="")),
                name="pillars_evidence_removed_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record(self) -> Measurement | ProgressEntry:
        """What it is evidence of."""
        record = self.measurement or self.entry
        assert record is not None  # the database says so
        return record

    def remove(self, *, by: User, at: datetime, reason: str) -> None:
        """Throw the file away and keep who did it and why. Raises WrongStateError when somebody was first."""
        kept = Evidence.objects.filter(pk=self.pk, removed_at__isnull=True)
        stored, storage = self.file.name or "", self.file.storage
        with transaction.atomic():
            if not kept.update(file="", removed_by=by, removed_at=at, removal_reason=reason):
                raise WrongStateError("Dit bestand is al verwijderd.")
            # Only once nobody can find the row with the file any more; a failure before that keeps both.
            transaction.on_commit(lambda: storage.delete(stored))
        self.refresh_from_db()
