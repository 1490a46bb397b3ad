"""Forms of obligations and reminders."""

from datetime import date
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.base.dates import NO_DATE, NOT_YET
from regiodeal.base.forms import DayField, FormOptions, Posted


class FulfilmentForm(forms.Form):
    """Asks when and how an obligation was met."""

    done_on = DayField(
        label="Gedaan op",
        error_messages={"invalid": NO_DATE},
    )
    evidence = forms.CharField(
        label="Waaruit blijkt dat?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld: brief van 12 juni 2026 met kenmerk, of het verslag van het overleg.",
        error_messages={"required": "Schrijf op waaruit blijkt dat dit is gedaan."},
    )

    def __init__(self, data: Posted = None, *, signed_on: date, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.signed_on = signed_on
        self.today = today
        self.fields["done_on"].initial = today

    def clean_done_on(self) -> date:
        """A day between the signing of the deal and today."""
        done_on: date = self.cleaned_data["done_on"]
        if done_on > self.today:
            raise ValidationError(NOT_YET)
        if done_on < self.signed_on:
            raise ValidationError("Op deze dag was de deal nog niet ondertekend. Kies een latere dag.")
        return done_on
