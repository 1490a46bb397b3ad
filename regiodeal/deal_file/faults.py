"""A fault in a deal file or workbook: where it stands, what is wrong, and what would be right."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault, in Dutch. `list_name` is the list or sheet, `row` counts its rows from 1, `line` is the line or row.

    `line` counts from 1 in a text file; in a workbook it is the row of the sheet, and `column` the heading.
    """

    message: str
    remedy: str = ""
    list_name: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None


class DealFileFaultsError(Exception):
    """A deal file that cannot be used, with all its faults; nothing was written."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.message for fault in faults))
        self.faults = faults
