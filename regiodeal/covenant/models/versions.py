"""The covenant in versions: what each later version changed in what was agreed."""

import json
from typing import Any

from django.db import models

from regiodeal.covenant.models.deal import Deal
from regiodeal.covenant.models.frozen import FrozenOnce


class Origin(models.TextChoices):
    """Why there is a version."""

    DEAL_FILE = "deal_file", "het convenant zelf"
    AMENDMENT = "amendment", "wijziging (art. 12)"
    EXTENSION = "extension", "verlenging (art. 18)"
    ACCESSION = "accession", "toetreding (art. 14)"
    WITHDRAWAL = "withdrawal", "opzegging (art. 13)"


class CovenantVersion(models.Model):
    """A version of the covenant from the second on. Version 1 is what the deal file says, and is stored as its rows.

    A version never changes: what came after it is a next one. Numbers follow adoption; what is agreed on a date follows
    the days in force, since a version adopted later may take effect earlier.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("nummer")
    in_force_on = models.DateField("in werking op")
    origin = models.CharField("ontstaan door", max_length=10, choices=Origin)
    title = models.CharField("titel", max_length=250)

    class Meta:
        verbose_name = "versie van het convenant"
        verbose_name_plural = "versies van het convenant"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="covenant_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=2) & ~models.Q(origin="deal_file"),
                name="covenant_version_one_is_the_deal_file",
            ),
            FrozenOnce(
                fields=["deal", "number", "in_force_on", "origin", "title"],
                once="number",
                name="covenant_version_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"Versie {self.number}: {self.title}"


class AgreedChange(models.Model):
    """One change of a version: a field of an agreed row, or the whole row when it came or lapsed (`field` is empty).

    A row that lapses has null as its new value; one that came later has null as its old one.

    `kind` is the row's list in the deal file (`targets`, `budget_lines`, or `deal` for the deal itself); `old` and
    `new` are the values as the deal file writes them, as JSON text: null where there is none.
    """

    version = models.ForeignKey(CovenantVersion, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("soort regel", max_length=60)
    code = models.CharField("code", max_length=80)
    field = models.CharField("veld", max_length=60, blank=True)
    old = models.TextField("was")
    new = models.TextField("wordt")
    article = models.CharField("artikel", max_length=120)

    class Meta:
        verbose_name = "gewijzigde afspraak"
        verbose_name_plural = "gewijzigde afspraken"
        ordering = ["version__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "code", "field"], name="covenant_change_once"),
            models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="covenant_change_changes_something"),
            FrozenOnce(
                fields=["version", "kind", "code", "field", "old", "new", "article"],
                once="kind",
                name="covenant_change_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.field}".strip()

    @property
    def old_value(self) -> Any:
        """What it was, as the deal file writes it."""
        return json.loads(self.old)

    @property
    def new_value(self) -> Any:
        """What it became, as the deal file writes it."""
        return json.loads(self.new)
