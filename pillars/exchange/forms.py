"""The forms of the exchange page: choose a file to make."""

from datetime import date
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from pillars.exchange.models import ImportJob
from pillars.measurements.rounds import year_to_write
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.covenant.due_rules.due_rules import years_to_write
from regiodeal.deals.models import Deal
from regiodeal.sheets.reading import SheetKind


class FigureExportForm(forms.Form):
    """Asks what goes in the file, and which kind of file it is."""

    soort = forms.ChoiceField(label="Wat", choices=ImportJob.Kind.choices, initial=ImportJob.Kind.MEASUREMENTS)
    formaat = forms.ChoiceField(label="Soort bestand", choices=SheetKind.choices, initial=SheetKind.XLSX)


class TemplateForm(FigureExportForm):
    """Asks for which year the file is to be filled in; the register of places has no years."""

    jaar = forms.TypedChoiceField(coerce=int, label="Jaar", required=False, empty_value=None)

    field_order = ("soort", "jaar", "formaat")

    def __init__(self, data: Posted = None, *, deal: Deal, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["jaar"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in reversed(years_to_write(deal, on=today))]
        field.initial = year_to_write(deal, on=today)

    def clean(self) -> Values:
        """Ask for the year where the rows are about one."""
        data = super().clean() or {}
        if data.get("soort") == ImportJob.Kind.ITEMS:
            return data | {"jaar": None}
        if data.get("jaar") is None and "jaar" not in self.errors:
            self.add_error("jaar", ValidationError(self.fields["jaar"].error_messages["required"], code="required"))
        return data
