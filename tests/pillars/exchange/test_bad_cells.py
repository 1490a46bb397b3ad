"""Thousands of bad cells, in every kind of file: each is refused by name or read right, and nothing is written.

What is right, the form of the page says: a cell must give what somebody gets who types it there.
"""

import random
from datetime import date
from typing import Any

from django.utils import timezone

from pillars.exchange.figures import Figure, enterable_figures
from pillars.exchange.measurements import MeasurementResource
from pillars.exchange.models import ImportJob
from pillars.measurements.forms import MeasurementForm
from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.folder import Folder
from tests.pillars.exchange.bad_cells import KINDS, MERGED, bad_cell, file_of, has_no_outcome, typed
from tests.pillars.exchange.files import HEADINGS, checked, faults

CASES = 9_000  # bad cells; with those of test_bad_cells_of_places.py ten thousand a run
ROWS = 75  # in a file, each about another figure
SEED = 20260614

FIELDS = dict(zip(HEADINGS, ("code", "year", "measured_on", "value", "source", "note"), strict=True))


def good_row(figure: Figure) -> dict[str, Any]:
    """A row without faults."""
    is_yearly = figure.indicator.is_yearly
    period = {"jaar": 2025, "peildatum": ""} if is_yearly else {"jaar": "", "peildatum": date(2026, 6, 14)}
    return {"code": figure.code, **period, "waarde": 1, "bron": "Lijst", "toelichting": "Omdat"}


def answer_of_the_form(deal: Deal, figure: Figure, row: dict[str, Any], kind: str) -> MeasurementForm:
    """The form of the page with this row typed in."""
    data = {FIELDS[heading]: typed(value, kind) for heading, value in row.items()}
    form = MeasurementForm(data | {"submit": "1"}, deal=deal, indicator=figure.indicator, today=date.today())  # noqa: DTZ011
    form.fields.pop("item", None)
    # In a spreadsheet a word of a choice is enough, where the page sends its number.
    words = {"waar": "1", "onwaar": "0"}
    if "choices" in vars(type(form.fields["value"])):
        form.data = data | {"value": words.get(data["value"].strip().casefold(), data["value"])}
    return form


def test_every_bad_cell_is_refused_by_name_or_read_right(deal: Deal, bureau: User) -> None:
    chance = random.Random(SEED)
    figures = [
        figure for figure in enterable_figures(deal, on=timezone.localdate()) if figure.indicator.value_kind == "number"
    ]
    done = refused = 0
    while done < CASES:
        kind = chance.choice(KINDS)
        rows = []
        for figure in chance.sample(figures, min(ROWS, len(figures), CASES - done)):
            row = good_row(figure)
            column = chance.choice(HEADINGS)
            row[column] = bad_cell(chance, kind)
            rows.append((figure, column, row))
        content = file_of(chance, kind, HEADINGS, [list(row.values()) for _figure, _column, row in rows])
        refused += compare(deal, checked(deal, bureau, content), rows, kind)
        done += len(rows)
    assert done == CASES
    assert CASES * 0.3 < refused < CASES * 0.9  # the cells are bad in many ways, and not all of them are
    assert not Measurement.objects.exists()


def compare(deal: Deal, job: ImportJob, rows: list[tuple[Figure, str, dict[str, Any]]], kind: str) -> int:
    """Hold what the file gave against what the form gives; return how many rows were refused."""
    assert job.state in {ImportJob.State.CHECKED, ImportJob.State.REFUSED}, (kind, job.state)
    assert not job.reason, (kind, job.reason)  # not refused as a whole
    resource = MeasurementResource(deal)
    found = {change.row: change.values for change in map(resource.unpack, Folder(job.pk).changes())}
    named: dict[int, dict[str, str]] = {}
    for number, heading, reason in faults(job):
        named.setdefault(number, {})[heading] = reason
    for number, (figure, column, row) in enumerate(rows, start=2):
        about = (kind, figure.code, column, row[column])
        if row[column] is MERGED:
            assert column in named[number], about  # and maybe the one to its right, which lost what it said
            continue
        if has_no_outcome(row[column], kind):
            assert named[number].keys() == {column}, about
            continue
        if column == "code" and typed(row["code"], kind).strip() != figure.code:
            assert set(named[number]) == {"code"}, about
            continue
        form = answer_of_the_form(deal, figure, row, kind)
        if form.is_valid():
            assert number not in named, (about, named[number])
            assert {name: found[number][name] for name in form.values()} == form.values(), about
        else:
            assert {FIELDS[heading] for heading in named[number]} == set(form.errors), (about, named.get(number))
            assert all(named[number].values()), about
    return len(named)
