"""A column of a file: its Dutch heading, and values that a spreadsheet can count with."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import Widget

from regiodeal.covenant.exchange.cells import Cell


class CellWidget(Widget):  # type: ignore[misc]  # the library has no types
    """Leaves numbers and dates what they are, so that a spreadsheet can count with them."""

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Cell:
        """The value as a cell; a moment in the time of Amsterdam."""
        if isinstance(value, datetime):
            return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        if value is None or isinstance(value, (Decimal, date)):
            return value
        return Decimal(value) if isinstance(value, int) else str(value).replace("\r\n", "\n")


def column(title: str, attribute: str | None = None) -> Field:
    """A column with a Dutch heading, filled from an attribute or by a `dehydrate_` method."""
    return Field(attribute=attribute, column_name=title, widget=CellWidget())
