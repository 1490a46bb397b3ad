"""200 faults as people make them: each is found, at its own place, and told in Dutch; many at once."""

import re
from pathlib import Path

import pytest

from regiodeal.deal_file.document import read_deal_file
from regiodeal.deal_file.export import yaml_text
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.schema import titles_at
from regiodeal.deal_file.workbook import filled_workbook
from tests.deal_file.made_faults import KINDS, MISSING, SMALL, VEENLAND, Data, Kind, Made, make, rows_for, valid

NOT_FOR_PEOPLE = re.compile(
    r"\^|\\d|Traceback|constraint|violat|is not|should|None|null|het schema|_|expected|required|Beperking|\bTrue\b"
)
WORKBOOK_KINDS = tuple(kind for kind in KINDS if kind.in_cells)


def told(content: bytes, name: str) -> tuple[Fault, ...]:
    """All that is told of a file: its faults, or else its remarks."""
    try:
        return read_deal_file(content, name).remarks
    except DealFileFaultsError as error:
        return error.faults


def for_people(fault: Fault) -> str:
    """What is told, without the keys of a text file that one can choose from."""
    return f"{fault.message} {fault.remedy}".partition("Kies uit:")[0]


def placed(made: Made, faults: tuple[Fault, ...], *, in_cells: bool) -> Fault | None:
    """The fault that is told where it was made."""
    wanted = titles_at(made.path)
    for fault in faults:
        if in_cells:
            last = wanted.field.split(": ")[-1].casefold()
            if fault.column.casefold().endswith(last) or fault.column.casefold() == wanted.field.casefold():
                return fault
        elif (fault.list_name, fault.column) == (wanted.list_title, wanted.field) and (
            made.index is None or fault.row == made.index + 1
        ):
            return fault
    return None


def is_at_line(fault: Fault, made: Made, text: str) -> bool:
    """Tell whether the line of a text is the one in which the fault stands."""
    assert fault.line is not None
    line = text.splitlines()[fault.line - 1]
    names = [str(step) for step in made.path if isinstance(step, str)]
    if made.kind.value is MISSING or made.kind.told_at or not made.kind.path:
        return line.strip().startswith("-") or any(f"{name}:" in line for name in names)
    return f"{names[-1]}:" in line or f"{names[-2]}:" in line


def made_in(data: Data, kind: Kind, most: int = 1) -> list[Made]:
    """Make faults of the kind in the first rows where it can be made."""
    made = [Made(kind, index) for index in rows_for(kind, data)][:most]
    for each in made:
        make(data, each)
    return made


