"""The form that records a deviation from a cap."""

from decimal import Decimal
from typing import Unpack

from django import forms
from django.db.models import Model

from finance.base.forms import EuroField, PercentField
from finance.caps.models import Cap, CapDeviation
from regiodeal.base.forms import FormOptions, PastDateField, Posted
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.deals.words import deal_text


class CapField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A cap, by its title."""

    def label_from_instance(self, obj: Model) -> str:
        """Name a row by its title."""
        assert isinstance(obj, Cap)
        return obj.title


class DeviationForm(forms.Form):
    """Asks what was decided, by whom, why, and what the cap is then: a share or an amount."""

    cap = CapField(Cap.objects.none(), label="Van welke grens", empty_label=None)
    decided_on = PastDateField(label="Besloten op")
    decider = forms.CharField(
        label="Wie besloot", max_length=200, help_text="Het convenant zegt niet wie dat mag. Leg het daarom vast."
    )
    decision = forms.CharField(label="Besluit", widget=forms.Textarea(attrs={"rows": 3}))
    reason = forms.CharField(
        label="Welke omstandigheden",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=deal_text("Waarom een andere grens nodig was{art_cap}."),
    )
    reference = forms.CharField(label="Waar staat het besluit", max_length=200)
    share = PercentField(
        label="Nieuw percentage",
        required=False,
        help_text="Van dezelfde grondslag als de grens. Of vul hieronder een bedrag in.",
    )
    amount = EuroField(label="Of een vast bedrag", required=False)

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        cap = self.fields["cap"]
        assert isinstance(cap, forms.ModelChoiceField)
        cap.queryset = Cap.objects.filter(deal=deal)

    def clean(self) -> Values:
        """Ask either a share or an amount."""
        data = super().clean() or {}
        if not self.errors and (data.get("share") is None) == (data.get("amount") is None):
            self.add_error("share", "Vul een percentage in of een bedrag, en niet allebei.")
        return data

    def values(self) -> Values:
        """The content of a deviation from a valid form."""
        share: Decimal | None = self.cleaned_data["share"]
        content = {name: self.cleaned_data[name] for name in CapDeviation.content_fields if name in self.cleaned_data}
        return content | {"rate": None if share is None else share / 100}
