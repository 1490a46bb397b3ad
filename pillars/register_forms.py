"""Forms of the registers: what the bureau keeps up to date itself."""

from typing import Any

from django import forms

from pillars.forms import DATE_WIDGET
from pillars.items import group_choices
from pillars.models import IndicatorItem, ItemSet, NamedItem
from pillars.models.register import RegisterRow
from regiodeal.covenant.models import Deal, Neighbourhood

LARGEST_VERSION = 2**31 - 1  # what the database can hold


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a register, with the version that was read. Choices are cut to the deal."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST_VERSION)

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deal = deal
        self.fields["version"].initial = self.instance.version
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                _cut_to(deal, field)
            elif isinstance(field, forms.TypedChoiceField):
                choices: Any = field.choices
                field.choices = [(value, label if value else _nothing(field)) for value, label in choices]

    def values(self) -> dict[str, Any]:
        """The content of the row from a valid form."""
        model = self._meta.model
        assert issubclass(model, RegisterRow)
        names = (*model.content_fields, *model.many_fields)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _cut_to(deal: Deal, field: "forms.ModelChoiceField[Any]") -> None:
    """Choices of this deal alone, and a word of ours for no choice."""
    assert field.queryset is not None
    field.empty_label = _nothing(field)
    if hasattr(field.queryset.model, "deal"):
        field.queryset = field.queryset.filter(deal=deal)


def _nothing(field: forms.Field) -> str:
    return "Kies" if field.required else "nog niet ingevuld"


class NamedItemForm(RegisterForm):
    """Name, neighbourhood, dates and group of a named thing."""

    class Meta:
        model = NamedItem
        fields = NamedItem.content_fields
        widgets = {
            "opened_on": DATE_WIDGET,
            "closed_on": DATE_WIDGET,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "group": "Een plek staat in één groep. Zo telt zij in geen enkel totaal twee keer.",
            "note": "Noem geen namen van mensen: deze tekst kan openbaar worden.",
        }

    def __init__(self, *args: Any, item_set: ItemSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self._shape_group(item_set)

    def _shape_group(self, item_set: ItemSet) -> None:
        groups = [group.pk for group in group_choices(item_set)]
        if not groups:
            del self.fields["group"]
            return
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = IndicatorItem.objects.filter(pk__in=groups).order_by("indicator__position", "position")
        field.empty_label = "nog nergens"

    def clean(self) -> dict[str, Any]:
        """A place closes after it opens."""
        data = super().clean() or {}
        opened, closed = data.get("opened_on"), data.get("closed_on")
        if opened and closed and closed < opened:
            self.add_error("closed_on", "Een plek sluit niet voordat zij opengaat.")
        return data


class ItemFilter(forms.Form):
    """Which part of the register to show. What is not in the lists shows everything."""

    lijst = forms.ModelChoiceField(
        ItemSet.objects.none(), label="Lijst", required=False, to_field_name="code", empty_label="alle lijsten"
    )
    wijk = forms.ModelChoiceField(
        Neighbourhood.objects.none(), label="Wijk", required=False, to_field_name="code", empty_label="alle wijken"
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("lijst", ItemSet), ("wijk", Neighbourhood)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = model._default_manager.filter(deal=deal)

    def chosen(self, name: str) -> Any:
        """What was chosen, or None."""
        self.is_valid()
        return self.cleaned_data.get(name)