def first_with(kind: Kind) -> Data | None:
    """The first of the valid deals in which such a fault can be made."""
    return next((data for data in map(valid, (SMALL, VEENLAND)) if list(rows_for(kind, data))), None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_fault_is_told_at_its_line(kind: Kind) -> None:
    """Any deal 1, 19, 27: told at its list, row, field and line, and in words for people."""
    data = first_with(kind)
    assert data is not None
    made = made_in(data, kind)[0]
    text = yaml_text(data)
    found = placed(made, told(text.encode(), "deal.yaml"), in_cells=False)
    assert found is not None
    assert is_at_line(found, made, text)
    assert found.is_remark == kind.is_remark
    assert not NOT_FOR_PEOPLE.search(for_people(found))


@pytest.mark.parametrize("kind", WORKBOOK_KINDS, ids=lambda kind: kind.name)
def test_a_fault_is_told_at_its_cell(kind: Kind) -> None:
    """Any deal 27: the same fault in a workbook is told at its sheet, row and column."""
    data = first_with(kind)
    assert data is not None
    made = made_in(data, kind)[0]
    found = placed(made, told(filled_workbook(data), "deal.xlsx"), in_cells=True)
    assert found is not None
    assert found.line is not None
    assert found.line >= 2
    assert not NOT_FOR_PEOPLE.search(for_people(found))
    assert found.remedy, "Any deal 15.11: 'Zo is het goed' was empty"


@pytest.mark.parametrize("path", [SMALL, VEENLAND], ids=lambda path: path.stem)
def test_many_faults_are_told_at_once(path: Path) -> None:
    """Any deal 27: all faults at once, not the first one only; 200 of them over the two deals."""
    data = valid(path)
    taken: set[tuple[object, ...]] = set()
    made: list[Made] = []
    for kind in KINDS:
        if kind.is_remark or not kind.path or kind.name in ALONE:
            continue
        for index in list(rows_for(kind, data)):
            field = (kind.list_name, index, str(kind.path[0]) if kind.path[0] != "office_holders" else kind.path)
            if field not in taken:
                taken.add(field)
                each = Made(kind, index)
                make(data, each)
                made.append(each)
    faults = told(yaml_text(data).encode(), "deal.yaml")
    assert [each for each in made if placed(each, faults, in_cells=False) is None] == []
    assert len(made) >= LEAST[path]
    assert len({(fault.list_name, fault.row, fault.column) for fault in faults}) >= LEAST[path]


LEAST = {SMALL: 60, VEENLAND: 140}
# Each of these needs another field of its row, or of another row, to be right.
ALONE = {
    "per onderdeel zonder onderdelen",
    "onderdelen zonder uitsplitsing",
    "gebied dat geen gebied is",
    "einde voor begin",
    "in werking voor ondertekening",
    "financiering eindigt voor begin",
    "kwalitatief op een getal",
    "mijlpaal op een getal",
    "getal op een mijlpaal",
    "per jaar op een stand",
    "9 van de 2",
    "leest onbekend onderdeel",
    "leest onderdelen die er niet zijn",
    "maximum onder minimum",
    "minimum weg",
    "partij met spatie in code",
    "ambtsdrager weg voor hij kwam",
    "tweede merk",
}


def test_each_row_that_stands_there_twice_is_told() -> None:
    """Any deal 19: a code that stands in a list twice is told at the second one, also in a list in a list."""
    data = valid(VEENLAND)
    lists = ("parties", "goals", "results", "targets", "budget_lines", "obligations")
    for name in lists:
        data[name][1]["code"] = data[name][0]["code"]
    faults = told(yaml_text(data).encode(), "deal.yaml")
    twice = {(fault.list_name, fault.row) for fault in faults if "twee keer" in fault.message}
    assert twice == {(titles_at((name,)).list_title, 2) for name in lists}


def test_totals_that_differ_from_their_table() -> None:
    """Any deal 19: an exact total is refused, one of which a line is rounded or an aim is told."""
    data = valid(VEENLAND)
    for row in data["agreed_totals"]:
        row["amount"] = "9000000.00"
    faults = told(yaml_text(data).encode(), "deal.yaml")
    assert [(fault.row, fault.column) for fault in faults if not fault.is_remark] == [(1, "Bedrag")]
    data["agreed_totals"][0]["amount"] = "8000000.00"
    remarks = told(yaml_text(data).encode(), "deal.yaml")
    odd = [(2, "Bedrag", True), (3, "Bedrag", True), (4, "Bedrag", True)]
    assert [(fault.row, fault.column, fault.is_remark) for fault in remarks] == odd


def test_what_is_odd_is_told_and_not_refused() -> None:
    """Any deal 19: a result without norm, no treasurer, two of them, no receiver, no mark: told, and loaded."""
    data = valid(SMALL)
    data["targets"] = data["targets"][1:]
    data["parties"][0].pop("receives_report")
    data["parties"][1].pop("is_treasurer")
    data["obligations"] = data["obligations"][2:]
    remarks = told(yaml_text(data).encode(), "deal.yaml")
    assert all(remark.is_remark for remark in remarks)
    assert {remark.list_name for remark in remarks} == {"Partijen", "Beoogde resultaten", "Afspraken met termijn"}
    assert len(remarks) == 5
