"""Named things that are counted: meeting places, plinths, neighbourhood companies, schools."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from regiodeal.covenant.models import AgreedRow, Neighbourhood, User
from regiodeal.covenant.models.register import RegisterEvent, RegisterRow


class ItemSet(AgreedRow):
    """A set of named things of one kind, such as the 14 meeting places of art. 4, 1.1.1.

    An indicator that counts a set and names no items of its own has one item for each thing in it. One with items of
    its own counts the things in groups; a thing stands in one group, so that no total counts it twice. A fixed set
    was agreed by name or number, and never grows.
    """

    name = models.CharField("naam", max_length=150)
    singular = models.CharField("naam van één", max_length=100)
    is_fixed = models.BooleanField("vaste lijst", default=False)

    class Meta(AgreedRow.Meta):
        verbose_name = "lijst van plekken"
        verbose_name_plural = "lijsten van plekken"

    def __str__(self) -> str:
        return self.name


class NamedItem(RegisterRow, AgreedRow):
    """One named thing. The deal file says which things were agreed; the bureau keeps its name, place and dates.

    In a fixed set only what was agreed counts in "n of N": the 14 do not become 15 when another place opens.
    """

    item_set = models.ForeignKey(ItemSet, on_delete=models.PROTECT, related_name="items", verbose_name="lijst")
    agreed_name = models.CharField("naam in de afspraken", max_length=200, blank=True)
    in_agreed_set = models.BooleanField("hoort bij de afgesproken lijst", default=True)
    name = models.CharField("naam", max_length=200, blank=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="items", verbose_name="wijk"
    )
    group = models.ForeignKey(
        "pillars.IndicatorItem",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name="telt mee als",
    )
    opened_on = models.DateField("open sinds", null=True, blank=True)
    closed_on = models.DateField("gesloten op", null=True, blank=True)
    note = models.TextField("toelichting", blank=True)

    content_fields = ("name", "neighbourhood", "group", "opened_on", "closed_on", "note")

    class Meta(AgreedRow.Meta):
        verbose_name = "plek"
        verbose_name_plural = "plekken"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="pillars_nameditem_closes_after_opening",
                violation_error_message="Een plek sluit niet voordat zij opengaat.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.agreed_name

    @property
    def counts_in_coverage(self) -> bool:
        """Whether it is one of the N that a coverage counts."""
        return self.in_agreed_set or not self.item_set.is_fixed

    def revise(self, *, by: User, at: datetime, values: dict[str, Any], version: int, reason: str = "") -> None:
        """Change the content; its items at the indicators follow its name."""
        with transaction.atomic():
            super().revise(by=by, at=at, values=values, version=version, reason=reason)
            self.parts.update(name=str(self))

    def is_open(self, on: date) -> bool | None:
        """Whether it is open on that date; None when it is not known when it opened."""
        if self.closed_on is not None and self.closed_on <= on:
            return False
        return None if self.opened_on is None else self.opened_on <= on


class NamedItemEvent(RegisterEvent):
    """A change of a named thing. It keeps the thing: what somebody worked on cannot go with a new deal file."""

    item = models.ForeignKey(NamedItem, on_delete=models.PROTECT, related_name="events")

    class Meta(RegisterEvent.Meta):
        verbose_name = "wijziging van een plek"
        verbose_name_plural = "wijzigingen van plekken"
