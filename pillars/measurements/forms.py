"""Forms of figures: one figure, its correction, a row of the grid, and the filter of the grid."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from pillars.agreed.models import Indicator, IndicatorItem, Pillar
from pillars.agreed.scale import SCALE_WORDS
from pillars.measurements.expected import ExpectedFigure, RoundFigures
from pillars.measurements.models import Measurement
from pillars.measurements.plausible import doubt_about
from pillars.measurements.rounds import offered_year
from pillars.projects.models import Project, ProjectState
from pillars.projects.planning import projects_for
from regiodeal.base.dates import NO_DATE, NOT_YET
from regiodeal.base.dutch import day
from regiodeal.base.forms import NUMBERS_NOT_NAMES, DayField, FormOptions, Posted, VersionField, tell_choices
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.question import fold
from regiodeal.base.refusals import NO_REASON_TO_CORRECT
from regiodeal.base.values import Values
from regiodeal.covenant.due_rules.due_rules import first_counted_year
from regiodeal.deals.models import Deal, User
from regiodeal.deals.words import deal_text, fill_in, word
from regiodeal.lifecycle.corrections import ReasonNeededError
from regiodeal.lifecycle.review import State


def first_measured_day(deal: Deal) -> date:
    """The first day that a figure may be about: ten years before the deal, for what it is compared with.

    Older than that is a slip of the keyboard: 12-3-25 that was read as the year 25.
    """
    return date(deal.in_force_on.year - 10, 1, 1)


_NO_ANSWER = ("", "Kies")  # nobody reports by not choosing


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Wat klopte er niet aan het goedgekeurde cijfer?",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class SureOfValue(forms.BaseForm):
    """The part of a form that asks once whether an unlikely value is right. The tick carries the value it is about."""

    def ask_again(self) -> None:
        """Put the tick on the form where it was sent."""
        if self.data and self.add_prefix("sure") in self.data:
            self._ask_whether_sure()

    def _ask_whether_sure(self) -> None:
        typed = str(self.data.get(self.add_prefix("value"), ""))
        box = forms.CheckboxInput(attrs={"value": typed})
        self.fields["sure"] = forms.BooleanField(required=False, label=f"Ja, {typed[:30]} klopt", widget=box)

    def is_doubted(self, doubt: str) -> bool:
        """Ask it, as an error at the tick, unless nothing makes it unlikely or the tick is about this value."""
        if not doubt or self.data.get(self.add_prefix("sure")) == self.data.get(self.add_prefix("value")):
            return False
        self._ask_whether_sure()
        self.add_error("sure", f"{doubt} Zet een vinkje als het zo is.")
        return True


class MeasurementForm(SureOfValue, forms.Form):
    """One figure of one indicator. Asks only what the indicator needs: year or date, item, number or step.

    A draft may be without its source and its grounds; who submits has them.
    """

    may_wait = True  # for what only submitting asks

    item = forms.ModelChoiceField(IndicatorItem.objects.none(), label="Onderdeel", empty_label="Kies een onderdeel")
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label="Project",
        required=False,
        empty_label="Geen: het cijfer gaat over het geheel",
        help_text="Kies een project als dit cijfer alleen is wat dat project deed.",
    )
    year = forms.TypedChoiceField(coerce=int, label="Jaar")
    value = DutchNumberField(label="Aantal", min_value=0, max_digits=14, decimal_places=2)
    measured_on = DayField(label="Peildatum", help_text="Op welke dag was dit zo?")
    source = forms.CharField(
        label="Bron",
        max_length=300,
        help_text="Waar komt dit cijfer vandaan? Bijvoorbeeld: eigen registratie, mei 2026.",
    )
    note = forms.CharField(
        label="Toelichting",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NUMBERS_NOT_NAMES,
    )
    version = VersionField()

    def __init__(
        self, data: Posted = None, *, deal: Deal, indicator: Indicator, today: date, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        self.indicator = indicator
        self.today = today
        self._shape_item()
        self._shape_project()
        self._shape_period()
        self._shape_value()
        if data is not None and self.may_wait and "submit" not in data:
            self.fields["source"].required = self.fields["note"].required = False
        if data and self.add_prefix("reason") in data and "reason" not in self.fields:
            self.fields["reason"] = _reason()
        self.ask_again()

    def _shape_item(self) -> None:
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.indicator.breakdown == Indicator.Breakdown.NONE:
            del self.fields["item"]
            return
        field.queryset = self.indicator.items.all()
        field.label = word("Area") if self.indicator.breakdown == Indicator.Breakdown.NEIGHBOURHOOD else "Onderdeel"

    def _shape_project(self) -> None:
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = projects_for(self.indicator)
        if len(field.queryset) == 0:
            del self.fields["project"]

    def _shape_period(self) -> None:
        if not self.indicator.is_yearly:
            del self.fields["year"]
            self.fields["measured_on"].initial = self.today
            return
        del self.fields["measured_on"]
        first = min(first_counted_year(self.deal), *self._baseline_years(), self.today.year)
        years = range(min(self.today.year, self.deal.ends_on.year), first - 1, -1)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years]
        tell_choices(field)
        asked = offered_year(self.deal, on=self.today)
        field.initial = min(max(asked, first), self.today.year)  # none that has to begin

    def _baseline_years(self) -> list[int]:
        years = self.indicator.targets.filter(baseline_year__isnull=False).values_list("baseline_year", flat=True)
        return [year for year in years if year is not None] or [self.today.year]

    def _shape_value(self) -> None:
        match self.indicator.value_kind:
            case Indicator.ValueKind.SCALE:
                choices = [_NO_ANSWER, *((str(step), f"{step}: {word}") for step, word in enumerate(SCALE_WORDS))]
                self.fields["value"] = forms.TypedChoiceField(coerce=Decimal, choices=choices, label="Oordeel")
                self.fields["note"].required = True
                self.fields["note"].label = "Onderbouwing"
            case Indicator.ValueKind.MILESTONE:
                choices = [_NO_ANSWER, ("1", "Ja, dit is gereed"), ("0", "Nee, nog in voorbereiding")]
                self.fields["value"] = forms.TypedChoiceField(coerce=Decimal, choices=choices, label="Is dit gereed?")
            case _:
                self.fields["value"].label = f"Aantal {self.indicator.unit}"
        value = self.fields["value"]
        if isinstance(value, forms.ChoiceField):
            tell_choices(value)

    def clean_measured_on(self) -> date:
        """A figure is about the past: the form says so instead of letting it wait until its day comes."""
        measured_on: date = self.cleaned_data["measured_on"]
        if measured_on > self.today:
            raise ValidationError(NOT_YET)
        if measured_on < first_measured_day(self.deal):
            first = day(first_measured_day(self.deal))
            raise ValidationError(f"Deze dag is te lang geleden. Kies {first} of een latere dag.")
        return measured_on

    # --- What the form asks only when it is needed ---------------------------------------------------------------

    def ask_reason(self, needed: ReasonNeededError) -> None:
        """Ask what was wrong with the figure that counts now: this one would replace it."""
        self.fields.setdefault("reason", _reason())
        self.add_error("reason", str(needed))

    @property
    def given_reason(self) -> str:
        """Return why a figure that counts is replaced; empty where nothing was asked."""
        return str(self.cleaned_data.get("reason") or "")

    def doubts(self, last: Decimal | None) -> bool:
        """Ask once whether an unlikely value is right, after the `last` one."""
        return self.is_doubted(doubt_about(self.indicator, self.cleaned_data["value"], last=last))

    def clean(self) -> Values:
        """A year figure is known at the end of its year, or today when the year still runs."""
        data = super().clean() or {}
        if self.indicator.is_yearly and data.get("year"):
            data["measured_on"] = min(date(data["year"], 12, 31), self.today)
        return data

    def values(self) -> Values:
        """The content of a measurement from a valid form."""
        return {name: self.cleaned_data[name] for name in Measurement.content_fields if name in self.cleaned_data}


class CorrectionForm(MeasurementForm):
    """A correction of an approved figure: the right figure, and what was wrong with the old one."""

    may_wait = False  # it is submitted at once

    reason = forms.CharField(
        label="Wat klopte er niet?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_REASON_TO_CORRECT},
    )

    def _shape_project(self) -> None:
        del self.fields["project"]  # a correction is of the project of what it corrects


class RowForm(MeasurementForm):
    """One row of the grid: checked as the form of one figure, with the item and the year that the row is about."""

    measured_on = DayField(label="Peildatum", error_messages={"invalid": NO_DATE})

    def __init__(self, data: Posted = None, *, row: ExpectedFigure, today: date) -> None:
        self.row = row
        super().__init__(data, deal=row.round.deal, indicator=row.indicator, today=today)
        del self.fields["version"]

    def _shape_item(self) -> None:
        del self.fields["item"]

    def _shape_project(self) -> None:
        del self.fields["project"]

    def _shape_period(self) -> None:
        del self.fields["year"]
        if self.indicator.is_yearly:
            del self.fields["measured_on"]

    def clean_measured_on(self) -> date:
        """A day that has been, and that belongs to the round."""
        measured_on = super().clean_measured_on()
        try:
            self.row.round.refuse_outside(measured_on)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return measured_on

    def clean(self) -> Values:
        """The row knows its year."""
        self.cleaned_data |= {"year": self.row.year} if self.row.year else {}
        return super().clean()


type Choose = Callable[[ExpectedFigure, User], bool]


SHOWS: dict[str, tuple[str, Choose]] = {
    "alles": ("Alles", lambda row, user: True),
    "mijn": ("Mijn cijfers", lambda row, user: row.owner == user),
    "leeg": ("Nog leeg", lambda row, user: row.state is None),
    "teruggestuurd": ("Teruggestuurd", lambda row, user: row.state == State.RETURNED),
    "concept": ("Concept", lambda row, user: row.state == State.DRAFT),
}


_TO_DO_FIRST = (None, State.RETURNED, State.DRAFT, State.SUBMITTED, State.APPROVED)

SORTS: dict[str, tuple[str, Callable[[ExpectedFigure], tuple[object, ...]]]] = {
    "naam": ("Naam", lambda row: (fold(row.name),)),
    "stand": ("Wat nog moet eerst", lambda row: (not row.is_to_enter, _TO_DO_FIRST.index(row.state))),
    "wie": ("Wie het invult", lambda row: (row.owner is None, fold(str(row.owner or "")))),
}


class GridFilter(forms.Form):
    """Asks which rows are shown: by whose they are or how far, each with how many there are, by pillar and by a word.

    And in which order: that of the agreement, or another; the rows of one indicator stay together.
    """

    zoek = forms.CharField(label="Met het woord", required=False, max_length=100, widget=forms.SearchInput)
    toon = forms.ChoiceField(label="Toon", required=False)
    pijler = forms.ChoiceField(label=deal_text("{Pillar}"), required=False)
    project = forms.ChoiceField(label="Van", required=False)
    sorteer = forms.ChoiceField(
        label="Volgorde",
        required=False,
        choices=[("", "Zoals afgesproken"), *((name, label) for name, (label, _key) in SORTS.items())],
    )

    def __init__(
        self, data: Posted = None, *, figures: RoundFigures, user: User, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.figures = figures
        self.user = user
        counts = {name: sum(choose(row, user) for row in figures.rows) for name, (_label, choose) in SHOWS.items()}
        self._offer("toon", [(name, f"{label} ({counts[name]})") for name, (label, _choose) in SHOWS.items()])
        pillars: Iterable[Pillar] = dict.fromkeys(target.result.goal.pillar for target in figures.targets)
        self._offer("pijler", [("", fill_in("Alle {pillars}")), *((pillar.code, str(pillar)) for pillar in pillars)])

        rows = Project.objects.filter(deal_id=figures.round.deal.pk).exclude(state=ProjectState.IDEA)
        if projects := [(row.code, f"project {row}") for row in rows]:
            self._offer("project", [("", "het geheel"), *projects])
        else:
            del self.fields["project"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> dict[str, str]:
        """Return what was chosen and can be used; nothing for what the list does not offer."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def rows(self) -> list[ExpectedFigure]:
        """The rows that it lets through, in order; a shared figure belongs to the pillar of each of its results."""
        chosen = self.chosen
        _label, choose = SHOWS[chosen.get("toon", "alles")]
        pillar = chosen.get("pijler")
        words = fold(chosen.get("zoek", "")).split()
        rows = [
            row
            for row in self.figures.rows
            if choose(row, self.user)
            and (not pillar or any(result.goal.pillar.code == pillar for result in row.results))
            and all(word in _told(row) for word in words)
        ]
        if "sorteer" in chosen:
            rows.sort(key=SORTS[chosen["sorteer"]][1])
        return rows


def _told(row: ExpectedFigure) -> str:
    """What of a row one finds it by: its name, its unit and the codes of its results, without accents."""
    return fold(" ".join([row.name, row.indicator.unit, *(result.code for result in row.results)]))
