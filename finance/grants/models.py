"""The money of a project by decision: budget, grants (beschikking), advances (voorschot), settlement (vaststelling).

What a project costs in fact stands in the ledger (finance/ledger/models.py).
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models, transaction

from finance.base.money_fields import MoneyField
from finance.budget.models import BudgetLine
from finance.budget.project_fit import refuse_misfit
from finance.ledger.models import Expenditure
from pillars.projects.models import STEPS, Project, ProjectState
from regiodeal.base.dutch import euro
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.covenant.meetings.models import Decision
from regiodeal.deals.models import Deal, User
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.review import ReviewedEntry, State
from regiodeal.lifecycle.steps import Change, Content, LifecycleEvent

type LineAmounts = Mapping[BudgetLine, Decimal]

NO_AMOUNT = "Vul bij minstens één begrotingsregel een bedrag in."
NOT_NEGATIVE = "Een bedrag onder nul kan alleen bij een wijziging van een eerdere beschikking."


class ProjectBudget(models.Model):
    """What a change of a project's budget adds to a line and year, or takes from it; euro incl. btw.

    Only ever added: what the budget was on a day is the sum of the rows that count from that day or before.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budgets")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+", verbose_name="begrotingsregel")
    year = models.PositiveSmallIntegerField("jaar")
    amount = MoneyField("bedrag incl. btw")
    counts_from = models.DateField("telt vanaf")

    class Meta:
        verbose_name = "begroting van een project"
        verbose_name_plural = "begrotingen van projecten"
        ordering = ["year", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="finance_projectbudget_not_zero")]

    def __str__(self) -> str:
        return f"{self.line.code} {self.year}: {self.amount}"


class MoneyDecision(ReviewedEntry):
    """A decision about the money of a project with an amount per budget line: entered by one, approved by another.

    It rests on a decision of the overleg (`decision`) or on a mandate that is told in words. Its amounts stand in
    `amounts`: they are entered with it, and are part of its trail.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="project")
    number = models.CharField("nummer", max_length=60)
    decided_on = models.DateField("datum van het besluit")
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="besluit"
    )
    mandate = models.CharField("mandaat", max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["decided_on", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(decision__isnull=False) | ~models.Q(mandate=""),
                name="%(app_label)s_%(class)s_rests_on_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}".capitalize()

    @classmethod
    @transaction.atomic
    def begin(cls, *, by: User, at: datetime, amounts: LineAmounts, **values: Any) -> Self:  # type: ignore[override]
        """Start it as a draft with an amount per line. Raises ValueError for what cannot be decided."""
        cls(**values).refuse(amounts)
        entry = super().begin(by=by, at=at, **values)
        entry._put(amounts)
        return entry

    @transaction.atomic
    def revise(self, *, by: User, at: datetime, values: Values, version: int) -> None:
        """Change an open one, its amounts too where `values` names them. Raises as ReviewedEntry.revise and `begin`."""
        amounts = values.get("amounts", self.by_line())
        proposed = type(self)(**{name: values.get(name, getattr(self, name)) for name in self.content_fields})
        proposed.project = self.project
        proposed.refuse(amounts)
        self._later = amounts
        super().revise(by=by, at=at, values=values, version=version)

    def refuse(self, amounts: LineAmounts) -> None:
        """Raise ValueError for amounts that cannot be decided for the project."""
        if not any(amounts.values()):
            raise ValueError(NO_AMOUNT)
        for line, amount in amounts.items():
            if amount:
                refuse_misfit(self.project, line=line)

    @property
    def total(self) -> Decimal:
        """Return what it comes to over all lines, in euro incl. btw."""
        return sum((row.amount for row in self.amounts.all()), Decimal("0.00"))  # type: ignore[attr-defined]

    def by_line(self) -> dict[BudgetLine, Decimal]:
        """Return its amount per budget line."""
        rows = self.amounts.select_related("line__pillar", "line__source")  # type: ignore[attr-defined]
        return {row.line: row.amount for row in rows}

    def content(self) -> Content:
        """Return what it says, with its amounts by the code of their line."""
        amounts = {row.line.code: f"{row.amount:.2f}" for row in self.amounts.select_related("line")} if self.pk else {}  # type: ignore[attr-defined]
        return super().content() | {"amounts": amounts}

    def tell(self, *, by: User, at: datetime, **told: Any) -> None:
        """Leave a row of trail, once amounts that were entered anew stand in the place of the old ones."""
        later, self._later = self._later, None
        if later is not None:
            before: Content = told["before"]
            self._put(later)
            told["changes"] = [*told.get("changes", ()), *_amount_changes(before["amounts"], self.content()["amounts"])]
        super().tell(by=by, at=at, **told)

    _later: LineAmounts | None = None

    def _put(self, amounts: LineAmounts) -> None:
        rows: Any = self.amounts  # type: ignore[attr-defined]
        rows.all().delete()
        for line, amount in amounts.items():
            if amount:
                rows.create(line=line, amount=amount)

    def _take(self, step: str, *, by: User, at: datetime) -> None:
        """Take a step of the project in the same transaction, if it still can be taken. Raises WrongStateError."""
        project = Project.objects.select_for_update(no_key=True).get(pk=self.project_id)
        project.take(step, by=by, at=at, version=project.version)
        self.project = project


def _amount_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    codes = [code for code in sorted({**before, **after}) if before.get(code) != after.get(code)]
    return [[f"Bedrag op {code}", _euro(before.get(code)), _euro(after.get(code))] for code in codes]


def _euro(amount: str | None) -> str:
    return "" if amount is None else euro(Decimal(amount))


class LineAmount(models.Model):
    """An amount of a decision on one budget line; euro incl. btw."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+", verbose_name="begrotingsregel")
    amount = MoneyField("bedrag incl. btw")

    class Meta:
        abstract = True
        ordering = ["line__position", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="%(app_label)s_%(class)s_not_zero")]

    def __str__(self) -> str:
        return f"{self.line.code}: {self.amount}"


