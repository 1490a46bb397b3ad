"""What a new deal file changed in what was loaded before."""

from typing import Any

from django.db import models

from regiodeal.covenant.models.deal import Deal


class LoadedChange(models.Model):
    """One field of one agreed row that a later deal file changed, and why. Rows are only ever added.

    A deal file corrects how the covenant was written down; what the Parties change themselves is an amendment
    (art. 12).
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="loaded_changes")
    at = models.DateTimeField("wanneer")
    list_name = models.CharField("lijst", max_length=60)
    code = models.CharField("code", max_length=80)
    field = models.CharField("veld", max_length=60)
    old: Any = models.JSONField("was", null=True)
    new: Any = models.JSONField("werd", null=True)
    rationale = models.TextField("reden", blank=True)

    class Meta:
        verbose_name = "wijziging door een dealbestand"
        verbose_name_plural = "wijzigingen door dealbestanden"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.list_name} {self.code}: {self.field}"
