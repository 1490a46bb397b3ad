"""The form that divides a receipt over the lines."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from finance.forms.fields import EuroField, PastDateField, lines_of
from finance.models import BudgetLine, Source
from finance.sums import ZERO
from regiodeal.covenant.dutch import euro
from regiodeal.covenant.models import Deal


class DivideForm(forms.Form):
    """An amount for each national line; together the whole.

    It proposes none: the table of art. 5 is rounded, and nothing is computed from it.
    """

    booked_on = PastDateField(label="Boekdatum")
    reason = forms.CharField(
        label="Waarop is deze verdeling gegrond?",
        max_length=300,
        error_messages={"required": "Schrijf op waarop de verdeling is gegrond, bijvoorbeeld een besluit."},
    )

    def __init__(self, *args: Any, deal: Deal, whole: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole = whole
        self.lines = list(lines_of(deal, source=Source.NATIONAL))
        self.fields["booked_on"].initial = timezone.localdate()
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = EuroField(label=line.label, required=False)
        self.order_fields([*(f"line-{line.pk}" for line in self.lines), "booked_on", "reason"])

    def parts(self) -> dict[BudgetLine, Decimal]:
        """The amount per line, from a valid form."""
        return {line: self.cleaned_data.get(f"line-{line.pk}") or ZERO for line in self.lines}

    def clean(self) -> dict[str, Any]:
        """Together the whole: not a cent is lost."""
        data = super().clean() or {}
        if not self.errors:
            total = sum((data.get(f"line-{line.pk}") or ZERO for line in self.lines), ZERO)
            if total != self.whole:
                text = f"Samen is dit {euro(total)}. Het moet {euro(self.whole)} zijn: {euro(abs(self.whole - total))} "
                self.add_error(None, text + ("te weinig." if total < self.whole else "te veel."))
        return data
