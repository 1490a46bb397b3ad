"""Rows of another table that come along with a query as one JSON column, so that a page takes no query more."""

from datetime import date
from typing import Any

from django.db.models import Aggregate, JSONField, Model, QuerySet, Subquery
from django.db.models.functions import JSONObject


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
