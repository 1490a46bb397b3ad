"""The form that asks for a report."""

from datetime import date
from typing import Any

from django import forms

from regiodeal.covenant.models import Deal
from reporting.models import AnnualReport


class ReportForm(forms.Form):
    """Which year, and for whom: a concept or the final report."""

    year = forms.TypedChoiceField(coerce=int, label="Jaar")
    stage = forms.ChoiceField(choices=AnnualReport.Stage.choices, label="Stadium")

    def __init__(self, *args: Any, deal: Deal, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(min(today.year, deal.ends_on.year + 1), deal.in_force_on.year, -1)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years]
