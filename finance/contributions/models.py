"""What the region puts beside the national money (art. 1, art. 5 lid 2), and whether it counts as such."""

from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from finance.base.money_fields import MoneyField
from finance.budget.models import BudgetLine, Sector, Source
from finance.budget.project_fit import refuse_misfit
from finance.budget.sources import source_of
from pillars.projects.models import Project
from regiodeal.base.constraints import Agrees
from regiodeal.base.dutch import euro
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, Organisation, Party, User
from regiodeal.deals.words import fill_in
from regiodeal.lifecycle.steps import Content, Lifecycle, LifecycleEvent


class NotEligibleError(Exception):
    """The covenant does not take this money for regional financing (art. 1). Its text is Dutch."""


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Contributions as of a date."""

    def standing(self, deal: Deal, on: date) -> Self:
        """Return what was pledged and entered up to and including that day and not withdrawn by then."""
        withdrawn = models.Q(withdrawn_on__lte=on)
        return self.filter(deal=deal, counts_from__lte=on).exclude(withdrawn)


class DonePart(Protocol):
    """A part that was done, in euro incl. btw: see finance/contributions/realisations.py."""

    amount: Decimal
    done_on: date
    year: int


class Contribution(Lifecycle):
    """A contribution (bijdrage) of a regional partner, in money or in kind. A contribution in kind has a value.

    Pledged (toegezegd): the partner said so; whoever enters money may still change it. Confirmed (bevestigd): somebody
    else saw it in writing, with the amount. It is then done in parts (`Realisation`), each entered by one and approved
    by another: partly (deels gerealiseerd) with the first, realised (gerealiseerd) once they come to what was confirmed
    or one of them was the last. Withdrawn (ingetrokken): it is off, with the reason. Every step has its day, so that
    any past day can be told.

    A step counts from the later of the day that is typed and the day on which it is taken: `amounts` adds up to what
    was known on any day, and no figure of the past changes. What was confirmed is changed by two people: one proposes,
    with a reason, and may undo that; another decides. It counts from the day of the decision.
    """

    class State(models.TextChoices):
        """Says where a contribution stands in its life."""

        PLEDGED = "pledged", "toegezegd"
        CONFIRMED = "confirmed", "bevestigd"
        PARTLY = "partly", "deels gerealiseerd"
        REALISED = "realised", "gerealiseerd"
        WITHDRAWN = "withdrawn", "ingetrokken"

    class Form(models.TextChoices):
        """Says whether it is money or in kind (art. 1: own labour, a service, goods, without a return)."""

        CASH = "cash", "in geld"
        IN_KIND = "in_kind", "in natura"

    class NationalMoney(models.TextChoices):
        """Says whether public money is in truth national money (art. 1, regionale publieke financiering)."""

        UNANSWERED = "", "nog niet beantwoord"
        NONE = "none", "geen geld van het Rijk"
        SPECIFIC_GRANT = "grant", "een specifieke uitkering van het Rijk"
        ASSIGNMENT = "assignment", "een opdracht van het Rijk"
        SUBSIDY = "subsidy", "een subsidie van het Rijk"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="contributions")
    state = models.CharField("stand", max_length=9, choices=State, default=State.PLEDGED)
    contributor = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name="bron")
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Partij"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisatie"
    )
    line = models.ForeignKey(
        BudgetLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name="begrotingsregel",
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name="project"
    )
    sector = models.CharField("publiek of privaat", max_length=7, choices=Sector)
    form = models.CharField("vorm", max_length=7, choices=Form)
    description = models.CharField("omschrijving", max_length=300)
    amount = MoneyField("toegezegd bedrag of waarde")
    valuation_ground = models.TextField("grond van de waardering", blank=True)
    reference = models.CharField("kenmerk van de toezegging", max_length=200)
    year = models.PositiveSmallIntegerField("voor welk jaar", null=True, blank=True)
    pledged_on = models.DateField("toegezegd op")
    counts_from = models.DateField("telt vanaf")
    national_money = models.CharField("geld van het Rijk", max_length=10, choices=NationalMoney, blank=True)
    national_money_ground = models.CharField("waar dat uit blijkt", max_length=300, blank=True)
    confirmed_on = models.DateField("bevestigd op", null=True, blank=True)
    confirmed_amount = MoneyField("bevestigd bedrag", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_on = models.DateField("ingetrokken op", null=True, blank=True)
    withdrawal_reason = models.CharField("reden van intrekken", max_length=300, blank=True)
    proposed_amount = MoneyField("voorgesteld bedrag", null=True, blank=True)
    proposal_reason = models.CharField("reden van het voorstel", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ContributionQuerySet.as_manager()
    content_fields = (
        "party",
        "organisation",
        "line",
        "project",
        "sector",
        "form",
        "description",
        "amount",
        "valuation_ground",
        "reference",
        "year",
        "pledged_on",
    )
    step_fields = (
        *("national_money", "national_money_ground", "confirmed_on", "confirmed_amount"),
        *("proposed_amount", "proposal_reason"),
    )

    class Meta:
        verbose_name = "bijdrage"
        verbose_name_plural = "bijdragen"
        ordering = ["pledged_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contributor", "id"], name="finance_contribution_in_contributor"),
            Agrees(field="contributor", on="deal", name="finance_contribution_contributor_of_deal"),
            Agrees(field="line", on="deal", name="finance_contribution_line_of_deal"),
            Agrees(field="project", on="deal", name="finance_contribution_project_of_deal"),
            Agrees(field="party", on="deal", name="finance_contribution_party_of_deal"),
            Agrees(field="organisation", on="deal", name="finance_contribution_organisation_of_deal"),
            models.CheckConstraint(
                condition=models.Q(party__isnull=False, organisation__isnull=True)
                | models.Q(party__isnull=True, organisation__isnull=False),
                name="finance_contribution_of_one_partner",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="finance_contribution_amount_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(form="cash") | ~models.Q(valuation_ground=""),
                name="finance_contribution_in_kind_says_its_value",
            ),
            # What may be empty is asked for by name: a comparison with nothing refuses nothing.
            models.CheckConstraint(
                condition=models.Q(state__in=("pledged", "withdrawn"))
                | models.Q(confirmed_on__isnull=False, confirmed_amount__isnull=False, confirmed_by__isnull=False)
                & models.Q(confirmed_on__gte=models.F("pledged_on"), confirmed_amount__gt=0)
                & ~models.Q(confirmed_by=models.F("entered_by"))
                & (~models.Q(sector="public") | models.Q(national_money="none")),
                name="finance_contribution_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn")
                | models.Q(withdrawn_on__isnull=False) & ~models.Q(withdrawal_reason=""),
                name="finance_contribution_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_amount__isnull=True, proposed_by__isnull=True, proposal_reason="")
                | models.Q(proposed_amount__gte=0, proposed_by__isnull=False)
                & ~models.Q(proposal_reason="")
                & models.Q(state__in=("confirmed", "partly", "realised")),
                name="finance_contribution_proposal_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(national_money="") | ~models.Q(national_money_ground=""),
                name="finance_contribution_answer_has_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner.name}: {self.description}"

    @property
    def partner(self) -> Party | Organisation:
        """Return the Party or organisation that contributes."""
        partner = self.party or self.organisation
        assert partner is not None  # the database says so
        return partner

    def source_of_partner(self) -> Source:
        """Return the source for which it counts. Raises NoSourceError where the deal has none for the partner."""
        return source_of(self.deal, self.partner, sector=self.sector, line=self.line)

    @property
    def is_of_party(self) -> bool:
        """Tell whether the partner is Party to the deal, as the Regeling asks of a regional partner."""
        return self.party_id is not None

    @property
    def is_unanswered(self) -> bool:
        """Tell whether nobody has said yet that this public money is no national money."""
        return self.sector == Sector.PUBLIC and self.national_money == self.NationalMoney.UNANSWERED

    @property
    def is_national_money(self) -> bool:
        """Tell whether it was found to be national money, which is no regional financing."""
        return self.national_money not in {self.NationalMoney.UNANSWERED, self.NationalMoney.NONE}

    @property
    def realised_amount(self) -> Decimal:
        """Return what counts of its parts now, in euro incl. btw."""
        return sum((part.amount for part in self.realisations.all() if part.is_settled), Decimal("0.00"))

    @property
    def remaining(self) -> Decimal:
        """Return what was confirmed and is not realised yet, in euro incl. btw; nothing where more was realised."""
        return max((self.confirmed_amount or Decimal("0.00")) - self.realised_amount, Decimal("0.00"))

    @property
    def value(self) -> Decimal:
        """Return what it comes to now, in euro: realised where all of it is, else confirmed, else pledged."""
        realised = self.realised_amount if self.state == self.State.REALISED else None
        value: Decimal = realised or self.confirmed_amount or self.amount
        return value

    @property
    def is_settled(self) -> bool:
        """Tell whether it was confirmed, so that what is with it is not one person's any more."""
        return self.state in STANDING

    @property
    def is_proposed(self) -> bool:
        """Tell whether another amount waits for a second person."""
        return self.proposed_amount is not None

    def amount_on(self, what: str, on: date) -> Decimal | None:
        """Return what was pledged, confirmed or realised as it was known on that day; None when it was not yet."""
        known = [row.amount for row in self.amounts.all() if row.what == what and row.counts_from <= on]
        return sum(known, Decimal(0)) or None

    def state_on(self, on: date) -> State:
        """Return where one that stood on that day stood then; with `amounts` and `realisations` fetched, no query."""
        confirmed, realised = self.amount_on("confirmed", on), self.amount_on("realised", on)
        if confirmed is None:
            return self.State.PLEDGED
        return self._stage(confirmed, realised or Decimal(0), on=on)

    def _stage(self, confirmed: Decimal, realised: Decimal, *, on: date) -> State:
        """How far the parts bring it: all the way once they come to what was confirmed, or one was the last."""
        if not realised:
            return self.State.CONFIRMED
        parts = [part for part in self.realisations.all() if part.is_settled and part.counts_from <= on]
        left: dict[int, Decimal] = {}
        for part in parts:
            left[part.root_id] = left.get(part.root_id, Decimal(0)) + part.amount
        is_done = realised >= confirmed or any(part.is_last and left[part.root_id] for part in parts)
        return self.State.REALISED if is_done else self.State.PARTLY

    @classmethod
    @transaction.atomic
    def pledge(cls, *, by: User, at: datetime, deal: Deal, reason: str = "", **values: Any) -> Self:
        """Enter what a partner pledged, with the first row of its trail. Raises NoSourceError as `source_of` does, and
        ProjectMisfitError for a project that does not fit its line."""
        refuse_misfit(values.get("project"), line=values.get("line"))
        contribution = cls(deal=deal, entered_by=by, **values)
        contribution.contributor = contribution.source_of_partner()
        contribution.counts_from = _later(models.DateField().to_python(contribution.pledged_on), at)
        contribution.save(force_insert=True)
        contribution.refresh_from_db()
        contribution.tell(by=by, at=at, to_state=contribution.state, before={}, reason=reason)
        contribution._count(PromisedStage.PLEDGED, contribution.amount, contribution.pledged_on, at)
        return contribution

    @transaction.atomic
    def revise(self, *, by: User, at: datetime, values: Values, version: int, reason: str = "") -> None:
        """Change a pledge. Raises WrongStateError when it moved on since `version` was read, and NoSourceError as
        `source_of` does."""
        changes = {name: values[name] for name in self.content_fields if name in values}
        as_changed = copy(self)
        for name, value in changes.items():
            setattr(as_changed, name, value)
        refuse_misfit(as_changed.project, line=as_changed.line)
        changes["contributor"] = as_changed.source_of_partner()
        changes["entered_by"], pledged = by, self.State.PLEDGED
        self.move((pledged,), pledged, by=by, at=at, version=version, step={"reason": reason}, **changes)
        self._take_back((PromisedStage.PLEDGED,), at)
        self._count(PromisedStage.PLEDGED, self.amount, self.pledged_on, at)

    def answer(self, *, by: User, at: datetime, answer: str, ground: str) -> None:
        """Record whether this public money is national money, and where that shows (art. 1)."""
        if not ground.strip():
            raise ValueError("Schrijf op waaruit dat blijkt.")
        changes: Values = {"national_money": answer, "national_money_ground": ground.strip()}
        self.move((self.State.PLEDGED,), self.State.PLEDGED, by=by, at=at, **changes)

    @transaction.atomic
    def confirm(self, *, by: User, at: datetime, on: date, amount: Decimal, ground: str = "") -> None:
        """Confirm the pledge. Raises NotEligibleError for money that is no regional financing, FourEyesError for who
        entered it, WrongStateError unless it is a pledge, ValueError for a value in kind that has no ground."""
        self._refuse_own(by)
        if self.is_unanswered:
            raise NotEligibleError(fill_in("Beantwoord eerst of dit geld van het Rijk komt{art_regional_financing}."))
        if self.is_national_money:
            refusal = fill_in("Dat telt niet als regionale financiering{art_regional_financing}.")
            raise NotEligibleError(f"Dit is {self.get_national_money_display()}. {refusal}")
        if on < self.pledged_on:
            raise ValueError("Deze dag ligt voor de dag van de toezegging.")
        changes: Values = {"confirmed_on": on, "confirmed_amount": amount, "confirmed_by": by}
        changes |= self._ground_for(amount, above=self.amount, ground=ground)
        self.move((self.State.PLEDGED,), self.State.CONFIRMED, by=by, at=at, **changes)
        self._count(PromisedStage.CONFIRMED, amount, on, at)

    @transaction.atomic
    def count_part(self, part: DonePart, *, by: User, at: datetime) -> None:
        """Let an approved part count from the later of its day and today, and say how far the whole is now.

        Raises WrongStateError when it moved on since it was read.
        """
        place = {"line": self.line, "contributor": self.contributor, "project": self.project, "year": part.year}
        counts_from = _later(part.done_on, at)
        self.amounts.create(what=PromisedStage.REALISED, amount=part.amount, counts_from=counts_from, **place)
        assert self.confirmed_amount is not None  # the database says so
        state = self._stage(self.confirmed_amount, self.realised_amount, on=date.max)
        self.move(STANDING, state, by=by, at=at, step={"reason": str(part)})

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime, reason: str) -> None:
        """Record that a pledge is off, from today. What was confirmed is taken off by two people: see `propose`."""
        if not reason.strip():
            raise ValueError("Geef een reden: er was op gerekend.")
        if self.state == self.State.CONFIRMED:
            raise WrongStateError("Wat bevestigd is, gaat er met twee mensen af. Stel het voor; een ander beslist.")
        self._end((self.State.PLEDGED,), reason.strip(), by=by, at=at)

    def propose(self, *, by: User, at: datetime, amount: Decimal, reason: str) -> None:
        """Propose another confirmed amount, in euro; 0 takes the contribution off.

        Raises ValueError without a reason, for the same amount and for less than was realised; WrongStateError when it
        is not confirmed or something is proposed already.
        """
        if not reason.strip():
            raise ValueError("Geef een reden: er was op gerekend.")
        if amount == self.confirmed_amount:
            raise ValueError("Er verandert niets: dit is al het bedrag.")
        self._refuse_less_than_realised(amount)
        values: Values = {"proposed_amount": amount, "proposal_reason": reason.strip(), "proposed_by": by}
        allowed = models.Q(state__in=STANDING, proposed_by__isnull=True)
        self._change(allowed, values, by=by, at=at, reason=reason.strip())

    def undo_proposal(self, *, by: User, at: datetime) -> None:
        """Take back what one proposed, before anybody decided. Raises WrongStateError."""
        self._change(models.Q(proposed_by=by), NO_PROPOSAL, by=by, at=at, reason="Voorstel teruggenomen.")

    def refuse_proposal(self, *, by: User, at: datetime, reason: str) -> None:
        """Leave the amount as it is. Raises ValueError without a reason, FourEyesError, WrongStateError."""
        if not reason.strip():
            raise ValueError("Geef een reden: een ander stelde dit voor.")
        self._refuse_proposer(by)
        self._change(models.Q(proposed_by__isnull=False), NO_PROPOSAL, by=by, at=at, reason=reason.strip())

    @transaction.atomic
    def accept_proposal(self, *, by: User, at: datetime) -> None:
        """Let the proposed amount count from today. Raises FourEyesError for who proposed it, WrongStateError, and
        ValueError when more was realised meanwhile."""
        self._refuse_proposer(by)
        amount, why = self.proposed_amount, self.proposal_reason
        if amount is None:
            raise WrongStateError(self.moved_on)
        self._refuse_less_than_realised(amount)
        if not amount:
            self._end(STANDING, why, by=by, at=at)
            return
        state = self._stage(amount, self.realised_amount, on=date.max)
        step = {"reason": why}
        self.move(STANDING, state, by=by, at=at, step=step, confirmed_amount=amount, **NO_PROPOSAL)
        self._take_back((PromisedStage.CONFIRMED,), at)
        self._count(PromisedStage.CONFIRMED, amount, timezone.localdate(at), at)

    def _refuse_less_than_realised(self, amount: Decimal) -> None:
        if amount < (realised := self.realised_amount):
            raise ValueError(f"Er is al {euro(realised)} gerealiseerd. Minder dan dat kan het niet worden.")

    def _end(self, states: tuple[str, ...], reason: str, *, by: User, at: datetime) -> None:
        today = timezone.localdate(at)
        changes: Values = {"withdrawn_on": today, "withdrawal_reason": reason, **NO_PROPOSAL}
        self.move(states, self.State.WITHDRAWN, by=by, at=at, step={"reason": reason}, **changes)
        self._take_back((PromisedStage.PLEDGED, PromisedStage.CONFIRMED), at)

    def _change(self, allowed: models.Q, values: Values, *, by: User, at: datetime, reason: str) -> None:
        step = {"by": by, "at": at, "reason": reason}
        self.change(allowed, values, version=self.version, refusal=self.moved_on, step=step)

    def _ground_for(self, amount: Decimal, *, above: Decimal, ground: str) -> Values:
        """What is stored of the ground for a value in kind above the one before it. Raises ValueError without one."""
        if self.form != self.Form.IN_KIND or amount <= above:
            return {}
        if not ground.strip():
            raise ValueError(f"Dit is meer dan {euro(above)}. Schrijf op hoe de hogere waarde is bepaald.")
        return {"valuation_ground": f"{self.valuation_ground}\n{euro(amount)}: {ground.strip()}"}

    def _count(self, what: str, amount: Decimal, on: date, at: datetime) -> None:
        """Let an amount count from the later of the typed day and today."""
        place = {"line": self.line, "contributor": self.contributor, "year": self.year or self.pledged_on.year}
        self.amounts.create(project=self.project, what=what, amount=amount, counts_from=_later(on, at), **place)

    def _take_back(self, what: tuple[str, ...], at: datetime) -> None:
        """Let nothing of that count from today on; the days before keep what they had."""
        places = ("what", "line", "contributor", "year", "project")
        stands = self.amounts.filter(what__in=what).order_by().values_list(*places).annotate(total=models.Sum("amount"))
        for stage, line, contributor, year, project, total in list(stands):
            if total:
                place = {"what": stage, "line_id": line, "contributor_id": contributor, "year": year}
                place |= {"project_id": project}
                self.amounts.create(**place, amount=-total, counts_from=timezone.localdate(at))

    def _refuse_proposer(self, by: User) -> None:
        if by.pk == self.proposed_by_id:
            raise FourEyesError("U heeft dit zelf voorgesteld. Een ander moet beslissen.")

    def content(self) -> Content:
        """Return what it says, and the partner as a form names it."""
        return super().content() | {"partner": self.partner_key}

    @property
    def partner_key(self) -> str:
        """Return who it is from, as a form names it: the code of a Party or of an organisation."""
        return f"{'party' if self.is_of_party else 'organisation'}-{self.partner.code}"

    @property
    def compared_fields(self) -> tuple[str, ...]:
        """The fields in which two people can differ who change it at once."""
        return ("partner", *self.content_fields)

    def _refuse_own(self, by: User) -> None:
        if by.pk == self.entered_by_id:
            raise FourEyesError("U heeft dit zelf ingevuld. Een ander moet het bevestigen.")


