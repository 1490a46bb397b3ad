"""The parts in which a contribution is done: entered by one, approved by another, each with its own evidence."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone

from finance.base.money_fields import MoneyField
from finance.contributions.models import STANDING, Contribution
from regiodeal.base.constraints import Agrees
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.base.dutch import day, euro
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import OPEN_STATES, ReviewedEntry, State
from regiodeal.lifecycle.steps import LifecycleEvent

NOTHING = Decimal("0.00")
NO_REASON = "Schrijf op waarom het bedrag anders is."
NO_GROUND = "Schrijf op hoe de waarde is bepaald."


class Realisation(ReviewedEntry):
    """A part of a contribution that was done (realisatie): its day, its year and its amount in euro incl. btw.

    It counts once another approved it, from the later of its day and the day of approval, and never changes again. A
    mistake is put right by another part with the difference, that names the first one it `corrects` and says why; only
    there the amount may be below nothing. In kind each part has the ground of its own value. What brings the parts
    above what was confirmed says why in `excess_reason`. With `is_last` the contribution is done, whatever it came to.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, related_name="realisations", verbose_name="bijdrage"
    )
    done_on = models.DateField("gedaan op")
    year = models.PositiveSmallIntegerField("voor welk jaar")
    amount = MoneyField("bedrag of waarde")
    valuation_ground = models.TextField("grond van de waardering", blank=True)
    excess_reason = models.CharField("waarom meer dan bevestigd", max_length=300, blank=True)
    is_last = models.BooleanField("is het laatste deel", default=False)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="corrigeert"
    )
    correction_reason = models.CharField("reden van de correctie", max_length=300, blank=True)

    content_fields = (
        *("done_on", "year", "amount", "valuation_ground", "excess_reason", "is_last", "corrects"),
        "correction_reason",
    )

    class Meta:
        verbose_name = "realisatie"
        verbose_name_plural = "realisaties"
        ordering = ["done_on", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.UniqueConstraint(fields=["contribution", "id"], name="finance_realisation_in_contribution"),
            Agrees(field="corrects", on="contribution", name="finance_realisation_corrects_in_contribution"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) | models.Q(corrects__isnull=False) & ~models.Q(amount=0),
                name="finance_realisation_negative_corrects",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True, correction_reason="")
                | models.Q(corrects__isnull=False) & ~models.Q(correction_reason=""),
                name="finance_realisation_corrects_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="finance_realisation_year"
            ),
        ]

    def __str__(self) -> str:
        what = "Correctie" if self.corrects_id else "Realisatie"
        return f"{what} van {euro(self.amount)} op {day(self.done_on)}"

    @property
    def root_id(self) -> int:
        """Return the key of the first row, that its corrections name."""
        return self.corrects_id or self.pk

    @property
    def counts_from(self) -> date:
        """Return the day from which an approved one counts: the later of its day and that of the approval."""
        assert self.decided_at is not None  # the database says so
        return max(self.done_on, timezone.localdate(self.decided_at))

    @property
    def needs_ground(self) -> bool:
        """Tell whether its value has to be founded: it is in kind."""
        return self.contribution.form == Contribution.Form.IN_KIND

    def came_to(self) -> Decimal:
        """Return what counts of the part now, with all its corrections, in euro incl. btw."""
        parts = self.contribution.realisations.filter(state=State.APPROVED)
        return sum((part.amount for part in parts if part.root_id == self.root_id), NOTHING)

    @classmethod
    def begin(cls, *, by: User, at: datetime, **values: Any) -> Self:
        """Start it as a draft. Raises ValueError for what cannot be a part of the contribution."""
        cls(**values).refuse()
        return super().begin(by=by, at=at, **values)

    def revise(self, *, by: User, at: datetime, values: Values, version: int) -> None:
        """Change an open one. Raises as ReviewedEntry.revise and `begin` do."""
        content = {name: values.get(name, getattr(self, name)) for name in self.content_fields}
        type(self)(pk=self.pk, contribution=self.contribution, **content).refuse()
        super().revise(by=by, at=at, values=values, version=version)

    @transaction.atomic
    def correct(
        self, *, by: User, at: datetime, amount: Decimal, reason: str, valuation_ground: str = "", is_last: bool = False
    ) -> Self:
        """Propose what an approved part came to, in euro, 0 where nothing was done: another decides.

        The difference counts for the year of the part. Raises ValueError without a reason or a difference, and
        WrongStateError when it does not count or another correction of it waits.
        """
        root = self.corrects or self
        if root.state != State.APPROVED:
            raise WrongStateError("Alleen wat is goedgekeurd, wordt gecorrigeerd. Wijzig dit zelf.")
        values: Values = {"done_on": timezone.localdate(at), "year": root.year, "amount": amount - root.came_to()}
        values |= {"valuation_ground": valuation_ground or root.valuation_ground, "is_last": is_last}
        part = self.begin(
            by=by, at=at, contribution=self.contribution, corrects=root, correction_reason=reason.strip(), **values
        )
        part.submit(by=by, at=at)
        return part

    def submit(self, *, by: User, at: datetime) -> None:
        """Offer it for approval. Raises as ReviewedEntry.submit does, and ValueError as `begin`, or for more than was
        confirmed without a reason."""
        self.refuse()
        self._refuse_excess(self.contribution)
        super().submit(by=by, at=at)

    @transaction.atomic
    def approve(self, *, by: User, at: datetime) -> None:
        """Let it count. Raises as ReviewedEntry.approve and `submit` do; in kind, who confirmed the contribution lets
        nothing above that count without evidence.

        The contribution is locked, so that of two parts at once the second is measured with the first.
        """
        whole = Contribution.objects.select_for_update(no_key=True).get(pk=self.contribution_id)
        self.contribution = whole
        self.refuse()
        needs_evidence = self._refuse_excess(whole) and self.needs_ground and by.pk == whole.confirmed_by_id
        if needs_evidence and not self.evidence.filter(removed_at=None).exists():
            raise ValueError("Samen is dit meer dan is bevestigd. Voeg bewijs toe, of laat een ander goedkeuren.")
        super().approve(by=by, at=at)
        whole.count_part(self, by=by, at=at)

    def refuse(self) -> None:
        """Raise ValueError or WrongStateError for what cannot be a part of the contribution."""
        whole = self.contribution
        if whole.state not in STANDING or whole.confirmed_on is None:
            raise WrongStateError("Deze bijdrage is niet bevestigd. Er kan nog niets van worden gerealiseerd.")
        if self.done_on < whole.confirmed_on:
            raise ValueError("Deze dag ligt voor de dag van de bevestiging.")
        if self.needs_ground and not self.valuation_ground.strip():
            raise ValueError(NO_GROUND)
        if self.corrects is not None:
            self._refuse_correction()

    def _refuse_correction(self) -> None:
        if not self.correction_reason.strip():
            raise ValueError(NO_REASON)
        if not self.amount:
            raise ValueError("Er verandert niets: dit is al het bedrag.")
        if self.came_to() + self.amount < 0:
            raise ValueError("Er kan niet meer af dan er van dit deel is gerealiseerd.")
        others = self.contribution.realisations.filter(corrects=self.corrects, state__in=OPEN_STATES)
        if others.exclude(pk=self.pk).exists():
            raise WrongStateError("Er loopt al een correctie van dit deel. Wacht tot daarover is beslist.")

    def _refuse_excess(self, whole: Contribution) -> bool:
        """Tell whether the parts come above what was confirmed with this one. Raises ValueError when none says why."""
        together: Decimal = whole.realised_amount + self.amount
        assert whole.confirmed_amount is not None  # the database says so
        is_above: bool = self.amount > 0 and together > whole.confirmed_amount
        if is_above and not (self.excess_reason or self.correction_reason).strip():
            confirmed = euro(whole.confirmed_amount)
            raise ValueError(f"Samen is dit {euro(together)}; bevestigd is {confirmed}. Schrijf op waarom het meer is.")
        return is_above


def realisations_of(deal: Deal) -> models.QuerySet[Realisation]:
    """The parts of all contributions of a deal, with whose they are."""
    related = ("contribution__party", "contribution__organisation", "corrects", "entered_by", "decided_by")
    return Realisation.objects.filter(contribution__deal=deal).select_related(*related)


def known_on(parts: Iterable[Realisation], on: date) -> list[Realisation]:
    """The parts that counted by the end of that day."""
    return [part for part in parts if part.is_settled and part.counts_from <= on]


class RealisationEvent(LifecycleEvent):
    """A step in the life of a realisation."""

    realisation = models.ForeignKey(Realisation, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een realisatie"
        verbose_name_plural = "stappen van realisaties"
