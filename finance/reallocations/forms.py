"""Forms of a new budget line and of the what-if panel."""

from typing import Unpack

from django import forms

from finance.base.forms import EuroField
from finance.base.money_fields import CENT
from finance.budget.forms import LineField
from finance.budget.models import AmountKind, BudgetLine, Source
from finance.position.figures import Position
from pillars.agreed.models import Pillar
from regiodeal.base.dutch import euro
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.deals.words import deal_text, word


class NewLineForm(forms.Form):
    """Asks for which pillar the money is, whose it is, how much, and how hard that was agreed.

    Execution costs have one line, which the cap of art. 5 lid 2 is about: a second one would escape it.
    """

    pillar = forms.ChoiceField(label=deal_text("Voor welke {pillar}"))
    source = forms.ChoiceField(label="Wiens geld")
    kind = forms.ChoiceField(label="Hoe vast", choices=AmountKind.choices)
    amount = EuroField(label="Bedrag incl. btw", min_value=CENT)

    def __init__(self, data: Posted = None, *, deal: Deal, number: int, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.number = number
        field = self.fields["pillar"]
        assert isinstance(field, forms.ChoiceField)
        pillars = [(row.code, f"{word('Pillar')} {row.code}: {row.name}") for row in Pillar.objects.filter(deal=deal)]
        field.choices = [("", "Kies"), *pillars]
        self.sources = {row.code: row for row in Source.objects.filter(deal=deal)}
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [(row.code, row.name) for row in self.sources.values()]

    @property
    def base(self) -> str:
        """Return what its code begins with: that of the line for the same pillar and source, or A-provincies."""
        data = self.cleaned_data
        same = BudgetLine.objects.filter(source=self.sources[data["source"]], pillar__code=data["pillar"]).first()
        return same.code if same else f"{data['pillar']}-{data['source']}"

    def content(self, code: str) -> Values:
        """The line as the deal file writes it, from a valid form."""
        data = self.cleaned_data
        return {
            "code": code,
            "article": self.sources[data["source"]].article,
            "pillar": data["pillar"],
            "purpose": BudgetLine.Purpose.PILLAR,
            "source": data["source"],
            "kind": data["kind"],
            "amount": f"{data['amount']:.2f}",
            "is_rounded": False,
            "source_cell": f"addendum bij wijziging {self.number}",
        }


class WhatIfForm(forms.Form):
    """A reallocation to try: from a line, to a line, an amount. Sent by GET: nothing is stored."""

    van = LineField(BudgetLine.objects.none(), label="Van", to_field_name="code", empty_label="Kies")
    naar = LineField(BudgetLine.objects.none(), label="Naar", to_field_name="code", empty_label="Kies")
    bedrag = EuroField(label="Bedrag", min_value=CENT)

    def __init__(self, data: Posted = None, *, money: Position, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.money = money
        lines = [row.line.pk for row in money.lines if row.line]
        for name in ("van", "naar"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = BudgetLine.objects.filter(pk__in=lines).select_related("pillar", "source")

    def clean(self) -> Values:
        """Between two lines of the same source, and no more than there is."""
        data = super().clean() or {}
        source, target, amount = data.get("van"), data.get("naar"), data.get("bedrag")
        if source is None or target is None:
            return data
        if source.pk == target.pk:
            self.add_error("naar", "Kies een andere regel dan waar het geld vandaan komt.")
        elif source.source_id != target.source_id:
            self.add_error("naar", "Geld van twee bronnen blijft gescheiden. Kies een regel van dezelfde bron.")
        agreed = self.money.of_line(source.code).amounts.agreed
        if amount is not None and amount > agreed:
            self.add_error("bedrag", f"Op deze regel staat {euro(agreed)}.")
        return data
