"""Fields that the forms of the money share."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finance.base.amounts import split
from finance.base.money_fields import LARGEST
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.values import Values

_NOUGHT_GROUP = re.compile(r"-?0[0-9]*\.[0-9]{3}([.,].*)?")
_GROUPS = re.compile(r"[0-9]{1,3}( [0-9]{3})+(,[0-9]+)?")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})


def refuse_nought_group(text: str) -> None:
    """Raise ValidationError for 0.500: a group of thousands never begins with a nought, and no cent has 3 digits."""
    if _NOUGHT_GROUP.fullmatch(text.strip()):
        raise ValidationError(f"'{text[:30]}' kan twee dingen betekenen. Schrijf een komma voor de decimalen: 0,50.")


class EuroField(DutchNumberField):
    """An amount as people type or paste it, to the cent: 1.234,50, € 1.234,50, 1 234,50. 0 or more: what takes money
    back is a correction, whose form lets its fields be negative."""

    takes_negative = False

    def __init__(self, **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        options: Values = {"min_value": 0, "max_digits": 14, "decimal_places": 2, "widget": widget}
        super().__init__(**options | kwargs)
        self.error_messages |= {
            "min_value": "Vul een bedrag in van minstens een cent.",
            "max_decimal_places": "Schrijf het bedrag met hoogstens twee cijfers achter de komma.",
            "max_digits": "Dit bedrag is te groot.",
            "max_whole_digits": "Dit bedrag is te groot.",
        }

    def to_python(self, value: object) -> Any:
        """Read the amount, with or without its euro sign, spaces between thousands, and a sign if it may."""
        if value in self.empty_values or isinstance(value, Decimal):
            return super().to_python(value)
        text = str(value).translate(_SPACES).strip().replace("\u2212", "-")
        is_negative = self.takes_negative and (text.startswith("-") or text.replace("€", "").strip().startswith("-"))
        bare = text.replace("€", "", 1).strip() if text.count("€") == 1 and "€" in (text[:2] + text[-1:]) else text
        bare = bare.removeprefix("-").strip() if is_negative else bare
        refuse_nought_group(bare)
        amount = super().to_python(bare.replace(" ", "") if _GROUPS.fullmatch(bare) else bare)
        return -amount if is_negative and amount is not None else amount

    def prepare_value(self, value: object) -> object:
        """An amount that is stored, as one would type it."""
        return value if value is None or isinstance(value, str) else f"{value:.2f}".replace(".", ",")

    def clean(self, value: object) -> Any:
        """An amount that the database can hold."""
        amount = super().clean(value)
        if amount is not None and abs(amount) > LARGEST:
            raise ValidationError("Dit bedrag is te groot.")
        return amount


class PercentField(DutchNumberField):
    """A percentage from 0 to 100, with at most two decimals: 3,5 or 3,5%."""

    def __init__(self, **kwargs: object) -> None:
        options: Values = {"max_value": 100, "min_value": 0, "max_digits": 5, "decimal_places": 2}
        super().__init__(**options | kwargs)

    def to_python(self, value: object) -> Any:
        """Read the number, with or without its percent sign."""
        if value in self.empty_values or isinstance(value, Decimal):
            return super().to_python(value)
        text = str(value).translate(_SPACES).strip().removesuffix("%").strip()
        refuse_nought_group(text)
        return super().to_python(text)


@dataclass(frozen=True)
class Share:
    """A share of an amount that is not known yet, in percents."""

    percents: Decimal

    def of(self, amount: Decimal) -> Decimal:
        """The part of the amount in euro, to the cent; the odd cent stays with the rest."""
        rest = Decimal(100) - self.percents
        return split(amount, {"rest": rest, "part": self.percents})["part"]


class EuroOrShareField(EuroField):
    """An amount, or a share of the whole as people type it: 30%."""

    def to_python(self, value: object) -> Any:
        """The amount, or the share."""
        text = str(value or "").strip()
        if not text.endswith("%"):
            return super().to_python(value)
        percents = super().to_python(text[:-1].strip())
        if percents is None or percents > 100:
            raise ValidationError("Schrijf een bedrag, of een percentage van 0% tot en met 100%.")
        return Share(percents)

    def validate(self, value: Any) -> None:
        """A share is right as it is."""
        if not isinstance(value, Share):
            super().validate(value)

    def run_validators(self, value: object) -> None:
        """A share is right as it is."""
        if not isinstance(value, Share):
            super().run_validators(value)

    def clean(self, value: object) -> Any:
        """The amount that the database can hold, or the share."""
        amount = self.to_python(value)
        return amount if isinstance(amount, Share) else super().clean(value)
