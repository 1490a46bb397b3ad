"""What forms of the covenant share."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LARGEST_VERSION = 2**31 - 1  # what the database can hold
DATE_WIDGET = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME_WIDGET = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NO_NAMES = "Noem geen namen van bewoners: deze tekst kan openbaar worden."


def lines(rows: int) -> forms.Textarea:
    """A field for some lines of text."""
    return forms.Textarea(attrs={"rows": rows})


class VersionForm(forms.Form):
    """A form about something that somebody else may change meanwhile: it carries the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST_VERSION)


class PastDateField(forms.DateField):
    """A day that has been: the form says so at the field."""

    widget = DATE_WIDGET

    def __init__(self, *, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def clean(self, value: Any) -> date | None:
        """The day, or a message when it is still to come."""
        day: date | None = super().clean(value)
        if day and self.today and day > self.today:
            raise ValidationError("Deze dag is nog niet geweest. Kies vandaag of een eerdere dag.")
        return day


class ReasonForm(forms.Form):
    """Why something is done that others will ask about."""

    reason = forms.CharField(
        label="Waarom?",
        widget=lines(3),
        error_messages={"required": "Geef een reden: anderen moeten die kunnen lezen."},
    )
