"""Files of rows and columns: CSV, XLSX and ODS."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from regiodeal.base.dutch import number
from regiodeal.sheets.cells import Cell

MOST_COLUMNS = 60  # what stands further to the right is not ours
type Row = tuple[int, list[Cell]]  # the number that the spreadsheet shows, and its cells


class UnreadableError(Exception):
    """The file cannot be used at all. Its text is Dutch, and says what to do."""


def too_many_rows(most: int) -> UnreadableError:
    """The refusal of a file that is too long."""
    limit = number(Decimal(most))
    return UnreadableError(f"Er staan meer dan {limit} rijen in het bestand. Verdeel ze over meer bestanden.")


class SheetRows(Protocol):
    """One sheet of a file."""

    def rows(self) -> Iterator[Row]:
        """Every row that holds something, from the top."""

    def count(self) -> int:
        """About how many rows there are, to tell how far the reading is."""