def _later(day: date, at: datetime) -> date:
    """Return the day from which a step counts: never before it was taken."""
    return max(day, timezone.localdate(at))


class PromisedStage(models.TextChoices):
    """Says which stage of a contribution an amount belongs to."""

    PLEDGED = "pledged", "toegezegd"
    CONFIRMED = "confirmed", "bevestigd"
    REALISED = "realised", "gerealiseerd"


STANDING = (Contribution.State.CONFIRMED, Contribution.State.PARTLY, Contribution.State.REALISED)
NO_PROPOSAL: Values = {"proposed_amount": None, "proposal_reason": "", "proposed_by": None}


def payable(deal: Deal) -> ContributionQuerySet:
    """The contributions of a deal that a receipt can pay: in money, and confirmed."""
    rows = Contribution.objects.filter(deal=deal, form=Contribution.Form.CASH, state__in=STANDING)
    return rows.select_related("party", "organisation", "contributor")


class ContributionAmount(models.Model):
    """What a step adds to what was pledged, confirmed or realised, or takes from it, from a day on. Only ever added:
    what was known on a day is the sum of the rows that count from that day or before."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="amounts")
    what = models.CharField("wat", max_length=9, choices=PromisedStage)
    counts_from = models.DateField("telt vanaf")
    amount = MoneyField("bedrag")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="+")
    contributor = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField("jaar")

    class Meta:
        ordering = ["counts_from", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="finance_contributionamount_not_zero")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"


class ContributionEvent(LifecycleEvent):
    """A step in the life of a contribution."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een bijdrage"
        verbose_name_plural = "stappen van bijdragen"