class Grant(MoneyDecision):
    """A grant (beschikking): the money that a project gets, by budget line, and on which conditions.

    Draft, submitted, returned: nothing was granted. Approved: it counts, for ever; with the first one the project
    becomes granted. What was granted is changed by another grant, that names the one it `amends` and says why: its
    amounts are added, and only there they may be below nothing.
    """

    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name="wijzigt"
    )
    amends_reason = models.CharField("reden van de wijziging", max_length=300, blank=True)
    conditions = models.TextField("voorwaarden", blank=True)

    content_fields = ("number", "decided_on", "decision", "mandate", "amends", "amends_reason", "conditions")

    class Meta(MoneyDecision.Meta):
        verbose_name = "beschikking"
        verbose_name_plural = "beschikkingen"
        constraints = [
            *MoneyDecision.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "number"],
                condition=~models.Q(state=State.WITHDRAWN),
                name="finance_grant_number_once",
                violation_error_message="Er is al een beschikking met dit nummer.",
            ),
            models.CheckConstraint(
                condition=models.Q(amends__isnull=True, amends_reason="")
                | models.Q(amends__isnull=False) & ~models.Q(amends_reason=""),
                name="finance_grant_amends_with_reason",
            ),
        ]

    def refuse(self, amounts: LineAmounts) -> None:
        """Raise ValueError for amounts that cannot be granted, or for a project that gets nothing more."""
        super().refuse(amounts)
        if self.amends is None and any(amount < 0 for amount in amounts.values()):
            raise ValueError(NOT_NEGATIVE)
        if self.project.state in {ProjectState.SETTLED, ProjectState.STOPPED}:
            raise ValueError(f"Dit project is {self.project.get_state_display()}. Er kan niets meer worden verleend.")

    @transaction.atomic
    def approve(self, *, by: User, at: datetime) -> None:
        """Let it count, and let a project that was not granted yet be so. Raises as ReviewedEntry.approve does."""
        super().approve(by=by, at=at)
        state = Project.objects.values_list("state", flat=True).get(pk=self.project_id)
        if state in {ProjectState.SETTLED, ProjectState.STOPPED}:
            raise WrongStateError("Dit project is intussen gestopt of vastgesteld. Er kan niets meer worden verleend.")
        if state in STEPS["grant"].from_states:
            self._take("grant", by=by, at=at)


