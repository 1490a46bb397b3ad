"""Values of records that leave the portal as JSON: numbers as text, since no program reads 0.1 as something else."""

from datetime import date
from decimal import Decimal
from typing import Annotated, overload

from django.db.models import TextChoices
from pydantic import Field, WithJsonSchema

type Euro = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="Euro's met twee decimalen.")]
type Figure = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="Een getal met twee decimalen.")]
type Share = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="Een deel van 1.")]
type Day = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}, description="Een dag.")
]


def said(choices: type[TextChoices]) -> WithJsonSchema:
    """The choices in a document at the field itself: two lists of choices may have the same name (Kind)."""
    return WithJsonSchema({"type": "string", "enum": list(choices.values)})


@overload
def two_decimals(value: Decimal) -> str: ...
@overload
def two_decimals(value: Decimal | None) -> str | None: ...
def two_decimals(value: Decimal | None) -> str | None:
    """The number with two decimals; None where there is none."""
    return None if value is None else f"{value:.2f}"


def day_text(value: date | None) -> str | None:
    """The day in ISO form; None where there is none."""
    return value.isoformat() if value else None
