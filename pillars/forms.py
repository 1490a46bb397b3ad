"""Forms for entering progress: the shape of the input, and a clear message at the field for what cannot be used."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from pillars.models import Indicator, IndicatorItem, Measurement, ProgressEntry
from pillars.rules import SCALE_WORDS
from pillars.status import Status
from regiodeal.covenant.dutch import day
from regiodeal.covenant.forms import DayField, RowsField
from regiodeal.covenant.models import Deal, Decision
from regiodeal.covenant.numbers import DutchNumberField
from regiodeal.covenant.obligations.due import first_full_year, judged_year


def first_measured_day(deal: Deal) -> date:
    """The first day that a figure may be about: ten years before the deal, for what it is compared with.

    Older than that is a slip of the keyboard: 12-3-25 that was read as the year 25.
    """
    return date(deal.in_force_on.year - 10, 1, 1)


class MeasurementForm(forms.Form):
    """One figure of one indicator. Asks only what the indicator needs: year or date, item, number or step."""

    item = forms.ModelChoiceField(IndicatorItem.objects.none(), label="Onderdeel", empty_label="Kies een onderdeel")
    year = forms.TypedChoiceField(coerce=int, label="Jaar")
    value = DutchNumberField(label="Aantal", min_value=0, max_digits=14, decimal_places=2)
    measured_on = DayField(label="Peildatum", help_text="Op welke dag was dit zo?")
    source = forms.CharField(
        label="Bron",
        max_length=300,
        help_text="Waar komt dit cijfer vandaan? Bijvoorbeeld: registratie wijkbedrijf, mei 2026.",
    )
    note = forms.CharField(
        label="Toelichting",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tel mensen, noem geen namen: deze tekst kan openbaar worden.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, deal: Deal, indicator: Indicator, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deal = deal
        self.indicator = indicator
        self.today = today
        self._shape_item()
        self._shape_period()
        self._shape_value()

    def _shape_item(self) -> None:
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.indicator.breakdown == Indicator.Breakdown.NONE:
            del self.fields["item"]
            return
        field.queryset = self.indicator.items.all()
        field.label = "Wijk" if self.indicator.breakdown == Indicator.Breakdown.NEIGHBOURHOOD else "Onderdeel"

    def _shape_period(self) -> None:
        if not self.indicator.is_yearly:
            del self.fields["year"]
            self.fields["measured_on"].initial = self.today
            return
        del self.fields["measured_on"]
        first = min(first_full_year(self.deal), *self._baseline_years(), self.today.year)
        years = range(min(self.today.year, self.deal.ends_on.year), first - 1, -1)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years]
        field.initial = judged_year(self.deal, self.today)  # the year that the round is about

    def _baseline_years(self) -> list[int]:
        years = self.indicator.targets.filter(baseline_year__isnull=False).values_list("baseline_year", flat=True)
        return [year for year in years if year is not None] or [self.today.year]

    def _shape_value(self) -> None:
        match self.indicator.value_kind:
            case Indicator.ValueKind.SCALE:
                choices = [(step, f"{step}: {word}") for step, word in enumerate(SCALE_WORDS)]
                self.fields["value"] = forms.TypedChoiceField(coerce=Decimal, choices=choices, label="Oordeel")
                self.fields["note"].required = True
                self.fields["note"].label = "Onderbouwing"
            case Indicator.ValueKind.MILESTONE:
                choices = [(1, "Ja, dit is gereed"), (0, "Nee, nog in voorbereiding")]
                self.fields["value"] = forms.TypedChoiceField(coerce=Decimal, choices=choices, label="Is dit gereed?")
            case _:
                self.fields["value"].label = f"Aantal {self.indicator.unit}"

    def clean_measured_on(self) -> date:
        """A figure is about the past: the form says so instead of letting it wait until its day comes."""
        measured_on: date = self.cleaned_data["measured_on"]
        if measured_on > self.today:
            raise ValidationError("Deze dag is nog niet geweest. Kies vandaag of een eerdere dag.")
        if measured_on < first_measured_day(self.deal):
            first = day(first_measured_day(self.deal))
            raise ValidationError(f"Deze dag is te lang geleden. Kies {first} of een latere dag.")
        return measured_on

    def clean(self) -> dict[str, Any]:
        """A year figure is known at the end of its year, or today when the year still runs."""
        data = super().clean() or {}
        if self.indicator.is_yearly and data.get("year"):
            data["measured_on"] = min(date(data["year"], 12, 31), self.today)
        return data

    def values(self) -> dict[str, Any]:
        """The content of a measurement from a valid form."""
        return {name: self.cleaned_data[name] for name in Measurement.content_fields if name in self.cleaned_data}


class CorrectionForm(MeasurementForm):
    """A correction of an approved figure: the right figure, and what was wrong with the old one."""

    reason = forms.CharField(
        label="Wat klopte er niet?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Geef een reden: een correctie vertelt wat er niet klopte."},
    )


class ProgressEntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """The story of a measure in a year: art. 8 lid 2 a, b and c."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ProgressEntry
        fields = ProgressEntry.content_fields
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in ("done", "outlook")} | {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("reason", "learned", "risks")
        }
        help_texts = {
            "done": "Voortgang van de initiatieven en projecten (art. 8 lid 2 a). Noem geen namen van bewoners.",
            "schedule": "Ligt de maatregel op schema (art. 8 lid 2 b)?",
            "reason": "Verplicht als de maatregel niet op schema ligt.",
            "outlook": "Wat gebeurt er het komende jaar (art. 8 lid 2 c)?",
            "learned": "Wat werkt wel, wat niet, en waarom?",
            "risks": "Wat kan er misgaan, en wat doet u eraan?",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schedule = self.fields["schedule"]
        assert isinstance(schedule, forms.ChoiceField)
        schedule.choices = [("", "Kies"), *ProgressEntry.Schedule.choices]

    def clean(self) -> dict[str, Any]:
        """Off schedule asks for a reason: nothing red without a reason under it."""
        data = super().clean() or {}
        if data.get("schedule") not in {None, "", ProgressEntry.Schedule.ON_SCHEDULE} and not data.get("reason"):
            self.add_error("reason", "Leg uit waarom de maatregel niet op schema ligt.")
        return data


class DecisionsForm(forms.Form):
    """The decisions of the overleg that a story goes with, out of those that its author may see."""

    decisions = RowsField(
        Decision.objects.none(),
        label="Besluiten die hierbij horen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, visible: QuerySet[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decisions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = visible


class ExplanationForm(forms.Form):
    """Why a target is off course, what is expected at the end, and what one proposes."""

    text = forms.CharField(
        label="Wat is er aan de hand?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Leg uit waarom dit achterblijft. Noem geen namen van bewoners.",
    )
    expected_value = DutchNumberField(
        label="Verwachte eindwaarde",
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text="Welk getal verwacht u op de laatste dag?",
    )
    proposal = forms.CharField(label="Wat stelt u voor?", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    own_status = forms.ChoiceField(
        label="Uw eigen oordeel",
        required=False,
        choices=[("", "gelijk aan de regel"), *Status.choices],
        help_text="Alleen als u anders oordeelt dan de regel. Beide blijven te zien.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DecisionForm(forms.Form):
    """What the overleg decided about a deviation."""

    decision = forms.CharField(
        label="Besluit",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat er is besloten."},
    )
    closed_on = DayField(label="Besloten op")


class ReturnForm(forms.Form):
    """A reviewer's reason for returning an entry."""

    reason = forms.CharField(
        label="Reden van terugsturen",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Geef een reden: de indiener moet weten wat er beter kan."},
    )
