"""Fields that the forms of the money share."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from finance.base.amounts import split
from finance.base.money_fields import LARGEST
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.values import Values


class EuroField(DutchNumberField):
    """An amount as people type it here, 0 or more, to the cent: 1.234,50. What takes money back is a correction."""

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

    def prepare_value(self, value: object) -> object:
        """An amount that is stored, as one would type it."""
        return value if value is None or isinstance(value, str) else f"{value:.2f}".replace(".", ",")

    def clean(self, value: object) -> Any:
        """An amount that the database can hold."""
        amount = super().clean(value)
        if amount is not None and amount > LARGEST:
            raise ValidationError("Dit bedrag is te groot.")
        return amount


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
