"""Money in the database: whole cents, so that every sum is exact on SQLite and PostgreSQL alike."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from regiodeal.base.dutch import euro
from regiodeal.base.values import Values

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")


class MoneyField(models.Field):  # type: ignore[type-arg]
    """An amount in euro with cents: a `Decimal` in Python, a whole number of cents in the database.

    SQLite keeps decimals as binary fractions, which is why they are not used for money. An amount with a third decimal
    is refused with a ValidationError, never rounded.
    """

    description = "Amount in euro with cents"

    def get_internal_type(self) -> str:
        """The column is a big integer: cents."""
        return "BigIntegerField"

    def db_check(self, connection: Any) -> str | None:
        """SQLite would keep half a cent in a column of whole numbers, and is told not to; PostgreSQL cannot."""
        if connection.vendor != "sqlite":
            return None
        column = connection.ops.quote_name(self.column)
        return f"{column} = CAST({column} AS bigint)"

    def from_db_value(self, value: int | Decimal | None, expression: object, connection: object) -> Decimal | None:
        """Cents to euro; also for sums, which PostgreSQL gives as numeric."""
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def to_python(self, value: Any) -> Decimal | None:
        """A Decimal with two decimals. Raises ValidationError for what is no amount, a float included."""
        if value is None or value == "":
            return None
        if isinstance(value, float):
            raise ValidationError("Een bedrag mag geen drijvende komma zijn.", code="invalid")
        try:
            amount = Decimal(value)
            cents = amount.quantize(CENT)
        except (ArithmeticError, TypeError, ValueError) as error:
            raise ValidationError("Dit is geen bedrag. Schrijf bijvoorbeeld 1234.50.", code="invalid") from error
        if not amount.is_finite() or cents != amount or abs(amount) > LARGEST:
            raise ValidationError("Dit is geen bedrag in euro en hele centen.", code="invalid")
        return cents

    def get_prep_value(self, value: object) -> int | None:
        """Turn euro into cents."""
        amount = self.to_python(super().get_prep_value(value))
        return None if amount is None else int(amount.scaleb(2))

    def value_to_string(self, obj: models.Model) -> str:
        """The amount as text with two decimals."""
        return f"{self.value_from_object(obj):.2f}"

    def in_words(self, value: Decimal) -> str:
        """The amount as people read it."""
        return euro(value)

    def formfield(self, **kwargs: object) -> forms.Field | None:
        """A decimal field with two decimals."""
        options: Values = {"form_class": forms.DecimalField, "decimal_places": 2, "max_digits": 14}
        return super().formfield(**options | kwargs)
