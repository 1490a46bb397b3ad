"""Bad cells about places, in every kind of file: each is refused by name or read right, and nothing is written."""

import random
from datetime import date
from typing import Any

import pytest

from pillars.agreed.models import IndicatorItem, ItemSet, NamedItem, NamedItemEvent
from pillars.exchange.items import NamedItemResource
from pillars.exchange.matching import ChangeKind
from pillars.exchange.models import ImportJob
from pillars.places.forms import NamedItemForm
from pillars.places.places import add_item
from regiodeal.deals.models import Deal, Neighbourhood, User
from regiodeal.sheets.folder import Folder
from tests.pillars.exchange.bad_cells import KINDS, MERGED, bad_cell, file_of, has_no_outcome, typed
from tests.pillars.exchange.files import checked, faults
from tests.plugins.deal import at

CASES = 1_050  # bad cells; with those of test_bad_cells.py ten thousand a run
ROWS = 75  # in a file, each about another plinth
SEED = 20260615
FIELDS = {
    "code": "code",
    "lijst": "item_set",
    "naam in de afspraken": "agreed_name",
    "naam": "name",
    "wijk": "neighbourhood",
    "ligging": "location",
    "telt mee als": "group",
    "open sinds": "opened_on",
    "gesloten op": "closed_on",
    "toelichting": "note",
}
BY_NAME = ("wijk", "telt mee als")


@pytest.fixture
def plinths(deal: Deal, bureau: User) -> list[NamedItem]:
    """Enough plinths for a file."""
    item_set = ItemSet.objects.get(deal=deal, code="plinten")
    names = (f"Plint {number}" for number in range(ROWS))
    return [add_item(item_set, by=bureau, at=at("2026-01-05"), values={"name": name}) for name in names]


def good_row(item: NamedItem, group: IndicatorItem) -> dict[str, Any]:
    """A row without faults, that changes all there is."""
    days = (date(2019, 5, 1), date(2099, 1, 1))
    cells = (
        item.code,
        "Plinten",
        "",
        f"Nieuwe naam van {item.pk}",
        "Moerwijk",
        "52.05, 4.28",
        group.name,
        *days,
        "Omdat",
    )
    return dict(zip(FIELDS, cells, strict=True))


def test_every_bad_cell_is_refused_by_name_or_read_right(deal: Deal, bureau: User, plinths: list[NamedItem]) -> None:
    chance = random.Random(SEED)
    group = IndicatorItem.objects.get(indicator__deal=deal, code="plint-gevuld")
    moerwijk = Neighbourhood.objects.get(deal=deal, code="moerwijk")
    refused = 0
    for _file in range(CASES // ROWS):
        kind = chance.choice(KINDS)
        rows = []
        for item in plinths:
            row = good_row(item, group)
            column = chance.choice(list(FIELDS))
            row[column] = bad_cell(chance, kind)
            rows.append((column, row, expected(row, item, {"wijk": moerwijk, "telt mee als": group}, kind)))
        content = file_of(chance, kind, list(FIELDS), [list(row.values()) for _column, row, _expected in rows])
        refused += compare(deal, checked(deal, bureau, content), rows, kind)
    assert CASES * 0.3 < refused < CASES * 0.9
    assert NamedItemEvent.objects.count() == ROWS  # only that they were added


type Expected = set[str] | dict[str, Any]  # the columns that are wrong, or what the row says


def expected(row: dict[str, Any], item: NamedItem, named: dict[str, Any], kind: str) -> Expected:
    """What somebody would get who types this on the page of the plinth, or on that of a new one."""
    texts = {heading: typed(value, kind) for heading, value in row.items()}
    wrong = set()
    if texts["code"].strip() not in {item.code, ""}:
        return {"code"}
    if texts["lijst"] != "Plinten" and (texts["lijst"].strip() or not texts["code"].strip()):
        wrong.add("lijst")
    if texts["naam in de afspraken"].strip():
        wrong.add("naam in de afspraken")
    data = {FIELDS[heading]: text for heading, text in texts.items()}
    for heading in BY_NAME:
        is_right = texts[heading] == named[heading].name
        data[FIELDS[heading]] = str(named[heading].pk) if is_right else "?" * bool(texts[heading].strip())
    form = NamedItemForm(data, deal=item.deal, item_set=item.item_set)
    form.is_valid()
    wrong |= {heading for heading, name in FIELDS.items() if name in form.errors}
    return wrong or form.values()


def compare(deal: Deal, job: ImportJob, rows: list[tuple[str, dict[str, Any], Expected]], kind: str) -> int:
    """Hold what the file gave against what the page gives; return how many rows were refused."""
    assert job.state in {ImportJob.State.CHECKED, ImportJob.State.REFUSED}, (kind, job.state)
    assert not job.reason, (kind, job.reason)
    resource = NamedItemResource(deal)
    found = {change.row: change for change in map(resource.unpack, Folder(job.pk).changes())}
    named: dict[int, set[str]] = {}
    for number, heading, reason in faults(job):
        assert reason
        named.setdefault(number, set()).add(heading)
    for number, (column, row, answer) in enumerate(rows, start=2):
        about = (kind, column, row[column], named.get(number))
        if column == "naam in de afspraken" and (row[column] is MERGED or has_no_outcome(row[column], kind)):
            continue  # what only tells what the row is about can be missed
        if row[column] is MERGED:
            assert column in named[number], about
        elif has_no_outcome(row[column], kind):
            assert named[number] == {column}, about
        elif isinstance(answer, set):
            assert named[number] == answer, about
        else:
            assert number not in named, about
            assert {name: found[number].values[name] for name in answer} == answer, about
            is_new = not typed(row["code"], kind).strip()
            assert (found[number].kind == ChangeKind.NEW) == is_new, about
    return len(named)
