"""Parties, who holds their offices, and organisations that are no Party."""

from datetime import date
from typing import Self

from django.db import models

from regiodeal.covenant.models.agreed import AgreedRow


class PartyQuerySet(models.QuerySet["Party"]):
    """Parties over time."""

    def bound(self, on: date) -> Self:
        """Those that are bound on the date: signed or acceded by then (art. 14), and not left before it (art. 13)."""
        left = models.Q(withdrawals__taken_back_at__isnull=True, withdrawals__bound_until__lt=on)
        came = models.Q(agreed_from__isnull=True) | models.Q(agreed_from__lte=on)
        return self.filter(came).exclude(pk__in=self.model.objects.filter(left).values("pk"))


class Party(AgreedRow):
    """A Party to the deal. Consent is counted per Party, not per person that signed for it."""

    class Side(models.TextChoices):
        """For whom a Party stands at the table."""

        NATIONAL = "national", "het Rijk"
        REGIONAL = "regional", "de Regio"

    name = models.CharField("naam", max_length=200)
    side = models.CharField("kant", max_length=10, choices=Side)
    is_treasurer = models.BooleanField("is regiokassier (art. 6)", default=False)

    objects = PartyQuerySet.as_manager()

    class Meta(AgreedRow.Meta):
        verbose_name = "Partij"
        verbose_name_plural = "Partijen"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="covenant_party_in_deal"),
        ]


class OfficeHolderQuerySet(models.QuerySet["OfficeHolder"]):
    """Office holders over time."""

    def in_office(self, on: date) -> Self:
        """Those who hold the office on that date (a missing end means: still)."""
        return self.filter(valid_from__lte=on).filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))


class OfficeHolder(models.Model):
    """A person who holds an office for a Party during a time. Portfolios move; the Party stays."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="office_holders")
    name = models.CharField("naam", max_length=200)
    office = models.CharField("ambt", max_length=250)
    valid_from = models.DateField("vanaf")
    valid_to = models.DateField("tot en met", null=True, blank=True)
    position = models.PositiveIntegerField("volgorde", default=0)

    objects = OfficeHolderQuerySet.as_manager()

    class Meta:
        verbose_name = "ambtsdrager"
        verbose_name_plural = "ambtsdragers"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="covenant_officeholder_leaves_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"


class Organisation(AgreedRow):
    """An organisation with a role in the deal but without the status of Party."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        ALLIANCE = "alliance", "alliantie"
        COUNCIL = "council", "raad"
        PROGRAMME = "programme", "programma"
        PARTNER = "partner", "partner"
        BODY = "body", "overleg of dienst"

    name = models.CharField("naam", max_length=200)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    role = models.TextField("rol")

    class Meta(AgreedRow.Meta):
        verbose_name = "organisatie zonder partijstatus"
        verbose_name_plural = "organisaties zonder partijstatus"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="covenant_organisation_in_deal"),
        ]
