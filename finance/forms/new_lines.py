"""The form of a new budget line."""

from typing import Any

from django import forms

from finance.fields import CENT
from finance.forms.fields import EuroField
from finance.models import BudgetLine, Kind, Source
from pillars.models import Pillar
from regiodeal.covenant.models import Deal

ARTICLE = "5 lid 2"


class NewLineForm(forms.Form):
    """For which pillar the money is, whose it is, how much, and how hard that was agreed.

    Execution costs have one line, which the cap of art. 5 lid 2 is about: a second one would escape it.
    """

    pillar = forms.ChoiceField(label="Voor welke pijler")
    source = forms.ChoiceField(label="Wiens geld", choices=Source.choices)
    kind = forms.ChoiceField(label="Hoe vast", choices=Kind.choices)
    amount = EuroField(label="Bedrag incl. btw", min_value=CENT)

    def __init__(self, *args: Any, deal: Deal, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        field = self.fields["pillar"]
        assert isinstance(field, forms.ChoiceField)
        pillars = [(row.code, f"Pijler {row.code}: {row.name}") for row in Pillar.objects.filter(deal=deal)]
        field.choices = [("", "Kies"), *pillars]

    @property
    def base(self) -> str:
        """What its code begins with: A-rijk, B-regio."""
        whose = {Source.NATIONAL: "rijk", Source.REGIONAL: "regio"}
        return f"{self.cleaned_data['pillar']}-{whose[Source(self.cleaned_data['source'])]}"

    def content(self, code: str) -> dict[str, Any]:
        """The line as the deal file writes it, from a valid form."""
        data = self.cleaned_data
        return {
            "code": code,
            "article": ARTICLE,
            "pillar": data["pillar"],
            "purpose": BudgetLine.Purpose.PILLAR,
            "source": data["source"],
            "kind": data["kind"],
            "amount": f"{data['amount']:.2f}",
            "is_rounded": False,
            "source_cell": f"addendum bij wijziging {self.number}",
        }
