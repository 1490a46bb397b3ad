"""Forms of the money of a project: its budget, a grant, a condition, an advance, and the settlement."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Unpack

from django import forms
from django.utils import timezone

from finance.base.forms import EuroField
from finance.budget.models import BudgetLine
from finance.grants.models import Advance, Grant, GrantCondition, MoneyDecision, Settlement, granted_of
from finance.grants.project_budget import BudgetValues, budget_of, lines_for_project
from finance.ledger.models import Expenditure
from pillars.projects.models import Project
from pillars.projects.planning import years_of
from regiodeal.base.dutch import euro
from regiodeal.base.forms import DayField, FormOptions, PastDateField, Posted, VersionField, lines
from regiodeal.base.values import Values
from regiodeal.covenant.meetings.models import Decision
from regiodeal.lifecycle.review import ReviewedEntry, State


class ProjectBudgetForm(forms.Form):
    """Asks what a project may cost: an amount for each line and year; an empty one is nothing."""

    def __init__(self, data: Posted = None, *, project: Project, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        known = budget_of(project, on=timezone.localdate())
        self.lines = lines_for_project(project)
        self.years = sorted({*years_of(project), *(year for _line, year in known)})
        for line in self.lines:
            for year in self.years:
                self.fields[_name(line, year)] = EuroField(
                    label=f"{line.label}, {year}", required=False, initial=known.get((line.pk, year))
                )

    def rows(self) -> list[tuple[BudgetLine, list[forms.BoundField]]]:
        """Each line with its fields, one a year."""
        return [(line, [self[_name(line, year)] for year in self.years]) for line in self.lines]

    def values(self) -> BudgetValues:
        """The budget by (key of the line, year), from a valid form."""
        places = [(line, year) for line in self.lines for year in self.years]
        typed = {(line.pk, year): self.cleaned_data[_name(line, year)] for line, year in places}
        return {place: amount for place, amount in typed.items() if amount}


def _name(line: BudgetLine, year: int) -> str:
    return f"line-{line.pk}-{year}"


class SignedEuroField(EuroField):
    """An amount that may take something back: -1.234,50."""

    takes_negative = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"min_value": None})


class ReviewedForm(forms.Form):
    """What one enters about the money of a project, for another to approve, with the version that was read."""

    model: ClassVar[type[ReviewedEntry]]

    version = VersionField()

    def __init__(
        self,
        data: Posted = None,
        *,
        project: Project,
        entry: Any = None,
        **kwargs: Unpack[FormOptions],
    ) -> None:
        if entry is not None:
            kept = {name: getattr(entry, name) for name in entry.content_fields}
            kwargs["initial"] = kept | {"version": entry.version} | dict(kwargs.get("initial") or {})
        super().__init__(data, **kwargs)
        self.project, self.entry = project, entry

    def offer(self, name: str, rows: Any) -> None:
        """Cut the choices of a field to these rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def values(self) -> Values:
        """The content from a valid form."""
        return {name: self.cleaned_data[name] for name in self.model.content_fields if name in self.cleaned_data}


class MoneyDecisionForm(ReviewedForm):
    """Asks for a decision about the money of a project, with an amount for each budget line."""

    number = forms.CharField(label="Nummer", max_length=60, help_text="Het kenmerk van het besluit.")
    decided_on = PastDateField(label="Datum van het besluit")
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="Besluit van het overleg", required=False, empty_label="geen, met een mandaat"
    )
    mandate = forms.CharField(
        label="Mandaat",
        max_length=200,
        required=False,
        help_text="Als het overleg niet zelf besloot: wie mocht dit besluiten, en waar staat dat?",
    )
    amount_field: ClassVar[type[EuroField]] = EuroField
    model: ClassVar[type[MoneyDecision]]

    def __init__(
        self, data: Posted = None, *, project: Project, entry: Any = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, project=project, entry=entry, **kwargs)
        self.offer("decision", Decision.objects.filter(deal_id=project.deal_id))
        self.lines = lines_for_project(project)
        known = {line.pk: amount for line, amount in entry.by_line().items()} if entry is not None else {}
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = self.amount_field(
                label=line.label, required=False, initial=known.get(line.pk), help_text=self.line_help(line)
            )

    def line_help(self, line: BudgetLine) -> str:
        """Return what is said beside the amount of a line."""
        return ""

    def clean(self) -> Values:
        """Ask on what it rests, and let the rules of the decision say what cannot be."""
        data = super().clean() or {}
        if not data.get("decision") and not data.get("mandate"):
            self.add_error("mandate", "Kies een besluit, of schrijf op met welk mandaat is besloten.")
        number = data.get("number")
        same = self.model._default_manager.filter(project=self.project, number=number).exclude(state=State.WITHDRAWN)
        if number and same.exclude(pk=self.entry.pk if self.entry else None).exists():
            self.add_error("number", "Dit nummer is bij dit project al gebruikt.")
        if not self.errors:
            content = {name: data[name] for name in self.model.content_fields if name in data}
            try:
                self.model(project=self.project, **content).refuse(self.amounts())
            except ValueError as refusal:
                self.add_error(None, str(refusal))
        return data

    def amounts(self) -> dict[BudgetLine, Decimal]:
        """The amount of each line that has one."""
        typed = {line: self.cleaned_data.get(f"line-{line.pk}") for line in self.lines}
        return {line: amount for line, amount in typed.items() if amount}

    def values(self) -> Values:
        """The content with the amounts, from a valid form."""
        return super().values() | {"amounts": self.amounts()}


