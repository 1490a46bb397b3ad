"""A query that is written once gives what the queryset gives, for every deal and day, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from finance import sums
from finance.models import Receipt
from finance.models.bookings import end_of
from finance.rules import facts
from regiodeal.covenant.access import memberships_of
from regiodeal.covenant.models import Deal, User
from regiodeal.covenant.obligations.deadlines import calendar
from regiodeal.covenant.prepared import Prepared, some_day, some_deal
from tests.plugins.deal import run

pytestmark = pytest.mark.django_db

type Asking = Callable[[Deal, date], QuerySet[Any, Any]]


@pytest.mark.parametrize(("prepared", "build"), [(sums._SUMS, sums._sums), (facts._COUNTS, facts._counts)])
def test_it_gives_what_the_queryset_gives(deal: Deal, prepared: Prepared[Any], build: Asking) -> None:
    run("load_example", deal.slug)
    seen = set()
    for days in range(0, 1500, 100):
        on = deal.in_force_on + timedelta(days=days)
        rows = prepared.rows(deal, on)
        assert sorted(map(repr, rows)) == sorted(map(repr, build(deal, on)))
        seen.add(len(rows))
    assert len(seen) > 3  # the day matters
    assert [row for row in prepared.rows(some_deal(0), on) if row[-1]] == []


@pytest.mark.django_db(transaction=True)
def test_other_threads_read_with_what_one_thread_wrote(deal: Deal, bureau: User) -> None:
    run("load_example", deal.slug)
    on = deal.in_force_on + timedelta(days=1200)

    def read(_number: int) -> tuple[Any, ...]:
        try:
            (membership,) = memberships_of(bureau, deal.slug)
            last_days = [(row.title, row.due_on, row.done_on) for row in calendar(deal, on=on)]
            return sums.cells(deal, on), membership, membership.deal.name, last_days
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(read, range(8)))
    assert found == [read(0)] * 8
    assert all(len(part) for part in (found[0][0], found[0][3]))


def test_it_asks_once(deal: Deal) -> None:
    sums._SUMS.rows(deal, deal.in_force_on)
    with CaptureQueriesContext(connection) as asked:
        sums._SUMS.rows(deal, deal.in_force_on)
    assert len(asked) == 1


def test_what_follows_from_a_value_that_is_not_named_is_refused(deal: Deal) -> None:
    def booked(deal: Deal, on: date) -> QuerySet[Any, Any]:
        return Receipt.objects.filter(deal=deal, booked_on__lte=on, decided_at__lt=end_of(on)).values_list("pk")

    def stand_in(number: int) -> tuple[Any, ...]:
        return some_deal(number), some_day(number)

    whole = Prepared(booked, values=lambda deal, on: (deal.pk, on, end_of(on)), stand_in=stand_in)
    assert whole.rows(deal, deal.in_force_on) == []
    with pytest.raises(ValueError, match="not among the values"):
        Prepared(booked, values=lambda deal, on: (deal.pk, on), stand_in=stand_in).rows(deal, deal.in_force_on)
    of_year = Prepared(
        lambda deal, on: booked(deal, on).filter(year__lte=on.year),
        values=lambda deal, on: (deal.pk, on, end_of(on)),
        stand_in=stand_in,
    )
    with pytest.raises(ValueError, match="not among the values"):
        of_year.rows(deal, deal.in_force_on)
    never = Prepared(booked, values=lambda deal, on: (deal.pk, on, end_of(on), deal.ends_on), stand_in=stand_in)
    with pytest.raises(ValueError, match="must be found"):
        never.rows(deal, deal.in_force_on)
