"""Half-typed work: kept for whoever typed it, until it is saved or thrown away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from regiodeal.deals.models import Deal, User


@dataclass(frozen=True)
class KeptForm:
    """Holds what stands in a form, and the title and address of its page where these are known."""

    fields: dict[str, list[str]]
    title: str = ""
    path: str = ""


class UnsavedWorkQuerySet(models.QuerySet["UnsavedWork"]):
    """Half-typed work of one user."""

    def keep(self, *, user: User, deal: Deal, key: str, kept: "KeptForm", at: datetime) -> None:
        """Keep what stands in a form now, in the place of what stood there before."""
        values = {"fields": kept.fields, "title": kept.title, "path": kept.path, "kept_at": at}
        self.update_or_create(user=user, deal=deal, key=key, defaults=values)

    def discard(self, *, user: User, deal: Deal, key: str) -> None:
        """Forget it: it was saved, or its author threw it away."""
        self.filter(user=user, deal=deal, key=key).delete()


class UnsavedWork(models.Model):
    """Holds what somebody has typed in a form and not saved. Seen by its author only, and by no figure or report."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("formulier", max_length=200)
    fields: Any = models.JSONField("velden", default=dict)
    title = models.CharField("waarvan", max_length=200, blank=True)
    path = models.CharField("waar het staat", max_length=500, blank=True)
    kept_at = models.DateTimeField("bewaard op")

    objects = UnsavedWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "half getypt werk"
        verbose_name_plural = "half getypt werk"
        constraints = [
            models.UniqueConstraint(fields=["user", "deal", "key"], name="pillars_unsavedwork_once_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.key}"


class StoredForm(models.Model):
    """Holds that a form was sent, and where it led: empty while it is being stored. Kept for a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("formulier", max_length=64, unique=True)
    content = models.CharField("inhoud", max_length=64, blank=True)
    location = models.CharField("leidde naar", max_length=2000, blank=True)
    at = models.DateTimeField("wanneer", db_index=True)

    class Meta:
        verbose_name = "verstuurd formulier"
        verbose_name_plural = "verstuurde formulieren"

    def __str__(self) -> str:
        return self.key[:12]