class GrantForm(MoneyDecisionForm):
    """Asks for a grant."""

    model = Grant
    amount_field = SignedEuroField

    amends = forms.ModelChoiceField(
        Grant.objects.none(),
        label="Wijzigt een eerdere beschikking",
        required=False,
        empty_label="nee, dit is een nieuwe beschikking",
        help_text="Vul dan per regel in wat erbij komt, of met een minteken wat eraf gaat.",
    )
    amends_reason = forms.CharField(label="Waarom deze wijziging?", max_length=300, required=False)
    conditions = forms.CharField(label="Voorwaarden", required=False, widget=lines(4))

    def __init__(
        self, data: Posted = None, *, project: Project, entry: Any = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, project=project, entry=entry, **kwargs)
        self.offer("amends", Grant.objects.filter(project=project, state=State.APPROVED, amends=None))

    def clean(self) -> Values:
        """A change says why; what changes nothing has no reason for it."""
        data = super().clean()
        if data.get("amends") and not data.get("amends_reason"):
            self.add_error("amends_reason", "Schrijf op waarom de beschikking wijzigt.")
        if not data.get("amends"):
            data["amends_reason"] = ""
        return data


class SettlementForm(MoneyDecisionForm):
    """Asks how the money of a project is settled."""

    model = Settlement

    claimed_back = EuroField(
        label="Teruggevorderd", required=False, help_text="Wat dit besluit terugvraagt van wat al is betaald."
    )
    explanation = forms.CharField(label="Toelichting", required=False, widget=lines(3))

    def __init__(
        self, data: Posted = None, *, project: Project, entry: Any = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        self.granted = granted_of(project)
        super().__init__(data, project=project, entry=entry, **kwargs)

    def line_help(self, line: BudgetLine) -> str:
        """What was granted on the line."""
        amount = self.granted.get(line.pk)
        return "" if amount is None else f"Verleend is {euro(amount)}."

    def clean_claimed_back(self) -> Decimal:
        """Nothing where nothing is claimed back."""
        return self.cleaned_data["claimed_back"] or Decimal("0.00")


class AdvanceForm(ReviewedForm):
    """Asks for an advance that was paid."""

    model = Advance

    grant = forms.ModelChoiceField(Grant.objects.none(), label="Op welke beschikking", empty_label="Kies")
    paid_on = PastDateField(label="Betaald op")
    amount = SignedEuroField(label="Bedrag", help_text="Met een minteken als het een eerder voorschot terugneemt.")
    expenditure = forms.ModelChoiceField(
        Expenditure.objects.none(), label="Geboekt als", required=False, empty_label="nog niet geboekt"
    )
    reference = forms.CharField(label="Kenmerk", max_length=200, help_text="Bijvoorbeeld: eerste termijn 2026.")
    corrects = forms.ModelChoiceField(
        Advance.objects.none(), label="Neemt terug van", required=False, empty_label="niets: dit is een nieuw voorschot"
    )

    def __init__(
        self, data: Posted = None, *, project: Project, entry: Any = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, project=project, entry=entry, **kwargs)
        self.offer("grant", Grant.objects.filter(project=project, state=State.APPROVED))
        booked = Expenditure.objects.filter(project=project, state=State.APPROVED).order_by("-booked_on", "-pk")
        self.offer("expenditure", booked)
        paid = Advance.objects.filter(grant__project=project, state=State.APPROVED, corrects=None)
        self.offer("corrects", paid)

    def clean(self) -> Values:
        """An amount, below nothing only where it takes an earlier one back."""
        data = super().clean() or {}
        amount = data.get("amount")
        if amount == 0:
            self.add_error("amount", "Een voorschot van niets bestaat niet. Vul een bedrag in.")
        elif amount is not None and amount < 0 and not data.get("corrects"):
            self.add_error("amount", "Kies hieronder welk voorschot dit terugneemt.")
        return data


class GrantConditionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks what a grant asks of the project, and when that was done."""

    due_on = DayField(label="Klaar op", required=False)
    done_on = DayField(label="Gedaan op", required=False)

    class Meta:
        model = GrantCondition
        fields = ("kind", "text", "due_on", "done_on", "outcome")

    def clean_done_on(self) -> date | None:
        """A day that has been."""
        day: date | None = self.cleaned_data["done_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError("Deze dag is nog niet geweest.")
        return day

    def values(self) -> Values:
        """The content from a valid form."""
        return {name: self.cleaned_data[name] for name in GrantCondition.content_fields}


class ProjectMoneyFilter(forms.Form):
    """Cuts the table of the money of projects."""

    stand = forms.ChoiceField(label="Stand", required=False)
    regel = forms.ChoiceField(label="Regel", required=False)
    toets = forms.ChoiceField(
        label="Toets",
        required=False,
        choices=[
            ("", "alle"),
            ("terug", "er moet nog iets terug"),
            ("boven", "meer vastgelegd dan verleend"),
            ("zonder", "zonder beschikking"),
        ],
    )
    volgorde = forms.ChoiceField(
        label="Volgorde",
        required=False,
        choices=[
            ("", "op code"),
            ("begroot", "meeste begroot"),
            ("verleend", "meeste verleend"),
            ("verplicht", "meeste verplicht"),
            ("besteed", "meeste besteed"),
            ("terug", "meeste terug te vragen"),
        ],
    )

    def __init__(self, data: Posted = None, *, states: Any, known: Any, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        for name, choices in (("stand", states), ("regel", known)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "alle"), *choices]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen; what is no choice is left out."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


DECISIONS: Mapping[str, type[ReviewedForm]] = {  # by their name in an address
    "beschikkingen": GrantForm,
    "voorschotten": AdvanceForm,
    "vaststellingen": SettlementForm,
}
