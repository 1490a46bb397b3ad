"""Forms of lessons, bottlenecks, external checks and acknowledgements."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from pillars.projects.models import Project
from pillars.registers.models import Acknowledgement, Bottleneck, BottleneckTheme, ExternalCheck, Lesson
from regiodeal.base.dates import NOT_YET
from regiodeal.base.forms import NO_NAMES_OF_ANYBODY, DayField, FormOptions, Posted, RowFormOptions, RowsField
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.forms import RegisterForm


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class LessonForm(RegisterForm):
    """Asks for a lesson."""

    class Meta:
        model = Lesson
        fields = ("title", "verdict", "why", "combination", "measures", "project", "year", "status")
        field_classes = {"measures": RowsField}
        widgets = {"why": _text(4), "combination": _text(3), "measures": forms.CheckboxSelectMultiple}
        help_texts = {
            "why": NO_NAMES_OF_ANYBODY,
            "combination": "Met wat samen werkt het wel, of juist niet?",
            "measures": "Kies de maatregelen waar u dit leerde.",
        }

    def clean_year(self) -> int:
        """A year of the deal."""
        year: int = self.cleaned_data["year"]
        first, last = self.deal.in_force_on.year, self.deal.ends_on.year
        if not first <= year <= last:
            raise ValidationError(f"Kies een jaar van {first} tot en met {last}.")
        return year


class BottleneckForm(RegisterForm):
    """Asks for a bottleneck."""

    class Meta:
        model = Bottleneck
        fields = ("title", "theme", "case", "law", "short_term", "long_term", "state", "measures", "project")
        field_classes = {"measures": RowsField}
        widgets = {
            "case": _text(4),
            "short_term": _text(3),
            "long_term": _text(3),
            "measures": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "case": f"Wat liep er vast, en voor wie? {NO_NAMES_OF_ANYBODY}",
            "law": "Noem de wet en het artikel. Bijvoorbeeld: artikel 10b van de Participatiewet.",
            "short_term": "Wat kan nu al, binnen de regels?",
            "long_term": "Wat moet er veranderen, en wie gaat daarover?",
            "measures": "Kies de maatregelen die er last van hebben.",
        }


class PastDates:
    """Dates that are about the past: the form says so at the field."""

    past_fields: tuple[str, ...] = ()
    cleaned_data: Values
    today: date

    def refuse_future(self, add_error: Callable[[str, str], None]) -> None:
        """An error at each of `past_fields` that is still to come."""
        for name in self.past_fields:
            if (day := self.cleaned_data.get(name)) and day > self.today:
                add_error(name, NOT_YET)


class ExternalCheckForm(PastDates, RegisterForm):
    """The outcome of a check of art. 10."""

    past_fields = ("checked_on",)

    class Meta:
        model = ExternalCheck
        fields = ("state", "checked_on", "checked_by", "note")
        field_classes = {"checked_on": DayField}
        widgets = {"note": _text(3)}
        help_texts = {
            "checked_by": "De afdeling of functie, bijvoorbeeld: juridische zaken.",
            "note": "Verplicht bij voorwaarden: schrijf op welke.",
        }

    def __init__(self, data: Posted = None, *, deal: Deal, today: date, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.today = today

    def clean(self) -> Values:
        """An outcome says when and by whom, and conditions are named."""
        data = super().clean() or {}
        self.refuse_future(self.add_error)
        state = data.get("state")
        if state in {None, ExternalCheck.State.TO_DO}:
            return data
        if not data.get("checked_on") and "checked_on" not in self.errors:
            self.add_error("checked_on", "Vul in op welke dag dit is getoetst.")
        if not data.get("checked_by"):
            self.add_error("checked_by", "Vul in wie dit heeft getoetst.")
        if state == ExternalCheck.State.CONDITIONS and not data.get("note"):
            self.add_error("note", "Schrijf op onder welke voorwaarden het mag.")
        return data


class AcknowledgementForm(PastDates, RegisterForm):
    """Asks whether a project names the Regio Deal."""

    past_fields = ("asked_on", "seen_on")

    class Meta:
        model = Acknowledgement
        fields = Acknowledgement.content_fields
        field_classes = {"asked_on": DayField, "seen_on": DayField}
        widgets = {"note": _text(3)}
        help_texts = {
            "of_project": "Van welk project is dit? Staat het niet in de lijst, schrijf het dan hieronder.",
            "project": "De uiting, of wat geen project is. Bijvoorbeeld: een website of een bouwbord.",
            "seen_where": "Waar staat de vermelding? Bijvoorbeeld: op het bouwbord, of een webadres.",
        }

    def __init__(self, data: Posted = None, *, deal: Deal, today: date, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.today = today

    def clean(self) -> Values:
        """Ask where it was seen, when it was seen."""
        data = super().clean() or {}
        self.refuse_future(self.add_error)
        if not data.get("of_project") and not data.get("project"):
            self.add_error("of_project", "Kies een project, of schrijf hieronder op waar het om gaat.")
        if data.get("seen_on") and not data.get("seen_where"):
            self.add_error("seen_where", "Vul in waar u de vermelding zag.")
        return data


class OfProjectFilter(forms.Form):
    """Asks which project the rows of a register are about. What is not in the list shows everything."""

    project = forms.ModelChoiceField(
        Project.objects.none(), required=False, to_field_name="code", empty_label="alle projecten"
    )

    def __init__(
        self, data: Posted = None, *, deal: Deal, rights: Collection[Right], **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Project.objects.visible_to(rights).filter(deal_id=deal.pk)

    def project_key(self) -> int | None:
        """The key of the project that was chosen; None for all of them."""
        chosen = self.cleaned_data.get("project")
        return chosen.pk if chosen else None


class LessonFilter(OfProjectFilter):
    """Asks which lessons to show. What is not in the lists shows everything."""

    oordeel = forms.ChoiceField(
        choices=[("", "alle oordelen"), *Lesson.Verdict.choices], label="Oordeel", required=False
    )
    stand = forms.ChoiceField(choices=[("", "alle standen"), *Lesson.Status.choices], label="Stand", required=False)


class BottleneckFilter(OfProjectFilter):
    """Asks which bottlenecks to show. What is not in the lists shows everything."""

    thema = forms.ModelChoiceField(
        BottleneckTheme.objects.none(), label="Thema", required=False, to_field_name="code", empty_label="alle thema's"
    )
    stand = forms.ChoiceField(choices=[("", "alle standen"), *Bottleneck.State.choices], label="Stand", required=False)

    def __init__(
        self, data: Posted = None, *, deal: Deal, rights: Collection[Right], **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, deal=deal, rights=rights, **kwargs)
        field = self.fields["thema"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = BottleneckTheme.objects.filter(deal=deal)