class GrantAmount(LineAmount):
    """What a grant gives on one budget line."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="amounts")

    class Meta(LineAmount.Meta):
        verbose_name = "bedrag van een beschikking"
        verbose_name_plural = "bedragen van beschikkingen"
        constraints = [
            *LineAmount.Meta.constraints,
            models.UniqueConstraint(fields=["grant", "line"], name="finance_grantamount_line_once"),
        ]


class GrantEvent(LifecycleEvent):
    """A step in the life of a grant."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een beschikking"
        verbose_name_plural = "stappen van beschikkingen"


class GrantCondition(RegisterRow):
    """Something that a grant asks of the project: to tell who made it possible (art. 9 lid 4), a check by the rules of
    the European Union (art. 10), or anything else; and when that was done."""

    class Kind(models.TextChoices):
        """Says by which agreement it is asked."""

        ACKNOWLEDGEMENT = "acknowledged", deal_text("vermelden wie het mogelijk maakt{art_acknowledgement}")
        LEGAL_CHECK = "legal_check", deal_text("toets aan regels van de Europese Unie{art_legal_checks}")
        OTHER = "other", "andere voorwaarde"

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="asked", verbose_name="beschikking")
    kind = models.CharField("soort", max_length=12, choices=Kind)
    text = models.CharField("wat wordt gevraagd", max_length=300)
    due_on = models.DateField("klaar op", null=True, blank=True)
    done_on = models.DateField("gedaan op", null=True, blank=True)
    outcome = models.CharField("uitkomst", max_length=300, blank=True)

    content_fields = ("kind", "text", "due_on", "done_on", "outcome")

    class Meta:
        verbose_name = "voorwaarde"
        verbose_name_plural = "voorwaarden"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class GrantConditionEvent(LifecycleEvent):
    """A change of a condition."""

    condition = models.ForeignKey(GrantCondition, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een voorwaarde"
        verbose_name_plural = "wijzigingen van voorwaarden"


class Advance(ReviewedEntry):
    """An advance (voorschot) that was paid on a grant: counts from the day it was paid, once another approved it.

    `expenditure` is the booking by which it was paid, where it stands in the ledger. A slip is taken back by another
    advance below nothing, that names the one it `corrects`.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="advances", verbose_name="beschikking")
    paid_on = models.DateField("betaald op")
    amount = MoneyField("bedrag")
    expenditure = models.ForeignKey(
        Expenditure, on_delete=models.PROTECT, null=True, blank=True, related_name="advances", verbose_name="boeking"
    )
    reference = models.CharField("kenmerk", max_length=200)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="corrigeert"
    )

    content_fields = ("grant", "paid_on", "amount", "expenditure", "reference", "corrects")

    class Meta:
        verbose_name = "voorschot"
        verbose_name_plural = "voorschotten"
        ordering = ["paid_on", "pk"]
        constraints = [
            *ReviewedEntry.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(amount__gt=0) | models.Q(amount__lt=0, corrects__isnull=False),
                name="finance_advance_negative_corrects",
            ),
        ]

    def __str__(self) -> str:
        return f"Voorschot van {euro(self.amount)}"

    @property
    def project(self) -> Project:
        """Return the project of its grant."""
        return self.grant.project

    @classmethod
    def begin(cls, *, by: User, at: datetime, **values: Any) -> Self:
        """Start it as a draft. Raises ValueError for a grant that does not count, or a booking of another project."""
        cls(**values).refuse()
        return super().begin(by=by, at=at, **values)

    def revise(self, *, by: User, at: datetime, values: Values, version: int) -> None:
        """Change an open one. Raises as ReviewedEntry.revise and `begin` do."""
        type(self)(**{name: values.get(name, getattr(self, name)) for name in self.content_fields}).refuse()
        super().revise(by=by, at=at, values=values, version=version)

    def refuse(self) -> None:
        """Raise ValueError where it cannot be paid on the grant."""
        if self.grant.state != State.APPROVED:
            raise ValueError("Op deze beschikking kan nog niets worden betaald: zij is niet goedgekeurd.")
        if self.expenditure is not None and self.expenditure.project_id != self.grant.project_id:
            raise ValueError("Deze boeking hoort bij een ander project. Kies een boeking van dit project.")
        if self.corrects is not None and self.corrects.grant.project_id != self.grant.project_id:
            raise ValueError("Het voorschot dat u corrigeert, is van een ander project.")


class AdvanceEvent(LifecycleEvent):
    """A step in the life of an advance."""

    advance = models.ForeignKey(Advance, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een voorschot"
        verbose_name_plural = "stappen van voorschotten"


class Settlement(MoneyDecision):
    """A settlement (vaststelling): what the project gets in the end, by budget line, and what is claimed back.

    Approved: it counts, the project is settled, and what it did not use is free again. A project gets one; of a project
    to which nothing was granted, nothing is settled: it has no amounts.
    """

    claimed_back = MoneyField("teruggevorderd", default=0)
    explanation = models.TextField("toelichting", blank=True)

    content_fields = ("number", "decided_on", "decision", "mandate", "claimed_back", "explanation")
    moved_on: ClassVar[str] = "Iemand anders was u voor. Bekijk de nieuwe stand en probeer het opnieuw."

    class Meta(MoneyDecision.Meta):
        verbose_name = "vaststelling"
        verbose_name_plural = "vaststellingen"
        constraints = [
            *MoneyDecision.Meta.constraints,
            models.UniqueConstraint(
                fields=["project"],
                condition=~models.Q(state=State.WITHDRAWN),
                name="finance_settlement_once",
                violation_error_message="Dit project heeft al een vaststelling.",
            ),
            models.CheckConstraint(condition=models.Q(claimed_back__gte=0), name="finance_settlement_claims_something"),
        ]

    def refuse(self, amounts: LineAmounts) -> None:
        """Raise ValueError for more than was granted, and for a project whose work still goes on."""
        if any(amounts.values()):
            super().refuse(amounts)
        if self.project.state not in STEPS["settle"].from_states:
            state = self.project.get_state_display()
            raise ValueError(f"Vaststellen kan als het project is afgerond of gestopt. Het staat nu op: {state}.")
        granted = granted_of(self.project)
        for line, amount in amounts.items():
            most = granted.get(line.pk, Decimal("0.00"))
            if not 0 <= amount <= most:
                raise ValueError(f"{line.label}: verleend is {euro(most)}. Vaststellen kan tot en met dat bedrag.")

    @transaction.atomic
    def approve(self, *, by: User, at: datetime) -> None:
        """Let it count, and let the project be settled. Raises as ReviewedEntry.approve does, ValueError as `begin`."""
        super().approve(by=by, at=at)
        self._take("settle", by=by, at=at)


class SettlementAmount(LineAmount):
    """What a settlement gives in the end on one budget line."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="amounts")

    class Meta(LineAmount.Meta):
        verbose_name = "vastgesteld bedrag"
        verbose_name_plural = "vastgestelde bedragen"
        constraints = [
            *LineAmount.Meta.constraints,
            models.UniqueConstraint(fields=["settlement", "line"], name="finance_settlementamount_line_once"),
        ]


class SettlementEvent(LifecycleEvent):
    """A step in the life of a settlement."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een vaststelling"
        verbose_name_plural = "stappen van vaststellingen"


def granted_of(project: Project) -> dict[int, Decimal]:
    """What was granted to a project up to now, by the key of the budget line, in euro."""
    rows = GrantAmount.objects.filter(grant__project=project, grant__state=State.APPROVED).order_by()
    return dict(rows.values_list("line").annotate(total=models.Sum("amount", output_field=MoneyField())))


type ProjectDecision = Grant | Advance | Settlement

OF_DEAL: Mapping[type[ReviewedEntry], str] = {
    Grant: "project__deal",
    Advance: "grant__project__deal",
    Settlement: "project__deal",
}


def decisions_of(model: type[ReviewedEntry], deal: Deal) -> models.QuerySet[Any]:
    """The grants, advances or settlements of a deal."""
    return model._default_manager.filter(**{OF_DEAL[model]: deal})
