"""The common part of every file that is kept."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction

from regiodeal.covenant.models.people import User
from regiodeal.covenant.models.review import WrongStateError
from regiodeal.covenant.openness.files import FileKind


def stored_name(kept: "KeptFile", _name: str) -> str:
    """A name on disk that nobody can guess and that says nothing; the name of the upload is only for showing."""
    return f"{kept.folder}/{uuid.uuid4().hex}"


class KeptFile(models.Model):
    """A file whose content never changes.

    Kept: it can be read by who may see it. Removed: the file is gone, for instance because there were names of people
    in it; who removed it, when and why stays.
    """

    folder: ClassVar[str]

    file = models.FileField("bestand", upload_to=stored_name, max_length=200, blank=True)
    name = models.CharField("naam", max_length=150)
    kind = models.CharField("soort", max_length=4, choices=FileKind)
    size = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("controlegetal", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("toegevoegd op")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField("verwijderd op", null=True, blank=True)
    removal_reason = models.CharField("reden van verwijderen", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True)
                | (models.Q(removed_by__isnull=False, file="") & ~models.Q(removal_reason="")),
                name="%(app_label)s_%(class)s_removed_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def remove(self, *, by: User, at: datetime, reason: str) -> None:
        """Throw the file away and keep who did it and why. Raises WrongStateError when somebody was first."""
        kept = type(self)._default_manager.filter(pk=self.pk, removed_at__isnull=True)
        stored, storage = self.file.name or "", self.file.storage
        with transaction.atomic():
            if not kept.update(file="", removed_by=by, removed_at=at, removal_reason=reason):
                raise WrongStateError("Dit bestand is al verwijderd.")
            # Only once nobody can find the row with the file any more; a failure before that keeps both.
            transaction.on_commit(lambda: storage.delete(stored))
        self.refresh_from_db()
