"""The form of the what-if panel."""

from typing import Any

from django import forms

from finance.fields import CENT
from finance.figures import Position
from finance.forms.fields import EuroField, LineField
from finance.models import BudgetLine
from regiodeal.covenant.dutch import euro


class WhatIfForm(forms.Form):
    """A reallocation to try: from a line, to a line, an amount. Sent by GET: nothing is stored."""

    van = LineField(BudgetLine.objects.none(), label="Van", to_field_name="code", empty_label="Kies")
    naar = LineField(BudgetLine.objects.none(), label="Naar", to_field_name="code", empty_label="Kies")
    bedrag = EuroField(label="Bedrag", min_value=CENT)

    def __init__(self, *args: Any, money: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.money = money
        lines = [row.line.pk for row in money.lines if row.line]
        for name in ("van", "naar"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = BudgetLine.objects.filter(pk__in=lines).select_related("pillar")

    def clean(self) -> dict[str, Any]:
        """Between two lines of the same source, and no more than there is."""
        data = super().clean() or {}
        source, target, amount = data.get("van"), data.get("naar"), data.get("bedrag")
        if source is None or target is None:
            return data
        if source.pk == target.pk:
            self.add_error("naar", "Kies een andere regel dan waar het geld vandaan komt.")
        elif source.source != target.source:
            self.add_error("naar", "Geld van het Rijk en geld van de regio blijven gescheiden. Kies een andere regel.")
        agreed = self.money.of_line(source.code).amounts.agreed
        if amount is not None and amount > agreed:
            self.add_error("bedrag", f"Op deze regel staat {euro(agreed)}.")
        return data
