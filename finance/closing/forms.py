"""Forms of closing a period, and of drawing a sample."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Unpack

from django import forms

from finance.base.forms import EuroField
from finance.closing.models import period_name
from finance.closing.periods import period_of
from regiodeal.base.dutch import capital, day
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import Deal

MOST_SAMPLED = 500


class ProposeClosingForm(forms.Form):
    """Asks which period to close: a month, quarter or year of the deal that is over."""

    period = forms.ChoiceField(label="Periode")

    def __init__(self, data: Posted = None, *, deal: Deal, on: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Kies"), *_periods(deal, on)]
        if deal.in_force_on <= on <= deal.ends_on:
            first, last = period_of(f"{on:%Y-%m}")
            month = capital(period_name(first, last))
            field.help_text = f"Een periode die voorbij is. {month} kan vanaf {day(last + timedelta(days=1))}."


def _periods(deal: Deal, on: date) -> Iterator[tuple[str, str]]:
    for year in range(min(deal.ends_on.year, on.year), deal.in_force_on.year - 1, -1):
        parts = [str(year), *(f"{year}-K{place}" for place in range(4, 0, -1))]
        parts += [f"{year}-{month:02}" for month in range(12, 0, -1)]
        for text in parts:
            first, last = period_of(text)
            if last < on and last >= deal.in_force_on:
                yield text, period_name(first, last)


class SampleForm(forms.Form):
    """Asks how a sample is drawn."""

    year = forms.TypedChoiceField(label="Boekjaar", coerce=int)
    threshold = EuroField(label="Alle bestedingen vanaf", help_text="In euro. Wat zo groot is, wordt altijd bekeken.")
    size = forms.IntegerField(label="Aantal van de andere", min_value=0, max_value=MOST_SAMPLED, initial=25)
    seed = forms.CharField(
        label="Startgetal",
        max_length=40,
        help_text="Van de accountant, bijvoorbeeld zes cijfers. Met hetzelfde getal komt dezelfde trekking terug.",
    )

    def __init__(self, data: Posted = None, *, years: list[int], **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years]
        self.fields["threshold"].initial = Decimal(50_000)
