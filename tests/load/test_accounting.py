"""The load notices a save that was lost, one that was changed, and one that nobody was told of."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pillars.agreed.models import Indicator, Measure
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.models import KeptForm, UnsavedWork
from tests.load.accounting import Save, discrepancies, kept_saves, lost_half_typed, not_standing
from tests.load.figures import Asked, percentile, table
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of

NOW = at("2026-05-20")


@pytest.fixture
def figure(deal: Deal, bureau: User) -> Measurement:
    """A figure that was saved twice."""
    values: dict[str, Any] = {"source": "telling", "measured_on": date(2026, 5, 20), "year": 2025}
    indicator = Indicator.objects.get(deal=deal, code=indicator_of(deal, "1.1.1.g-1"))
    row = Measurement.begin(by=bureau, at=NOW, indicator=indicator, value=Decimal("84.5"), note="een", **values)
    row.revise(by=bureau, at=NOW, values={"value": Decimal(90), "note": "twee"}, version=1)
    return row


def saves(figure: Measurement, by: User) -> list[Save]:
    """What its author was told."""
    place = figure.indicator.code
    return [Save(by.email, place, "84.5", "een"), Save(by.email, place, "90", "twee")]


def test_all_that_was_answered_as_saved_is_found_back(deal: Deal, bureau: User, figure: Measurement) -> None:
    assert discrepancies(saves(figure, bureau), kept_saves(deal, [bureau.email])) == []
    assert list(not_standing(deal)) == []


def test_a_lost_save_is_noticed_and_one_that_nobody_was_told_of(deal: Deal, bureau: User, figure: Measurement) -> None:
    first, second = saves(figure, bureau)
    never = Save(bureau.email, first.place, "7", "drie")
    kept = list(kept_saves(deal, [bureau.email]))
    assert discrepancies([first, second, never], kept) == [f"lost: {never}"]
    assert discrepancies([first], kept) == [f"kept, but not answered as saved: {second}"]


def test_a_figure_that_stands_otherwise_than_it_was_saved_is_noticed(deal: Deal, figure: Measurement) -> None:
    Measurement.objects.update(value=91)
    assert list(not_standing(deal)) == [f"pillars.Measurement {figure.pk}: it does not say what its last step says"]


def test_a_story_is_found_back_by_its_measure_and_year(deal: Deal, bureau: User) -> None:
    measure = Measure.objects.filter(deal=deal)[0]
    texts = {"done": "gedaan", "schedule": "on_schedule", "outlook": "verder"}
    ProgressEntry.begin(by=bureau, at=NOW, measure=measure, year=2026, **texts)
    told = Save(bureau.email, f"{measure.code} 2026", "", "gedaan")
    assert discrepancies([told], kept_saves(deal, [bureau.email])) == []


def test_half_typed_work_that_is_gone_is_noticed(deal: Deal, bureau: User) -> None:
    UnsavedWork.objects.keep(user=bureau, deal=deal, key="ronde 2026", kept=KeptForm({"rij-a note": ["half"]}), at=NOW)
    assert list(lost_half_typed(deal, {bureau.email: "half"})) == []
    assert len(list(lost_half_typed(deal, {bureau.email: "anders"}))) == 1
    assert len(list(lost_half_typed(deal, {bureau.email: ""}))) == 1
    assert len(list(lost_half_typed(deal, {"weg@example.nl": "half"}))) == 1


def test_the_table_counts_faults_and_says_within_which_time_how_many_were_answered() -> None:
    times = [number / 100 for number in range(1, 101)]
    assert [percentile(times, share) for share in (0.5, 0.95, 0.99, 1)] == [0.5, 0.95, 0.99, 1.0]
    assert percentile([0.2], 0.95) == 0.2
    asked = [Asked("save a figure", 1, 0.1), Asked("save a story", 2, 0.3, "500"), Asked("look", 3, 0.2)]
    *_head, saved, everything = table(asked).splitlines()
    assert saved == "| **all saves** | 2 | 1 | 100 ms | 300 ms | 300 ms | 300 ms |"
    assert everything == "| **all requests** | 3 | 1 | 200 ms | 300 ms | 300 ms | 300 ms |"
