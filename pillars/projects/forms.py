"""Forms of projects: the project itself, what it plans, a step in its life, its milestones, and who carries it out."""

from decimal import Decimal
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from pillars.projects.models import ContactPerson, Executor, Milestone, Project
from pillars.projects.planning import PlanLine, Year, lines_of, planned_values, years_of
from regiodeal.base.forms import NO_NAMES_OF_ANYBODY, DayField, FormOptions, Posted, RowsField, lines
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.values import Values
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.forms import RegisterForm

LARGEST = Decimal("9999999999.99")


LONGEST_CODE = 40
WORDS_OF_ADDRESSES = {"nieuw", "werkboek", "dekking"}


def code_fault(code: str) -> str:
    """Say in Dutch what is wrong with the code of a project; empty for one that fits in an address."""
    if not code:
        return "Geef het project een code, bijvoorbeeld P-07."
    if code in WORDS_OF_ADDRESSES:
        return "Dit woord staat al in een adres van het portaal. Kies een andere code."
    if len(code) > LONGEST_CODE:
        return f"Deze code is langer dan {LONGEST_CODE} tekens."
    if not all(letter.isascii() and (letter.isalnum() or letter in "._-") for letter in code):
        return "Gebruik alleen letters, cijfers, punten en streepjes."
    return ""


class ProjectForm(RegisterForm):
    """Asks for a project: a title and its measure are enough to begin with."""

    starts_on = DayField(label="Begint op", required=False)
    ends_on = DayField(label="Eindigt op", required=False)

    class Meta:
        model = Project
        fields = (
            *("title", "code", "description", "main_measure", "measures", "executor", "partners", "leader"),
            *("areas", "starts_on", "ends_on", "openness"),
        )
        field_classes = {"measures": RowsField, "partners": RowsField, "areas": RowsField}
        widgets = {
            "description": lines(4),
            "measures": forms.CheckboxSelectMultiple,
            "partners": forms.CheckboxSelectMultiple,
            "areas": forms.CheckboxSelectMultiple,
        }
        labels = {"areas": deal_text("{Areas}")}
        help_texts = {
            "code": "Kort en zonder spaties, bijvoorbeeld P-07. Hieraan herkent ook het grootboek het project.",
            "description": f"Wat gebeurt er, voor wie en waar? {NO_NAMES_OF_ANYBODY}",
            "measures": "Alleen als het project ook aan andere maatregelen bijdraagt.",
        }

    def clean_code(self) -> str:
        """A code that fits in an address."""
        code: str = self.cleaned_data["code"].strip()
        if fault := code_fault(code):
            raise ValidationError(fault)
        if Project.objects.filter(deal=self.deal, code=code).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Er is al een project met deze code.")
        return code

    def clean(self) -> Values | None:
        """Refuse an end before the start, and days outside the life of the deal."""
        found: Values | None = super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Het einde ligt voor het begin.")
        for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
            if day and not self.deal.signed_on.year <= day.year <= self.deal.ends_on.year + 1:
                self.add_error(
                    name, f"Kies een dag van {self.deal.signed_on.year} tot en met {self.deal.ends_on.year}."
                )
        return found


class PlanForm(forms.Form):
    """Asks what a project plans: a number for each line and year; an empty one plans nothing."""

    def __init__(self, data: Posted = None, *, project: Project, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.lines, self.years = lines_of(project), years_of(project)
        known = planned_values(project)
        for line in self.lines:
            for year in self.years:
                self.fields[_name(line, year)] = DutchNumberField(
                    label=f"{line}, {year}",
                    required=False,
                    min_value=0,
                    max_value=LARGEST,
                    initial=known.get((*line.key, year)),
                )

    def rows(self) -> list[tuple[PlanLine, list[forms.BoundField]]]:
        """Each line with its fields, one a year."""
        return [(line, [self[_name(line, year)] for year in self.years]) for line in self.lines]

    def values(self) -> dict[tuple[int, int | None, Year], Decimal]:
        """What is planned by (indicator, part, year), from a valid form."""
        places = [(line, year) for line in self.lines for year in self.years]
        typed = [((*line.key, year), self.cleaned_data[_name(line, year)]) for line, year in places]
        return {place: value for place, value in typed if value is not None}


def _name(line: PlanLine, year: Year) -> str:
    indicator, item = line.key
    return f"plan-{indicator}-{item or 0}-{year}"


class ProjectStepForm(forms.Form):
    """Asks why a step is taken."""

    reason = forms.CharField(label="Waarom?", widget=lines(3), required=False)

    def __init__(self, data: Posted = None, *, asks_reason: bool, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["reason"]
        field.required = asks_reason
        field.label = "Waarom?" if asks_reason else "Toelichting (hoeft niet)"
        field.error_messages["required"] = "Geef een reden: anderen moeten die kunnen lezen."


class ExecutorForm(RegisterForm):
    """Asks for an executor by its public name."""

    class Meta:
        model = Executor
        fields = ("name", "party", "website")
        help_texts = {"name": "De naam van de organisatie, zoals die openbaar mag zijn."}

    def clean_name(self) -> str:
        """A name that no other executor of the deal has."""
        name: str = self.cleaned_data["name"].strip()
        if Executor.objects.filter(deal=self.deal, name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Er is al een uitvoerder met deze naam.")
        return name


class ContactPersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks for a contact person: seen by who enters progress, and never public."""

    class Meta:
        model = ContactPerson
        fields = ("name", "email", "phone")


class MilestoneForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks for a milestone."""

    due_on = DayField(label="Klaar op")
    reached_on = DayField(label="Bereikt op", required=False)

    class Meta:
        model = Milestone
        fields = ("title", "due_on", "reached_on")
