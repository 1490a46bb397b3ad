"""What an import would change, cell by cell, for the people who decide about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True)
class CellDifference:
    """One cell: its heading, and its text before and after; no text before in a new entry.

    In a row that waits `start` is what the file showed when it was made, and `old` what somebody made of that since.
    """

    title: str
    old: str
    new: str
    start: str = ""


@dataclass(frozen=True)
class RowDifference:
    """One row: what it is about, what entering it does, and which cells change. `author` entered what is there now.

    `sheet` is the title of its sheet, in a workbook of which more than one is read. A row waits for its owner
    (`is_stale`) or for a reviewer (`is_in_review`); `knows_start` tells whether the file says what it began with.
    `doubt` asks in Dutch about a value that is unlikely; one that `is_far` from the last waits for its owner too.
    """

    row: int
    name: str
    kind: str
    kind_name: str
    author: str
    cells: tuple[CellDifference, ...]
    sheet: str = ""
    is_stale: bool = False
    is_in_review: bool = False
    knows_start: bool = False
    doubt: str = ""
    is_far: bool = False
    is_taken: bool = True

    @property
    def place(self) -> str:
        """Return what stands before the number of the row: its sheet, where there are more."""
        return f"{self.sheet}, rij" if self.sheet else "Rij"


@dataclass(frozen=True)
class Pages(Sequence[object]):
    """A long list that is read from its file only as far as one page needs."""

    count_of: int
    read: Callable[[int, int], Sequence[object]]

    def __len__(self) -> int:
        return self.count_of

    @overload
    def __getitem__(self, place: int) -> object: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[object]: ...
    def __getitem__(self, place: int | slice) -> object:
        if isinstance(place, slice):
            return self.read(place.start or 0, self.count_of if place.stop is None else place.stop)
        return self.read(place, place + 1)[0]
