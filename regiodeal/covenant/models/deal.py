"""The deal, its area and the readings chosen where the covenant is ambiguous."""

from decimal import Decimal
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from regiodeal.covenant.models.agreed import AgreedRow
from regiodeal.covenant.models.people import User


class DealQuerySet(models.QuerySet["Deal"]):
    """Deals, cut to what somebody may see."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The deals in which the user has a role. Nobody else may know what stands inside one."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(membership__user=user).distinct()


class Deal(models.Model):
    """A Regio Deal: one covenant, loaded from its deal file.

    The dates follow art. 18 (in force, end) and move only by an extension; `financing_ends_on` is separate because
    art. 4, 1.1.3.b counts from the end of the *financing*. Stored are the dates of the deal file; those in force on a
    date come from covenant/in_force.py, which keeps the stored deal in `as_stored`, and in `known_changes` what later
    versions changed, where that was fetched along.
    """

    as_stored: "Deal | None" = None
    known_changes: list[dict[str, Any]] | None = None

    slug = models.SlugField("kenmerk", max_length=80, unique=True)
    name = models.CharField("naam", max_length=200)
    short_name = models.CharField("korte naam", max_length=100)
    region_name = models.CharField("regio", max_length=100)
    article = models.CharField("artikel", max_length=120)
    signed_on = models.DateField("ondertekend op")
    in_force_on = models.DateField("in werking op")
    ends_on = models.DateField("eindigt op")
    financing_ends_on = models.DateField("financiering eindigt op")
    core_message = models.TextField("kernboodschap", blank=True)
    core_message_article = models.CharField("artikel van de kernboodschap", max_length=120, blank=True)
    drift_margin = models.DecimalField(
        "marge",
        max_digits=4,
        decimal_places=2,
        default=Decimal("0.15"),
        help_text="Hoeveel een norm achter mag lopen voordat uitleg nodig is, als deel van 1.",
    )
    example_notice = models.TextField("melding voorbeeldgegevens", blank=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = "deal"
        verbose_name_plural = "deals"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(in_force_on__gt=models.F("signed_on")),
                name="covenant_deal_in_force_after_signing",
                violation_error_message="De deal treedt in werking na de ondertekening (art. 18).",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("in_force_on")),
                name="covenant_deal_ends_after_start",
                violation_error_message="De deal eindigt na de dag waarop zij in werking treedt.",
            ),
            models.CheckConstraint(
                condition=models.Q(drift_margin__gte=0) & models.Q(drift_margin__lte=1),
                name="covenant_deal_drift_margin_is_a_share",
                violation_error_message="De marge is een deel van 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Neighbourhood(AgreedRow):
    """A neighbourhood (wijk) in which the deal works."""

    name = models.CharField("naam", max_length=100)

    class Meta(AgreedRow.Meta):
        verbose_name = "wijk"
        verbose_name_plural = "wijken"

    def __str__(self) -> str:
        return self.name


class Interpretation(AgreedRow):
    """A reading (lezing): what we take an ambiguous place of the covenant to mean, and who decided so.

    Readings are data. They stand beside the figure they touch and in the report's annex.
    """

    title = models.CharField("titel", max_length=200)
    ambiguity = models.TextField("wat is onduidelijk")
    reading = models.TextField("gekozen lezing")
    consequence = models.TextField("gevolg", blank=True)
    decided_on = models.DateField("gekozen op")
    decided_by = models.CharField("gekozen door", max_length=200)

    class Meta(AgreedRow.Meta):
        verbose_name = "lezing"
        verbose_name_plural = "lezingen"
