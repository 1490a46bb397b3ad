"""The form in which a person chooses reminders."""

from django import forms

from regiodeal.notices.models import ReminderKind


class ReminderForm(forms.Form):
    """Asks which reminders somebody wants."""

    kinds = forms.MultipleChoiceField(
        label="Ik wil bericht over",
        choices=ReminderKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
