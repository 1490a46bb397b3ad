"""Fields and forms that several topics share."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.base.dates import FIRST, LAST, is_within
from regiodeal.base.dutch import day

LARGEST_VERSION = 2**31 - 1  # what the database can hold
LARGEST_KEY = 2**63 - 1
DATE_WIDGET = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME_WIDGET = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NO_NAMES = "Noem geen namen van bewoners: deze tekst kan openbaar worden."


def lines(rows: int) -> forms.Textarea:
    """A field for some lines of text."""
    return forms.Textarea(attrs={"rows": rows})


class VersionForm(forms.Form):
    """A form about something that somebody else may change meanwhile: it carries the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST_VERSION)


class DayField(forms.DateField):
    """A day with which the portal reckons; every form asks for its days by this field."""

    widget = DATE_WIDGET

    def validate(self, value: Any) -> None:
        """Refuse a day beyond the limits of the portal: 9999-12-31 has no day after it."""
        super().validate(value)
        if value and not is_within(value):
            raise ValidationError(f"Kies een dag van {day(FIRST)} tot en met {day(LAST)}.")


class PastDateField(DayField):
    """A day that has been: the form says so at the field."""

    def __init__(self, *, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def clean(self, value: Any) -> date | None:
        """The day, or a message when it is still to come."""
        found: date | None = super().clean(value)
        if found and self.today and found > self.today:
            raise ValidationError("Deze dag is nog niet geweest. Kies vandaag of een eerdere dag.")
        return found


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some rows out of a list; every form that asks for more than one row asks by this field."""

    def clean(self, value: Any) -> Any:
        """The rows, or the message for a row that is not there when a key is larger than the database can hold."""
        for key in value if isinstance(value, list | tuple) else ():
            if not _is_held(key):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})
        return super().clean(value)


def _is_held(key: Any) -> bool:
    try:
        return abs(int(key)) <= LARGEST_KEY
    except (TypeError, ValueError):
        return True  # no number at all, which the field of Django refuses itself


class ReasonForm(forms.Form):
    """Asks why something is done that others will ask about."""

    reason = forms.CharField(
        label="Waarom?",
        widget=lines(3),
        error_messages={"required": "Geef een reden: anderen moeten die kunnen lezen."},
    )
