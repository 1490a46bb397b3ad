"""The fields of a form that say for whom a record is (art. 11)."""

from typing import Any

from django import forms

from regiodeal.covenant.models import Deal, Party
from regiodeal.covenant.models.openness import Openness


class OpennessForm(forms.Form):
    """For whom a record is; confidential says why and for whom, and without it neither is kept."""

    openness = forms.ChoiceField(choices=Openness.choices, label="Voor wie", initial=Openness.PUBLIC)
    requester = forms.ModelChoiceField(
        Party.objects.none(),
        label="Op verzoek van",
        required=False,
        empty_label="niemand",
        help_text="Alleen bij vertrouwelijk.",
    )
    ground = forms.CharField(
        label="Grond van vertrouwelijkheid",
        required=False,
        max_length=300,
        help_text="Alleen bij vertrouwelijk (art. 11). Bijvoorbeeld: bedrijfsgegevens.",
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deal = deal
        requester = self.fields["requester"]
        assert isinstance(requester, forms.ModelChoiceField)
        requester.queryset = Party.objects.filter(deal=deal)

    def clean(self) -> dict[str, Any]:
        """Confidential says why and for whom; without it, neither is kept."""
        data = super().clean() or {}
        if data.get("openness") == Openness.CONFIDENTIAL:
            if not data.get("ground"):
                self.add_error("ground", "Schrijf op waarom dit vertrouwelijk is.")
            if not data.get("requester"):
                self.add_error("requester", "Kies de Partij die erom vroeg.")
            return data
        return data | {"ground": "", "requester": None}

    def openness_values(self) -> dict[str, Any]:
        """For whom the record is, from a valid form."""
        return {name: self.cleaned_data[name] for name in ("openness", "ground", "requester")}
