"""Forms of the register of named things."""

from datetime import date
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from pillars.agreed.models import IndicatorItem, ItemSet, NamedItem
from pillars.places.places import group_choices
from regiodeal.base.forms import NO_NAMES_OF_ANYBODY, AnyDayField, FormOptions, Posted, RowFormOptions
from regiodeal.base.outlines import location_text, read_location
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, Neighbourhood
from regiodeal.deals.words import deal_text
from regiodeal.lifecycle.forms import RegisterForm
from regiodeal.sheets.form_rules import plain

YEARS = range(1500, 2200)  # that a place can open or close in; there are schools older than the railways


class NamedItemForm(RegisterForm):
    """Name, neighbourhood, dates and group of a named thing."""

    class Meta:
        model = NamedItem
        fields = NamedItem.content_fields
        field_classes = {"opened_on": AnyDayField, "closed_on": AnyDayField}
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "group": "Een plek staat in één groep. Zo telt zij in geen enkel totaal twee keer.",
            "location": "Breedtegraad, lengtegraad: 52.0512, 4.2710. De plek staat dan op de kaart, voor iedereen.",
            "note": NO_NAMES_OF_ANYBODY,
        }

    def __init__(self, data: Posted = None, *, deal: Deal, item_set: ItemSet, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["name"].required = True
        self.item_set = item_set
        self._shape_group(item_set)
        if data and "another" in data:
            self._ask_whether_another()

    def _ask_whether_another(self) -> None:
        self.fields["another"] = forms.BooleanField(required=False, label="Ja, dit is een andere met dezelfde naam")

    def is_doubled(self) -> bool:
        """Ask once whether something with a name that is there already is really another one."""
        name = plain(self.cleaned_data["name"])
        there = next((row for row in NamedItem.objects.filter(item_set=self.item_set) if plain(str(row)) == name), None)
        if there is None or self.cleaned_data.get("another"):
            return False
        self._ask_whether_another()
        self.add_error("another", f"'{there}' staat al in deze lijst. Is dit een andere? Zet dan een vinkje.")
        return True

    def _shape_group(self, item_set: ItemSet) -> None:
        groups = [group.pk for group in group_choices(item_set)]
        if not groups:
            del self.fields["group"]
            return
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = IndicatorItem.objects.filter(pk__in=groups).order_by("indicator__position", "position")
        field.empty_label = "nog nergens"

    def clean_location(self) -> str:
        """A point as it is kept: breadth and length with five decimals, about a metre."""
        typed = str(self.cleaned_data["location"])
        return location_text(read_location(typed)) if typed.strip() else ""

    def clean_opened_on(self) -> date | None:
        """A year that a building can have."""
        return _of_our_time(self.cleaned_data["opened_on"])

    def clean_closed_on(self) -> date | None:
        """A year that a building can have."""
        return _of_our_time(self.cleaned_data["closed_on"])

    def clean(self) -> Values:
        """A place closes after it opens."""
        data = super().clean() or {}
        opened, closed = data.get("opened_on"), data.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", "Een plek sluit niet voordat zij opengaat.")
        return data


def _of_our_time(day: date | None) -> date | None:
    """Refuse a slip of the keyboard: 12-3-25 that was read as the year 25."""
    if day is not None and day.year not in YEARS:
        raise ValidationError(f"Het jaar {day.year} kan niet kloppen. Schrijf het jaar met vier cijfers.")
    return day


class ItemFilter(forms.Form):
    """Asks which part of the register to show. What is not in the lists shows everything."""

    lijst = forms.ModelChoiceField(
        ItemSet.objects.none(), label="Lijst", required=False, to_field_name="code", empty_label="alle lijsten"
    )
    wijk = forms.ModelChoiceField(
        Neighbourhood.objects.none(),
        label=deal_text("{Area}"),
        required=False,
        to_field_name="code",
        empty_label=deal_text("alle {areas}"),
    )

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        for name, model in (("lijst", ItemSet), ("wijk", Neighbourhood)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = model._default_manager.filter(deal=deal)

    def chosen(self, name: str) -> Model | None:
        """Return what was chosen, or None."""
        self.is_valid()
        found: Model | None = self.cleaned_data.get(name)
        return found
