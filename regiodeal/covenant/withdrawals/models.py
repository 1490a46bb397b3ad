"""A Party that leaves (art. 13), and an intervention that is adjusted within the financial frame (art. 3)."""

from django.conf import settings
from django.db import models

from regiodeal.base.constraints import FrozenOnce
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, Party
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import Guarded, LifecycleEvent


class Withdrawal(Guarded):
    """A withdrawal (opzegging) of one Party: bound up to and including `bound_until`, three months after the notice.

    What it says never changes. Until its last day is over the Party can take it back: then it still stands there, with
    who did so, when and why. Annulled: it was written down wrongly, and somebody else than who did so undid it; the
    Party never left. The deal stays as it is for the others; nobody owes damages (art. 13 lid 2 en 3).
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="withdrawals")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="withdrawals", verbose_name="Partij")
    notified_on = models.DateField("ontvangen op")
    bound_until = models.DateField("gebonden tot en met")
    circumstances = models.TextField("welke omstandigheden zijn veranderd")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")
    taken_back_at = models.DateTimeField("teruggenomen op", null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_reason = models.TextField("waarom teruggenomen", blank=True)
    is_annulled = models.BooleanField("was verkeerd vastgelegd", default=False)

    class Meta:
        verbose_name = "opzegging"
        verbose_name_plural = "opzeggingen"
        ordering = ["notified_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(circumstances=""), name="covenant_withdrawal_names_what_changed"
            ),
            models.CheckConstraint(
                condition=models.Q(bound_until__gt=models.F("notified_on")), name="covenant_withdrawal_has_a_term"
            ),
            models.UniqueConstraint(
                fields=["party"],
                condition=models.Q(taken_back_at__isnull=True),
                name="covenant_withdrawal_one_stands_per_party",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_reason="")
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~models.Q(taken_back_reason=""),
                name="covenant_withdrawal_taken_back_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(is_annulled=False)
                | models.Q(taken_back_at__isnull=False) & ~models.Q(taken_back_by=models.F("recorded_by")),
                name="covenant_withdrawal_annulled_by_another",
            ),
            FrozenOnce(
                fields=["taken_back_at", "taken_back_reason", "is_annulled"],
                once="taken_back_at",
                name="covenant_withdrawal_taken_back_once",
            ),
            FrozenOnce(
                fields=["deal", "party", "notified_on", "bound_until", "circumstances"],
                once="notified_on",
                name="covenant_withdrawal_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"Opzegging door {self.party.code}"


class Adjustment(RegisterRow):
    """An adjustment (bijstelling) of an intervention within the financial frame: logged, without art. 12 (art. 3)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="adjustments")
    measure = models.CharField("maatregel", max_length=60)
    title = models.CharField("wat is bijgesteld, in één zin", max_length=200)
    text = models.TextField("hoe het was en hoe het wordt")
    reason = models.TextField("waarom")
    adjusted_on = models.DateField("sinds")
    frame = models.TextField("waarom het binnen het financiële kader blijft")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besproken in"
    )

    content_fields = ("measure", "title", "text", "reason", "adjusted_on", "frame", "meeting")

    class Meta:
        verbose_name = "bijstelling"
        verbose_name_plural = "bijstellingen"
        ordering = ["-adjusted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(frame=""), name="covenant_adjustment_says_why_and_within"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AdjustmentEvent(LifecycleEvent):
    """A change of an adjustment."""

    adjustment = models.ForeignKey(Adjustment, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een bijstelling"
        verbose_name_plural = "wijzigingen van bijstellingen"
