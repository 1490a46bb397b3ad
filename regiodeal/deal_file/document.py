"""Reading a deal file: YAML, JSON or a workbook in, checked plain data out, or all its faults at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from regiodeal.base.values import FileRow
from regiodeal.deal_file.book_sheets import book_sheets
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.form import FormFault, form_faults, without_empty
from regiodeal.deal_file.meaning import meaning_faults
from regiodeal.deal_file.places import Cells, FilePlaces
from regiodeal.deal_file.schema import DEAL, FieldPath, lists
from regiodeal.deal_file.texts import decoded, read_json_text, read_yaml_text

KINDS = (".yaml", ".yml", ".json", ".xlsx")


@dataclass
class DealFile:
    """A deal file as it was read: its lists, in which what is left out stays left out, and where each part stands.

    `remarks` are worth a look and refuse nothing.
    """

    data: dict[str, Any]
    places: FilePlaces
    remarks: tuple[Fault, ...] = field(default=())

    @classmethod
    def read(cls, path: Path) -> "DealFile":
        """Read and check the file at a path. Raises DealFileFaultsError, also when it cannot be opened."""
        return read_deal_file(opened(path), path.name)

    @property
    def is_workbook(self) -> bool:
        """Tell whether it was read from a workbook, so that messages name cells and not lines."""
        return isinstance(self.places, Cells)

    def deal(self) -> FileRow:
        """The deal itself: its names, days, words and articles."""
        found = self.data.get(DEAL)
        return found if isinstance(found, dict) else {}

    def rows(self, key: str) -> list[FileRow]:
        """The rows of one list, in the order of the file; an empty row for one that could not be read."""
        found = self.data.get(key)
        return [row if isinstance(row, dict) else {} for row in found] if isinstance(found, list) else []

    def fault(
        self,
        message: str,
        key: str,
        index: int | None = None,
        *steps: str | int,
        remedy: str = "",
        is_remark: bool = False,
    ) -> Fault:
        """A fault at a list, at one row of it (counted from 0), or at a field of that row."""
        path: FieldPath = (key, *(() if index is None else (index,)), *steps)
        at = self.places.at(path)
        return Fault(message, remedy, at.list_title, at.row, at.column, at.line, is_remark, path)

    def _without(self, faults: Iterable[FormFault]) -> "DealFile":
        """The file without the fields that have a fault of form: those say nothing to another check."""
        for fault in faults:
            if fault.spoils:
                _forget(self.data, fault.path)
        return self


def read_deal_file(content: bytes, name: str) -> DealFile:
    """Read and check a deal file by the end of its name: .yaml or .yml, .json, .xlsx.

    `remarks` of what is returned holds what is worth a look and refuses nothing. Raises DealFileFaultsError with all
    faults at once, of form and of meaning, each at its line or its sheet, row and column. Touches no stored deal.
    """
    document, faults = looked_through(content, name)
    if faults:
        raise DealFileFaultsError([*faults, *document.remarks])
    return document


def looked_through(content: bytes, name: str) -> tuple[DealFile, list[Fault]]:
    """A deal file as far as it can be read, without the fields that have a fault, and all its faults in order.

    Raises DealFileFaultsError for what cannot be read at all.
    """
    document, told = _parsed(content, name)
    return document, looked_at(document, told)


def looked_at(document: DealFile, told: Iterable[Fault] = ()) -> list[Fault]:
    """All faults of a deal file in order, after those that reading it told; its fields that have one are taken out."""
    told = list(told)
    found = form_faults(document.data, document.places.typed if isinstance(document.places, Cells) else None)
    told += [document.fault(each.message, *_path(each.path), remedy=each.remedy) for each in found]
    document._without(found)
    told += meaning_faults(document)
    faults = list(_once(each for each in told if not each.is_remark))
    document.remarks = tuple(each for each in told if each.is_remark)
    return sorted(faults, key=lambda each: _in_order(each, document))


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file that is no deal file. Raises DealFileFaultsError."""
    return read_yaml_text(decoded(opened(path)))[0]


def opened(path: Path) -> bytes:
    """The bytes of a file. Raises DealFileFaultsError when it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = "Kijk of de naam klopt, en of u het bestand mag lezen."
        raise DealFileFaultsError([Fault(f"Het bestand {path} is niet te openen.", remedy)]) from error


def _parsed(content: bytes, name: str) -> tuple[DealFile, list[Fault]]:
    kind = Path(name.lower()).suffix
    if kind == ".xlsx":
        from regiodeal.deal_file.read_workbook import read_workbook  # calamine and openpyxl are slow to import

        data, places, faults = read_workbook(content)
        return DealFile(without_empty(data), places), faults
    if kind not in KINDS:
        raise DealFileFaultsError(
            [Fault("Dit is geen dealbestand.", "Kies een bestand dat eindigt op .xlsx, .yaml of .json.")]
        )
    read = read_json_text if kind == ".json" else read_yaml_text
    data, lines = read(decoded(content))
    return DealFile(without_empty(data), lines), []


def _path(path: FieldPath) -> Iterator[Any]:
    """The path as `fault` takes it: a list, a row or none, and the steps further on."""
    yield path[0] if path else ""
    if len(path) > 1 and not isinstance(path[1], int):
        yield None
    yield from path[1:]


def _forget(data: Any, path: FieldPath) -> None:
    """Take out the field at the path; of a part of a list of values, the whole list."""
    steps = list(path)
    while len(steps) > 1 and isinstance(steps[-1], int) and not isinstance(_at(data, steps), dict):
        steps.pop()
    node = _at(data, steps[:-1])
    if isinstance(node, dict) and steps:
        node.pop(steps[-1], None)


def _at(data: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The first fault of each field: what else is wrong with it, follows from that."""
    seen = set()
    for each in faults:
        place = (each.list_name, each.row, each.column, each.line)
        if not each.column or place not in seen:
            seen.add(place)
            yield each


def _in_order(fault: Fault, document: DealFile) -> tuple[int, int, int]:
    if document.is_workbook:
        order = [sheet.title for sheet in book_sheets()]
    else:
        order = [document.places.at((name,)).list_title for name in lists()]
    place = order.index(fault.list_name) if fault.list_name in order else len(order)
    return (0 if document.is_workbook else (fault.line or 0), place, fault.line or 0)
