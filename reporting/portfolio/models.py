"""What the portfolio shows of a deal, prepared beforehand, and the yearly bundle of reports."""

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import models

from regiodeal.deals.models import Deal, User
from reporting.building.models import BUSY, Build, BuildQuerySet


class DealFigures(models.Model):
    """The figures of one deal for the portfolio page: made by the clock, so that the page computes nothing.

    They are stale when anything of the deal changed since: its `data_version` (caching) is then another one.
    """

    deal = models.OneToOneField(Deal, on_delete=models.CASCADE, related_name="prepared_figures")
    figures = models.JSONField("cijfers")
    computed_at = models.DateTimeField("berekend op")
    data_version = models.CharField("versie van de gegevens", max_length=40, blank=True)  # as it was before computing

    class Meta:
        verbose_name = "voorbereide cijfers"
        verbose_name_plural = "voorbereide cijfers"

    def __str__(self) -> str:
        return f"Cijfers van {self.deal}"


class BundleQuerySet(BuildQuerySet["Bundle"]):
    """Bundles: each is for whoever asked for it, and holds the deals of that person."""

    def of(self, user: User) -> Self:
        """The bundles that the user asked for, the newest first."""
        return self.filter(requested_by=user).order_by("-requested_at", "-pk")

    def stop_closed(self, user: User, *, deals: Collection[int]) -> None:
        """Stop what the user asked for and may not have any more, so that another can be made."""
        for bundle in self.of(user).filter(state__in=BUSY):
            if not bundle.is_open_to(deals):
                bundle.cancel()


class Bundle(Build):
    """The reports of a year of all deals in one PDF and one workbook, for the report to the Tweede Kamer."""

    task_name = "reporting.tasks.build_bundle"

    year = models.PositiveSmallIntegerField("jaar")
    content = models.JSONField("inhoud")
    deals = models.JSONField(
        "deals", null=True, blank=True, help_text="De deals die wie erom vroeg toen volgde: daar gaat de bundel over."
    )
    pdf = models.FileField("PDF", max_length=250, blank=True)
    workbook = models.FileField("werkmap", max_length=250, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = "bundel"
        verbose_name_plural = "bundels"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(pdf="") & ~models.Q(workbook="")),
                name="reporting_bundle_ready_has_files",
            ),
            models.UniqueConstraint(
                fields=["year", "requested_by"],
                condition=models.Q(state__in=["queued", "building"]),
                name="reporting_bundle_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Bundel {self.year}"

    def is_open_to(self, deals: Collection[int]) -> bool:
        """Tell whether somebody who follows these deals follows all that it is about; one that tells none is closed."""
        return self.deals is not None and set(self.deals) <= set(deals)

    def finish(self, *, pdf: str, workbook: str, at: datetime) -> bool:
        """Let the stored files be downloaded; False when it was stopped or another worker finished it."""
        return self._end(at=at, pdf=pdf, workbook=workbook)
