"""The verbs for many entries leave exactly what the verbs for one leave."""

from decimal import Decimal
from typing import Any

import pytest
from django.forms.models import model_to_dict

from pillars.agreed.models import Indicator
from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import BulkStep, Revision, approve_seen, begin_all, revise_all
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of

NOW = at("2026-06-14")
VALUES: dict[str, Any] = {"year": 2025, "measured_on": at("2025-12-31").date(), "value": Decimal("84.00")}
TEXTS = {"source": "Lijst", "note": "Eén\r\nregel"}


@pytest.fixture
def indicator(deal: Deal) -> Indicator:
    """The volunteers: a number a year."""
    return Indicator.objects.get(deal=deal, code=indicator_of(deal, "1.1.1.g-1"))


def left_by(measurement: Measurement) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row and its trail, without their own numbers and the reasons."""
    row = Measurement.objects.get(pk=measurement.pk)
    apart = ("id", "measurement", "reason")
    trail = [model_to_dict(event) for event in row.events.all()]
    return model_to_dict(row), [{name: step[name] for name in step if name not in apart} for step in trail]


@pytest.mark.parametrize("submit", [False, True])
def test_beginning_many(indicator: Indicator, bureau: User, submit: bool) -> None:
    one = Measurement.begin(by=bureau, at=NOW, indicator=indicator, **VALUES, **TEXTS)
    if submit:
        one.submit(by=bureau, at=NOW)
    expected = left_by(one)
    one.events.all().delete()
    one.delete()
    many = [Measurement(indicator=indicator, **VALUES, **TEXTS)]
    begin_all(many, ["Uit een bestand"], BulkStep(by=bureau, at=NOW, submit=submit))
    row, trail = left_by(many[0])
    assert (row | {"id": 0}, trail) == (expected[0] | {"id": 0}, expected[1])
    assert many[0].events.earliest("pk").reason == "Uit een bestand"


@pytest.mark.parametrize("submit", [False, True])
@pytest.mark.parametrize("is_returned", [False, True])
def test_revising_many(
    indicator: Indicator, bureau: User, colleague: User, reviewer: User, submit: bool, is_returned: bool
) -> None:
    found = []
    for year in (2024, 2025):
        figure = Measurement.begin(by=bureau, at=NOW, indicator=indicator, **VALUES | TEXTS | {"year": year})
        if is_returned:
            figure.submit(by=bureau, at=NOW)
            figure.give_back(by=reviewer, at=NOW, reason="Kijk nog eens")
        found.append(figure)
    one, other = found
    values = {"value": Decimal("90.00"), "source": "Andere lijst"}
    one.revise(by=colleague, at=NOW, values=values, version=one.version)
    if submit:
        one.submit(by=colleague, at=NOW)
    revision = Revision(other.pk, other.state, other.version, values)
    assert revise_all(Measurement, [revision], ["Uit een bestand"], BulkStep(by=colleague, at=NOW, submit=submit))
    expected, row = left_by(one), left_by(other)
    for step in [*expected[1], *row[1]]:
        step["before"] |= {"year": ""}
    assert (row[0] | {"id": 0, "year": 0}, row[1]) == (expected[0] | {"id": 0, "year": 0}, expected[1])


def test_what_moved_on_is_not_revised(indicator: Indicator, bureau: User, colleague: User) -> None:
    figure = Measurement.begin(by=bureau, at=NOW, indicator=indicator, **VALUES, **TEXTS)
    step = BulkStep(by=colleague, at=NOW, submit=False)
    for pk, state, version in ((figure.pk, "draft", 9), (figure.pk, "returned", 1), (0, "draft", 1)):
        assert not revise_all(Measurement, [Revision(pk, state, version, {})], [""], step)
    figure.submit(by=bureau, at=NOW)
    assert not revise_all(Measurement, [Revision(figure.pk, "submitted", 2, {"value": 1})], [""], step)
    figure.refresh_from_db()
    assert (int(figure.value), figure.events.count()) == (84, 2)


def submitted(indicator: Indicator, year: int, by: User) -> Measurement:
    """A figure of a year that waits for review."""
    figure = Measurement.begin(by=by, at=NOW, indicator=indicator, **VALUES | TEXTS | {"year": year})
    figure.submit(by=by, at=NOW)
    return figure


def test_approving_many_leaves_what_approving_one_leaves(indicator: Indicator, bureau: User, reviewer: User) -> None:
    one, other = submitted(indicator, 2024, bureau), submitted(indicator, 2025, bureau)
    one.approve(by=reviewer, at=NOW)
    assert approve_seen([other], by=reviewer, at=NOW) == [other]
    expected, found = left_by(one), left_by(other)
    for step in [*expected[1], *found[1]]:
        step["before"] |= {"year": ""}
    assert (found[0] | {"id": 0, "year": 0}, found[1]) == (expected[0] | {"id": 0, "year": 0}, expected[1])


def test_approving_many_leaves_out_what_one_may_not_or_did_not_see(
    indicator: Indicator, bureau: User, colleague: User, reviewer: User
) -> None:
    seen, changed, returned = (submitted(indicator, year, bureau) for year in (2024, 2025, 2026))
    own = submitted(indicator, 2027, reviewer)
    later = Measurement.objects.get(pk=changed.pk)
    later.give_back(by=reviewer, at=NOW, reason="Kijk nog eens")
    later.revise(by=colleague, at=NOW, values={"value": Decimal(90)}, version=later.version)
    later.submit(by=colleague, at=NOW)  # submitted again, and not as it was read
    Measurement.objects.get(pk=returned.pk).give_back(by=reviewer, at=NOW, reason="Kijk nog eens")
    assert approve_seen([seen, changed, returned, own], by=reviewer, at=NOW) == [seen]
    states = [Measurement.objects.get(pk=row.pk).state for row in (seen, changed, returned, own)]
    assert states == ["approved", "submitted", "returned", "submitted"]


def test_nothing_to_do(bureau: User) -> None:
    step = BulkStep(by=bureau, at=NOW, submit=True)
    begin_all([], [], step)
    assert revise_all(Measurement, [], [], step)
    assert approve_seen([], by=bureau, at=NOW) == []
