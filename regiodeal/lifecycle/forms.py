"""Forms of registers and of returning an entry."""

from typing import Any, Unpack

from django import forms
from django.db.models import Model

from regiodeal.base.forms import Posted, RowFormOptions, VersionField
from regiodeal.base.refusals import NO_REASON_TO_RETURN
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.register import RegisterRow


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a register, with the version that was read. Choices are cut to the deal."""

    version = VersionField()

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        self.fields["version"].initial = self.instance.version if self.instance.pk else 0
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                _cut_to(deal, field)
            elif isinstance(field, forms.TypedChoiceField):
                choices: Any = field.choices
                field.choices = [(value, label if value else _nothing(field)) for value, label in choices]

    def values(self) -> Values:
        """The content of the row from a valid form."""
        model = self._meta.model
        assert issubclass(model, RegisterRow)
        names = (*model.content_fields, *model.many_fields)
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def _cut_to(deal: Deal, field: "forms.ModelChoiceField[Model]") -> None:
    """Choices of this deal alone, and a word of ours for no choice."""
    assert field.queryset is not None
    if not isinstance(field, forms.ModelMultipleChoiceField):
        field.empty_label = _nothing(field)
    if hasattr(field.queryset.model, "deal"):
        field.queryset = field.queryset.filter(deal=deal)


def _nothing(field: forms.Field) -> str:
    return "Kies" if field.required else "nog niet ingevuld"


class ReturnForm(forms.Form):
    """A reviewer's reason for returning an entry."""

    reason = forms.CharField(
        label="Reden van terugsturen",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NO_REASON_TO_RETURN},
    )
