"""The filters of the ledger, from the address. What is not known is left out, and never a fault of the page."""

from collections.abc import Collection, Sequence
from typing import Unpack

from django import forms

from finance.base.forms import EuroField
from finance.budget.forms import project_choices
from finance.budget.models import BudgetLine, Source
from pillars.agreed.models import Measure
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.base.forms import DayField, FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.review import State

NONE = "geen"
UNDIVIDED = "onverdeeld"


CHECKS = {"buiten-looptijd": "buiten de looptijd", "boekjaar": "boekjaar past niet"}
# What is looked for in what was spent, and is not asked of what was promised.
CHECKS_OF_SPENDING = {
    "zonder-bewijs": "zonder bewijsstuk",
    "dubbel": "zelfde naam, dag en bedrag",
    "uitschieter": "veel meer dan gewoon",
    "pijler": deal_text("maatregel van een andere {pillar}"),
}


class LedgerFilter(forms.Form):
    """Asks which bookings to show."""

    regel = forms.ChoiceField(label="Regel", required=False)
    bron = forms.ChoiceField(label="Bron", required=False)
    maatregel = forms.ChoiceField(label="Maatregel", required=False)
    project = forms.ChoiceField(label="Project", required=False)
    jaar = forms.IntegerField(label="Boekjaar", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *State.choices])
    tekst = forms.CharField(label="Tekst", required=False, max_length=100)
    toets = forms.ChoiceField(label="Toets", required=False)
    van_wie = forms.ChoiceField(label="Van wie", required=False)
    vanaf = DayField(label="Vanaf", required=False)
    tot_en_met = DayField(label="Tot en met", required=False)
    minstens = EuroField(label="Bedrag minstens", required=False)
    hoogstens = EuroField(label="Bedrag hoogstens", required=False)

    def __init__(
        self,
        data: Posted = None,
        *,
        deal: Deal,
        kind: str,
        rights: Collection[Right],
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **kwargs)
        has_measures = kind != "ontvangsten"
        lines = [
            (line.code, line.label) for line in BudgetLine.objects.filter(deal=deal).select_related("pillar", "source")
        ]
        self._choose("bron", [(row.code, row.name) for row in Source.objects.filter(deal=deal)])
        self._choose("regel", lines if has_measures else [*lines, (UNDIVIDED, "nog niet verdeeld")])
        measures = [(row.code, str(row)[:60]) for row in Measure.objects.filter(deal=deal)]
        self._choose("maatregel", [(NONE, "zonder maatregel"), *measures])
        if has_measures:
            self._choose("project", project_choices(deal, rights)[1:])
            more = CHECKS_OF_SPENDING if kind == "bestedingen" else {}
            self._choose("toets", [*CHECKS.items(), *more.items()])
        else:
            del self.fields["project"]
            del self.fields["maatregel"]
            del self.fields["toets"]
        if has_measures:
            del self.fields["van_wie"]
        else:
            self._choose("van_wie", [(row.code, row.who) for row in Source.objects.filter(deal=deal)])
        if Right.SEE_UNAPPROVED not in rights:
            del self.fields["stand"]

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "alle"), *choices]

    @property
    def asked(self) -> Values:
        """Return what was asked for and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in {None, ""}}
