"""The filters of the ledger, from the address. What is not known is left out, and never a fault of the page."""

from typing import Unpack

from django import forms

from finance.budget.models import BudgetLine, Source
from pillars.agreed.models import Measure
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State

NONE = "geen"
UNDIVIDED = "onverdeeld"


class LedgerFilter(forms.Form):
    """Asks which bookings to show."""

    regel = forms.ChoiceField(label="Regel", required=False)
    bron = forms.ChoiceField(label="Bron", required=False)
    maatregel = forms.ChoiceField(label="Maatregel", required=False)
    jaar = forms.IntegerField(label="Boekjaar", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *State.choices])
    tekst = forms.CharField(label="Tekst", required=False, max_length=100)
    toets = forms.ChoiceField(
        label="Toets",
        required=False,
        choices=[("", "alle"), ("buiten-looptijd", "buiten de looptijd"), ("boekjaar", "boekjaar past niet")],
    )

    def __init__(
        self,
        data: Posted = None,
        *,
        deal: Deal,
        has_measures: bool,
        sees_unapproved: bool,
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **kwargs)
        lines = [
            (line.code, line.label) for line in BudgetLine.objects.filter(deal=deal).select_related("pillar", "source")
        ]
        self._choose("bron", [(row.code, row.name) for row in Source.objects.filter(deal=deal)])
        self._choose("regel", lines if has_measures else [*lines, (UNDIVIDED, "nog niet verdeeld")])
        measures = [(row.code, str(row)[:60]) for row in Measure.objects.filter(deal=deal)]
        self._choose("maatregel", [(NONE, "zonder maatregel"), *measures])
        if not has_measures:
            del self.fields["maatregel"]
            del self.fields["toets"]
        if not sees_unapproved:
            del self.fields["stand"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "alle"), *choices]

    @property
    def asked(self) -> Values:
        """Return what was asked for and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in {None, ""}}
