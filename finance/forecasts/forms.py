"""The form of a controller's forecast of a line in a year."""

from typing import Unpack

from django import forms
from django.utils import timezone

from finance.base.forms import EuroField
from finance.budget.forms import LineField, lines_of
from finance.budget.models import BudgetLine
from finance.forecasts.models import ControllerForecast
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal


class ControllerForecastForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks what will have been spent on a line in a year, and why the controller expects that."""

    line = LineField(BudgetLine.objects.none(), label="Begrotingsregel", empty_label="Kies")
    year = forms.TypedChoiceField(label="Boekjaar", coerce=int)
    amount = EuroField(
        label="Wordt besteed in dit jaar", help_text="Het hele jaar: met wat er al is besteed. In euro, inclusief btw."
    )

    class Meta:
        model = ControllerForecast
        fields = ControllerForecast.content_fields
        help_texts = {
            "ground": "Wat weet u dat de berekening niet weet? Bijvoorbeeld: de aanbesteding is een half jaar later.",
            "is_off": "Vink aan als uw prognose vervalt. Zij blijft in de historie staan.",
        }

    def __init__(
        self,
        data: Posted = None,
        *,
        deal: Deal,
        instance: ControllerForecast | None = None,
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, instance=instance or ControllerForecast(deal=deal), **kwargs)
        line, year = self.fields["line"], self.fields["year"]
        assert isinstance(line, forms.ModelChoiceField)
        assert isinstance(year, forms.TypedChoiceField)
        line.queryset = lines_of(deal)
        first = max(timezone.localdate().year, deal.in_force_on.year)
        years = {*range(first, deal.ends_on.year + 1), *([instance.year] if instance else [])}
        year.choices = [(each, str(each)) for each in sorted(years)]

    def values(self) -> Values:
        """The content of a forecast from a valid form."""
        return {name: self.cleaned_data[name] for name in ControllerForecast.content_fields}
