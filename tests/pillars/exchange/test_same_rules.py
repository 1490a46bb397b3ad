"""A file and a page refuse the same, in the same words: the rules for cells are the fields of the form."""

import random
from datetime import date
from typing import Any

import pytest

from pillars.agreed.models import Indicator
from pillars.measurements.forms import MeasurementForm
from pillars.stories.forms import ProgressEntryForm
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal
from regiodeal.sheets.form_rules import FormRules

TODAY = date(2026, 6, 14)
NAMES = ("year", "measured_on", "value", "source", "note")
ROWS_PER_INDICATOR = 25
TYPED: dict[str, tuple[str, ...]] = {
    "year": ("2025", "2024", "2026", "1999", "2027", "", "vorig jaar", "25", "2025.0", "\x00"),
    "measured_on": ("14-06-2026", "2026-06-14", "15-06-2026", "31-02-2026", "31/12/2025", "", "gisteren", "46000", "1"),
    "value": ("84", "1.234,5", "0", "1", "4", "5", "-1", "1,234", "veel", "", "9" * 20, "1e5", "=1+1", "\x00", "٣"),
    "source": ("Lijst", "", "x" * 300, "x" * 301, "  ", "a\x00b", "=HYPERLINK(1)"),
    "note": ("", "Omdat", "twee\r\nregels", "a\x00b", "x" * 5000),
}


def figures(deal: Deal) -> list[Indicator]:
    """One indicator of each shape: kind of value, per year or per day."""
    shapes = {(each.value_kind, each.is_yearly): each for each in Indicator.objects.filter(deal=deal)}
    return list(shapes.values())


def test_every_row_gets_the_answer_of_the_form(deal: Deal) -> None:
    chance = random.Random(20260614)
    compared = 0
    for indicator in figures(deal):
        rules = FormRules(MeasurementForm(deal=deal, indicator=indicator, today=TODAY), NAMES)
        for _row in range(ROWS_PER_INDICATOR):
            typed = {name: chance.choice(TYPED[name]) for name in NAMES}
            form = MeasurementForm(typed | {"submit": "1"}, deal=deal, indicator=indicator, today=TODAY)
            if "item" in form.fields:
                del form.fields["item"]  # in a file the code says which item it is
            values, errors = rules.clean(typed)
            assert errors == {name: list(found) for name, found in form.errors.items()}, typed
            assert errors or values == form.values(), typed
            compared += 1
    assert compared >= 100


@pytest.mark.parametrize("schedule", ["on_schedule", "op schema", "Loopt achter", "", "te laat", "\x00"])
@pytest.mark.parametrize("reason", ["", "Te weinig vrijwilligers"])
@pytest.mark.parametrize("done", ["", "Gedaan"])
def test_a_story_gets_the_answer_of_the_form(deal: Deal, schedule: str, reason: str, done: str) -> None:
    cells = {"done": done, "schedule": schedule, "reason": reason, "outlook": "Verder", "learned": "", "risks": ""}
    words: dict[str, Any] = {"op schema": "on_schedule", "Loopt achter": "behind"}
    form = ProgressEntryForm(cells | {"schedule": words.get(schedule, schedule), "submit": "1"})
    values, errors = FormRules(ProgressEntryForm(), ProgressEntry.content_fields).clean(cells)
    assert errors == {name: list(found) for name, found in form.errors.items()}
    assert errors or values == {name: form.cleaned_data[name] for name in ProgressEntry.content_fields}
