"""What an import would change, cell by cell, for the people who decide about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True)
class CellDifference:
    """One cell: its heading, and its text before and after; no text before in a new entry."""

    title: str
    old: str
    new: str


@dataclass(frozen=True)
class RowDifference:
    """One row: what it is about, what entering it does, and which cells change. `author` entered what is there now."""

    row: int
    name: str
    kind: str
    kind_name: str
    author: str
    cells: tuple[CellDifference, ...]


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
