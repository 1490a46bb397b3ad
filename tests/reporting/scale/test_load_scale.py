"""A large portal from a small one: the copies say what the deal says, and the deal itself stays as it was."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from finance.position import position
from pillars.models import Measurement, MeasurementEvent, Result
from pillars.progress import DealProgress, deal_progress
from regiodeal.covenant.models import Deal
from regiodeal.covenant.operations.checksum import checksum, faults
from reporting.models import DealFigures
from reporting.portfolio.figures import deal_figures
from reporting.scale.copying import LEFT_OUT
from tests.plugins.deal import SLUG, run

ON = date(2026, 6, 14)


@pytest.fixture
def example(deal: Deal) -> Deal:
    """The deal with its example people, progress and money."""
    call_command("load_example", deal.slug, verbosity=0)
    return Deal.objects.get(pk=deal.pk)


def told(progress: DealProgress) -> list[tuple[str, str, Any, str]]:
    """Every target with its status, value and reason."""
    return [(row.target.code, row.status.value, row.outcome.value, row.outcome.reason) for row in progress.targets]


def test_three_deals_say_the_same_and_hold_together(example: Deal) -> None:
    before, own = checksum(example), Measurement.objects.count()
    out = run("load_scale", "--deals", "3", "--results", str(3 * 43), "--measurements", str(3 * own), "--yes")
    connection.check_constraints()
    assert f"3 deals, 129 resultaten, {3 * own} metingen" in out
    after = checksum(example)
    assert {name: part for name, part in after.parts.items() if name not in LEFT_OUT} == {
        name: part for name, part in before.parts.items() if name not in LEFT_OUT
    }
    copies = [Deal.objects.get(slug=f"{SLUG}-{number}") for number in (1, 2)]
    for copy in copies:
        assert list(faults(copy)) == []
        assert told(deal_progress(copy, on=ON)) == told(deal_progress(example, on=ON))
        assert position(copy, on=ON).total() == position(example, on=ON).total()
        for name, (count, _digest) in checksum(copy).parts.items():
            assert count == before.parts[name][0] or name in LEFT_OUT, name
        assert DealFigures.objects.get(deal=copy).figures == DealFigures.objects.get(deal=example).figures


def test_extra_results_and_measurements_are_spread_and_change_no_figure(example: Deal) -> None:
    before = checksum(example).parts
    run("load_scale", "--deals", "3", "--results", "140", "--measurements", "1001", "--unprepared", "--yes")
    connection.check_constraints()
    assert (Deal.objects.count(), Result.objects.count(), Measurement.objects.count()) == (3, 140, 1001)
    first, second = (Deal.objects.get(slug=f"{SLUG}-{number}") for number in (1, 2))
    assert Result.objects.filter(deal=first).count() == 49  # 140 - 43 = 97: the first gets one more
    assert Result.objects.filter(deal=second).count() == 48
    was = told(deal_progress(example, on=ON))
    now = [row for row in told(deal_progress(first, on=ON)) if "-extra" not in row[0]]
    assert now == was
    for extra in Result.objects.filter(deal=first, code__contains="-extra"):
        was_copied = Result.objects.get(deal=first, code=extra.code.partition("-extra")[0])
        assert extra.targets.count() == was_copied.targets.count() > 0
    assert list(faults(first)) == []
    assert not Measurement.objects.filter(events=None).exists()
    for event in MeasurementEvent.objects.filter(measurement__indicator__deal=second).select_related("measurement"):
        assert event.content["item"] == (event.measurement.item_id and str(event.measurement.item_id))
    assert checksum(example).parts["pillars.Measurement"] == before["pillars.Measurement"]
    assert not DealFigures.objects.exists()


def test_it_goes_on_where_it_stopped(example: Deal) -> None:
    run("load_scale", "--deals", "2", "--results", "86", "--measurements", "500", "--unprepared", "--yes")
    run("load_scale", "--deals", "3", "--results", "129", "--measurements", "700", "--unprepared", "--yes")
    connection.check_constraints()
    assert sorted(Deal.objects.values_list("slug", flat=True)) == [SLUG, f"{SLUG}-1", f"{SLUG}-2"]
    new = Deal.objects.create(slug="nieuw", name="Nieuw", **_dates(example))
    assert new.pk > Deal.objects.get(slug=f"{SLUG}-2").pk


def test_a_deal_with_fourteen_times_the_figures_asks_the_database_as_often(
    example: Deal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run("load_scale", "--deals", "2", "--results", "100", "--measurements", "2000", "--unprepared", "--yes")
    for deal in Deal.objects.all():
        with django_assert_num_queries(7):
            deal_progress(deal, on=ON)
        assert deal_figures(deal, on=ON)["results"] == Result.objects.filter(deal=deal).count()


def test_it_does_nothing_without_yes(example: Deal) -> None:
    with pytest.raises(CommandError, match="Er is niets gemaakt"):
        run("load_scale", "--deals", "3")
    assert Deal.objects.count() == 1


def test_it_is_refused_beside_a_deal_that_is_no_example(example: Deal, veenland: Deal) -> None:
    with pytest.raises(CommandError, match=veenland.slug):
        run("load_scale", "--yes")


def test_it_is_refused_in_production(example: Deal, settings: Any) -> None:
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="niet in productie"):
        run("load_scale", "--yes")


@pytest.mark.parametrize(("deals", "results"), [("1", "43"), ("3", "100")])
def test_fewer_than_whole_copies_is_refused(example: Deal, deals: str, results: str) -> None:
    with pytest.raises(CommandError, match=r"Vraag er"):
        run("load_scale", "--deals", deals, "--results", results, "--measurements", "5000", "--yes")
    assert Deal.objects.count() == 1


def test_it_is_refused_on_sqlite(sqlite_portal: Any) -> None:
    assert "alleen op PostgreSQL" in sqlite_portal.manage("load_scale", "--yes", check=False).stderr


def _dates(deal: Deal) -> dict[str, Any]:
    names = ("short_name", "region_name", "article", "signed_on", "in_force_on", "ends_on", "financing_ends_on")
    return {name: getattr(deal, name) for name in names}
