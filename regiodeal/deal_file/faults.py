"""A fault in a deal file or workbook: where it stands, what is wrong, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One fault, in Dutch. `list_name` is the list or sheet, `row` counts its rows from 1, `line` is the line or row.

    `line` counts from 1 in a text file; in a workbook it is the row of the sheet, and `column` the heading.
    `is_remark` for what is worth a look and refuses nothing: a result without norm, a total that differs. `path` is
    where it stands in the data of the file.
    """

    message: str
    remedy: str = ""
    list_name: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None
    is_remark: bool = False
    path: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        place = ", ".join(
            part for part in (self.list_name, f"regel {self.line}" if self.line else "", self.column) if part
        )
        told = f"{place}: {self.message}" if place else self.message
        return f"{told} {self.remedy}".rstrip()


class DealFileFaultsError(Exception):
    """A deal file that cannot be used, with all its faults in the order of the file; nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
