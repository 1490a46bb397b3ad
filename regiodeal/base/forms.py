"""Fields and forms that several topics share."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from regiodeal.base.dates import FIRST, LAST, NO_DATE, NOT_YET, is_within, typed_day
from regiodeal.base.dutch import day
from regiodeal.base.values import Values

LARGEST_VERSION = 2**31 - 1  # what the database can hold
LARGEST_KEY = 2**63 - 1
DATE_WIDGET = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME_WIDGET = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
_MAY_BE_PUBLIC = "deze tekst kan openbaar worden."
UNTYPED = frozenset({"csrfmiddlewaretoken", "next", "kept-key"})  # fields of a form that say nothing of what was typed
NO_NAMES = f"Noem geen namen van bewoners: {_MAY_BE_PUBLIC}"
NO_NAMES_OF_ANYBODY = f"Noem geen namen van mensen: {_MAY_BE_PUBLIC}"
NUMBERS_NOT_NAMES = f"Tel mensen, noem geen namen: {_MAY_BE_PUBLIC}"

type Posted = Mapping[str, object] | None  # what was typed in a form; None for a form that is still empty
type Uploads = MultiValueDict[str, UploadedFile[bytes]] | None  # the files that came with it


class FormOptions(TypedDict, total=False):
    """What a form hands on to Django as it came."""

    files: Uploads
    auto_id: bool | str
    prefix: str | None
    initial: Values | None
    empty_permitted: bool
    use_required_attribute: bool


class RowFormOptions(FormOptions, total=False):
    """The same of a form about one row."""

    instance: Model | None


def tell_choices(field: forms.ChoiceField) -> None:
    """Let the refusal of what is no choice say what the choices are: a file has no list to look in."""
    choices = cast("Iterable[tuple[object, object]]", field.choices)
    labels = [str(label).partition(",")[0] for key, label in choices if key != ""]
    field.error_messages["invalid_choice"] = f"'%(value)s' kan hier niet. Kies: {', '.join(labels)}."


def lines(rows: int) -> forms.Textarea:
    """A field for some lines of text."""
    return forms.Textarea(attrs={"rows": rows})


class VersionField(forms.IntegerField):
    """The version that was read, of something that somebody else may change meanwhile."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_value=LARGEST_VERSION)


class VersionForm(forms.Form):
    """A form about something that somebody else may change meanwhile: it carries the version that was read."""

    version = VersionField()


class AnyDayField(forms.DateField):
    """A day as people type it, of any time: a school opened before there were railways."""

    widget = DATE_WIDGET

    def to_python(self, value: Any) -> date | None:
        """Read a day as people type it, or say what was expected."""
        if isinstance(value, str) and value.strip():
            try:
                return typed_day(value)
            except ValueError as error:
                raise ValidationError(NO_DATE, code="invalid") from error
        found: date | None = super().to_python(value)
        return found


class DayField(AnyDayField):
    """A day with which the portal reckons; every form asks for its days by this field."""

    def validate(self, value: Any) -> None:
        """Refuse a day beyond the limits of the portal: 9999-12-31 has no day after it."""
        super().validate(value)
        if value and not is_within(value):
            raise ValidationError(f"Kies een dag van {day(FIRST)} tot en met {day(LAST)}.")


class PastDateField(DayField):
    """A day that has been: the form says so at the field. Without a `today` that is asked when the form is read."""

    def __init__(self, *, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def clean(self, value: object) -> date | None:
        """The day, or a message when it is still to come."""
        found: date | None = super().clean(value)
        if found and found > (self.today or timezone.localdate()):
            raise ValidationError(NOT_YET)
        return found


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some rows out of a list; every form that asks for more than one row asks by this field."""

    def clean(self, value: object) -> Any:
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
