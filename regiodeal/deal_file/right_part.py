"""What is right in a deal file that has faults: enough of it to see what the deal will look like."""

from collections.abc import Iterable
from typing import Any

from regiodeal.base.values import FileRow
from regiodeal.deal_file.document import DealFile, looked_at
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.schema import DEAL, FieldPath

MOST_ROUNDS = 20  # a row that goes takes along the rows that name it, list after list
TOO_LITTLE = "Er klopt nog te weinig om te laten zien."


def right_part(document: DealFile, own: FileRow) -> DealFile:
    """The file without its rows that have a fault or name one that has, and with `own` for wrong names and days.

    Raises DealFileFaultsError where a list that every deal needs has nothing left.
    """
    for _round in range(MOST_ROUNDS):
        document.data[DEAL] = {**own, **document.deal()}
        faults = looked_at(document)
        if not faults:
            return document
        places = {_place(fault.path) for fault in faults}
        if () in places:
            break
        _take_out(document.data, places)
    raise DealFileFaultsError([Fault(TOO_LITTLE, "Verbeter eerst wat er niet klopt.")])


def _place(path: FieldPath) -> FieldPath:
    """What goes for a fault at this path: a field of the deal, a row, or a row in a row. Empty for a whole list."""
    if len(path) > 3 and isinstance(path[1], int) and isinstance(path[3], int):
        return path[:4]
    return path[:2] if len(path) > 1 else ()


def _take_out(data: dict[str, Any], places: Iterable[FieldPath]) -> None:
    """Take out the last rows first, so that the places of the others stay right."""
    for *before, last in sorted(places, key=_in_file, reverse=True):
        node: Any = data
        for step in before:
            node = node[step]
        if isinstance(node, dict):
            node.pop(last, None)  # a field that could not be read is out already
        else:
            del node[last]


def _in_file(path: FieldPath) -> list[tuple[str, int]]:
    return [(step, 0) if isinstance(step, str) else ("", step) for step in path]
