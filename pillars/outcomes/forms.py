"""The form of an outcome measurement."""

from datetime import date
from decimal import Decimal
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from pillars.agreed.models import OutcomeIndicator
from pillars.measurements.forms import SureOfValue
from pillars.measurements.plausible import doubt_after
from pillars.outcomes.models import OutcomeMeasurement
from pillars.outcomes.series import outcome_before
from regiodeal.base.forms import Posted, RowFormOptions, VersionField, lines
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.values import Values
from regiodeal.lifecycle.corrections import ReasonNeededError

YEARS_BEFORE = 10  # series begin well before the deal, to show what was already going on


class OutcomeMeasurementForm(SureOfValue, forms.ModelForm):  # type: ignore[type-arg]
    """One figure as a source published it. A draft may be without its source; who submits names it."""

    year = forms.TypedChoiceField(coerce=int, label="Jaar")
    value = DutchNumberField(label="Waarde", min_value=0, max_digits=14, decimal_places=2)
    version = VersionField()

    class Meta:
        model = OutcomeMeasurement
        fields = OutcomeMeasurement.content_fields
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        labels = {"area": "Waar"}  # of a statistic: no area of the deal
        help_texts = {
            "table": "Waar is dit na te kijken?",
            "is_baseline": "Met dit cijfer vergelijken de Partijen.",
            "note": "Bijvoorbeeld: voorlopig cijfer, of een andere telling dan vorig jaar.",
        }

    def __init__(
        self, data: Posted = None, *, indicator: OutcomeIndicator, today: date, **kwargs: Unpack[RowFormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.indicator = indicator
        self.fields["value"].label = f"Waarde ({indicator.unit})"
        self._shape_year(today)
        self._shape_choices()
        self.fields["source"].required = data is None or "submit" in data  # a draft may be without
        if data and self.add_prefix("reason") in data:
            self._add_reason()
        self.ask_again()

    def _add_reason(self) -> None:
        self.fields["reason"] = forms.CharField(
            label="Wat klopte er niet aan het goedgekeurde cijfer?", widget=lines(3), required=False
        )

    def ask_reason(self, needed: ReasonNeededError) -> None:
        """Ask what was wrong with the figure that counts now: this one would replace it."""
        if "reason" not in self.fields:
            self._add_reason()
        self.add_error("reason", str(needed))

    @property
    def given_reason(self) -> str:
        """Return why a figure that counts is replaced; empty where nothing was asked."""
        return str(self.cleaned_data.get("reason") or "")

    def _shape_year(self, today: date) -> None:
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        first = self.indicator.deal.in_force_on.year - YEARS_BEFORE
        field.choices = [(year, str(year)) for year in range(today.year, first - 1, -1)]
        if not self.instance.year:
            self.initial["year"] = today.year - 1  # sources publish about a year that is over

    def _shape_choices(self) -> None:
        deal = self.indicator.deal
        for name, nothing in (("area", f"heel {deal.region_name}"), ("source", "Kies een bron")):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            assert field.queryset is not None
            field.queryset = field.queryset.filter(deal=deal)
            field.empty_label = nothing

    def clean_value(self) -> Decimal:
        """A share of people is at most all of them."""
        value: Decimal = self.cleaned_data["value"]
        if self.indicator.unit.startswith("%") and value > 100:
            raise ValidationError("Een percentage is hoogstens 100.")
        return value

    def doubts(self, besides: int | None = None) -> bool:
        """Ask once whether a value is right that is far from the one before it, without the figure `besides`."""
        given = self.cleaned_data
        last = outcome_before(self.indicator, given.get("area"), year=given["year"], besides=besides)
        return self.is_doubted(doubt_after(given["value"], last.value if last else None))

    def values(self) -> Values:
        """The content of the figure from a valid form."""
        return {name: self.cleaned_data[name] for name in OutcomeMeasurement.content_fields}
