"""A large portal from a small one: the copies say what the deal says, and the deal itself stays as it was."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from finance.position.money_position import position
from pillars.agreed.models import Result
from pillars.measurements.models import Measurement, MeasurementEvent
from pillars.progress.deal_progress import DealProgress, deal_progress
from regiodeal.deals.models import Deal
from regiodeal.operations.checksums import checksum, faults
from reporting.portfolio.deal_figures import deal_figures
from tests.bench.copies import LEFT_OUT
from tests.bench.thousand import RefusedError, Size, multiply
from tests.plugins.deal import SLUG

ON = date(2026, 6, 14)


@pytest.fixture
def example(deal: Deal) -> Deal:
    """The deal with its example people, progress and money."""
    call_command("load_example", deal.slug, verbosity=0)
    return Deal.objects.get(pk=deal.pk)


def told(progress: DealProgress) -> list[tuple[str, str, Any, str]]:
    """Every target with its status, value and reason."""
    return [(row.target.code, row.status.value, row.outcome.value, row.outcome.reason) for row in progress.targets]


def test_a_copy_says_the_same_and_holds_together(example: Deal) -> None:
    before, own = checksum(example), Measurement.objects.count()
    multiply(example, Size(2, 2 * 43, 2 * own))
    connection.check_constraints()
    assert Size.now() == Size(2, 86, 2 * own)
    assert without(LEFT_OUT, checksum(example).parts) == without(LEFT_OUT, before.parts)
    copy = Deal.objects.get(slug=f"{SLUG}-1")
    assert list(faults(copy)) == []
    assert told(deal_progress(copy, on=ON)) == told(deal_progress(example, on=ON))
    assert position(copy, on=ON).total() == position(example, on=ON).total()
    assert deal_figures(copy, on=ON) == deal_figures(example, on=ON)
    for name, (count, _digest) in without(LEFT_OUT, checksum(copy).parts).items():
        assert count == before.parts[name][0], name


def without(names: set[str], parts: dict[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """The parts of a checksum but for some."""
    return {name: part for name, part in parts.items() if name not in names}


def test_extra_rows_are_spread_change_no_figure_and_ask_the_database_as_often(
    example: Deal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = checksum(example).parts
    multiply(example, Size(2, 90, 1001))
    multiply(example, Size(3, 140, 2001))  # it goes on where it stopped
    connection.check_constraints()
    assert Size.now() == Size(3, 140, 2001)
    first, second = (Deal.objects.get(slug=f"{SLUG}-{number}") for number in (1, 2))
    assert [Result.objects.filter(deal=copy).count() for copy in (first, second)] == [47, 50]
    was = told(deal_progress(example, on=ON))
    now = [row for row in told(deal_progress(first, on=ON)) if "-extra" not in row[0]]
    assert now == was
    for extra in Result.objects.filter(deal=first, code__contains="-extra"):
        was_copied = Result.objects.get(deal=first, code=extra.code.partition("-extra")[0])
        assert extra.targets.count() == was_copied.targets.count() > 0
    assert list(faults(first)) == []
    assert not Measurement.objects.filter(events=None).exists()
    for event in MeasurementEvent.objects.filter(measurement__indicator__deal=second).select_related("measurement"):
        item = event.measurement.item_id and str(event.measurement.item_id)
        assert event.before in ({}, event.before | {"item": item})
    assert checksum(example).parts["Measurement"] == before["Measurement"]
    for deal in (example, first, second):
        with django_assert_num_queries(8):
            deal_progress(deal, on=ON)


@pytest.mark.parametrize("size", [Size(1, 43, 5000), Size(3, 100, 5000), Size(3, 200, 200)])
def test_fewer_than_whole_copies_is_refused(example: Deal, size: Size) -> None:
    with pytest.raises(RefusedError, match="ask more"):
        multiply(example, size)
    assert Deal.objects.count() == 1


def test_it_is_refused_beside_a_deal_that_is_no_example(deal: Deal) -> None:
    with pytest.raises(RefusedError, match=deal.slug):
        multiply(deal, Size())
