"""The form in which a person chooses how notices come by mail."""

from collections.abc import Mapping

from django import forms

from regiodeal.notices.models import Delivery, ReminderKind


class ReminderForm(forms.Form):
    """Asks for each kind whether it is mailed at once, once a day, or not."""

    def __init__(self, data: Mapping[str, object] | None = None, **options: object) -> None:
        """One field a kind, by its name."""
        super().__init__(data, **options)  # type: ignore[arg-type]
        for kind, label in ReminderKind.choices:
            self.fields[kind] = forms.ChoiceField(label=label[:1].upper() + label[1:], choices=Delivery.choices)
