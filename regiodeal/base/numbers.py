"""Numbers as people type them here: 1.234,5 and also 1234.5; refused when it could mean two things."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

# A group of thousands never begins with a nought: 0.500 and 012.345 may be a part of one as well.
_DUTCH = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?|[0-9]+(,[0-9]+)?")
_NOUGHT_BEFORE_THOUSANDS = re.compile(r"0[0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+\.[0-9]{1,2}")

DOUBTFUL = (
    "'{}' kan twee dingen betekenen. Schrijf een komma voor een deel van één: 0,5. Een punt is voor duizendtallen."
)


def read_number(text: str) -> Decimal:
    """The number in the text. `1.234,5`, `1234,5` and `1234.5` are read; `1.234` is one thousand two hundred and 34.

    Raises ValueError for what is no number of this form: a sign, letters, a space in the middle, two commas; and for
    what could mean two things: `0.500`, `012.345`.
    """
    stripped = text.strip().replace("\u00a0", "")
    if _DUTCH.fullmatch(stripped):
        return Decimal(stripped.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(stripped):
        return Decimal(stripped)
    raise ValueError(text)


def is_doubtful(text: str) -> bool:
    """Tell whether a text is refused because it could mean two things: `0.500` as a half, or as five hundred."""
    return _NOUGHT_BEFORE_THOUSANDS.fullmatch(text.strip().replace("\u00a0", "")) is not None


class DutchNumberField(forms.DecimalField):
    """A number typed the Dutch way, 0 or more, with at most two decimals."""

    widget = forms.TextInput

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # as DecimalField itself does
        """Read the number, or say in Dutch what was expected."""
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return read_number(str(value))
        except ValueError as error:
            if is_doubtful(str(value)):
                raise ValidationError(DOUBTFUL.format(str(value).strip()[:30]), code="invalid") from error
            message = f"'{str(value)[:30]}' is geen getal. Schrijf bijvoorbeeld 84 of 1.234,5."
            raise ValidationError(message, code="invalid") from error
