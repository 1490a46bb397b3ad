"""Forms of an explanation, and of the decision that closes it."""

from typing import Unpack

from django import forms

from pillars.status.status import Status
from regiodeal.base.forms import DayField, FormOptions, Posted, VersionField
from regiodeal.base.numbers import DutchNumberField


class ExplanationForm(forms.Form):
    """Asks why a target is off course, what is expected at the end, and what one proposes. A draft may be half."""

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
    version = VersionField()

    def __init__(self, data: Posted = None, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        if data is not None and "submit" not in data:
            self.fields["text"].required = False


class DeviationDecisionForm(forms.Form):
    """Asks what the overleg decided about a deviation."""

    decision = forms.CharField(
        label="Besluit",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat er is besloten."},
    )
    closed_on = DayField(label="Besloten op")
