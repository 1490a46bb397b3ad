"""Values of records that leave the portal as JSON, and rows of another table that come along as one JSON column.

Numbers are text, since no program reads 0.1 as something else.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, overload

from django.db.models import Aggregate, JSONField, Model, QuerySet, Subquery, TextChoices
from django.db.models.functions import JSONObject
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


class _RowsAsJson(Aggregate):
    """Several rows as one JSON list."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Write the function by the name that SQLite gives it."""
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


def along(rows: QuerySet[Model], of: str, **fields: object) -> Subquery:
    """The rows, which all have the same value in the column `of`, as a list of objects; null where there are none."""
    grouped = rows.order_by().values(of)
    return Subquery(grouped.annotate(all_of_them=_RowsAsJson(JSONObject(**fields))).values("all_of_them"))


def as_date(value: date | str) -> date:
    """A date that came along: text from JSON, a date from a column of its own."""
    return value if isinstance(value, date) else date.fromisoformat(value)
