"""What an amendment would change, and what each Party says to it."""

import json
from typing import Any

from django.conf import settings
from django.db import models

from regiodeal.covenant.models.amendments import Amendment
from regiodeal.covenant.models.documents import Document
from regiodeal.covenant.models.parties import Party


class ProposedChange(models.Model):
    """One field of one agreed row that an amendment would change; see AgreedChange. It says nothing until adopted."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("soort regel", max_length=60)
    code = models.CharField("code", max_length=80)
    field = models.CharField("veld", max_length=60, blank=True)
    old = models.TextField("was")
    new = models.TextField("wordt")
    article = models.CharField("artikel", max_length=120)

    class Meta:
        verbose_name = "voorgestelde wijziging"
        verbose_name_plural = "voorgestelde wijzigingen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "kind", "code", "field"], name="covenant_proposedchange_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="covenant_proposedchange_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.field}".strip()

    @property
    def old_value(self) -> Any:
        """What it is now, as the deal file writes it."""
        return json.loads(self.old)

    @property
    def new_value(self) -> Any:
        """What it would become, as the deal file writes it."""
        return json.loads(self.new)


class Consent(models.Model):
    """What one Party says to an amendment: it consents, or refuses and says why. One row per Party.

    A refusal can become a consent as long as the Parties are asked; a consent that was given stands. The programme team
    may write down what a Party mailed (`is_recorded_for_party`), with that mail; what a Party says itself goes first.
    """

    class Way(models.TextChoices):
        """How a Party made it known (art. 12 lid 2)."""

        MEETING = "meeting", "in het overleg"
        EMAIL = "email", "per e-mail of brief"

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents", verbose_name="Partij")
    agrees = models.BooleanField("stemt in")
    holder = models.CharField("namens de Partij", max_length=200, help_text="Naam en ambt of functie.")
    given_on = models.DateField("gegeven op")
    way = models.CharField("hoe", max_length=10, choices=Way)
    statement = models.TextField("verklaring", blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("reden van weigering", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")
    is_recorded_for_party = models.BooleanField("vastgelegd voor de Partij", default=False)

    class Meta:
        verbose_name = "instemming"
        verbose_name_plural = "instemmingen"
        ordering = ["party__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "party"], name="covenant_consent_once_per_party"),
            models.CheckConstraint(
                condition=models.Q(agrees=True, reason="") | models.Q(agrees=False) & ~models.Q(reason=""),
                name="covenant_consent_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(is_recorded_for_party=False) | models.Q(way="email", document__isnull=False),
                name="covenant_consent_for_another_has_its_mail",
            ),
            models.CheckConstraint(condition=~models.Q(holder=""), name="covenant_consent_names_who_gave_it"),
            models.CheckConstraint(
                condition=~models.Q(way="email") | ~models.Q(statement="") | models.Q(document__isnull=False),
                name="covenant_consent_in_writing_has_its_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party.code}: {'stemt in' if self.agrees else 'stemt niet in'}"
