"""Every change of a deal is marked by the database itself, whoever makes it, and another deal does not hear of it."""

import sqlite3
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from pillars.measurements.models import Measurement
from regiodeal.audit.models import AuditEntry
from regiodeal.caching.models import EVERY_DEAL, DataMark, data_version
from regiodeal.caching.triggers import MANY, fold, install, mark_everything, marked_models
from regiodeal.deals.deal_models import rows_of
from regiodeal.deals.models import Deal, User
from tests.faults.test_lost_connections import address
from tests.plugins.figures import indicator_of, measure
from tests.portal import Portal


def version(deal: Deal) -> int:
    """The data version of the deal, as a page asks it."""
    return data_version(deal.slug)


def forget() -> None:
    """Begin without marks."""
    DataMark.objects.all().delete()


def touch(model: type[Model], row: Any) -> bool:
    """Write a row as it is; False where the database lets nobody."""
    field = next(field for field in model._meta.concrete_fields if not field.primary_key)
    try:
        with transaction.atomic():
            return model._base_manager.filter(pk=row.pk).update(**{field.attname: getattr(row, field.attname)}) == 1
    except DatabaseError:
        return False


@pytest.mark.usefixtures("example")
def test_a_change_in_any_table_marks_its_deal_and_no_other(deal: Deal, veenland: Deal) -> None:
    touched = []
    for model, ways in marked_models():
        row = rows_of(model, ways, deal.pk).first()
        forget()
        if row is not None and touch(model, row):
            assert (version(deal) != 0, version(veenland)) == (True, 0), model._meta.label
            touched.append(model._meta.label)
    assert len(touched) > 50
    assert {"deals.Deal", "deals.Membership", "pillars.Measurement", "finance.Expenditure"} <= set(touched)
    assert AuditEntry._meta.label not in touched


@pytest.mark.django_db
def test_each_table_hears_of_new_changed_and_removed_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_object_table, event_manipulation FROM information_schema.triggers "
            "WHERE trigger_name LIKE 'mark%' AND action_timing = 'AFTER' AND action_orientation = 'STATEMENT'"
        )
        there = set(cursor.fetchall())
    for model, _ways in marked_models():
        for verb in ("INSERT", "UPDATE", "DELETE"):
            assert (model._meta.db_table, verb) in there
    assert install("default") == 0


@pytest.mark.django_db
def test_a_row_that_comes_and_goes_is_marked_twice(deal: Deal, bureau: User) -> None:
    code = indicator_of(deal, "1.1.1.g-1")
    forget()
    measure(deal, code, 84, "2025-12-31", by=bureau, year=2025)
    assert version(deal) != 0
    forget()
    with connection.cursor() as cursor:  # as a script by hand does
        cursor.execute("DELETE FROM pillars_measurementevent")
        assert version(deal) != 0
        forget()
        cursor.execute("DELETE FROM pillars_measurement")
    assert (version(deal) != 0, Measurement.objects.exists()) == (True, False)


@pytest.mark.django_db
def test_a_new_name_shows_in_every_deal_and_a_visit_in_none(deal: Deal, veenland: Deal, bureau: User) -> None:
    forget()
    User.objects.filter(pk=bureau.pk).update(last_login=timezone.now())
    assert (version(deal), version(veenland)) == (0, 0)
    User.objects.filter(pk=bureau.pk).update(name="Noor")
    assert version(deal) == version(veenland) != 0


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_each_changes_the_version_when_it_is_there(deal: Deal) -> None:
    """The first to begin ends last: a version that only looked at the highest number would not notice it."""
    seen = [version(deal)]
    change = "UPDATE deals_deal SET short_name = short_name WHERE id = %s"
    pillar = "UPDATE pillars_pillar SET name = name WHERE deal_id = %s"
    with psycopg.connect(address()) as slow, psycopg.connect(address()) as quick:
        slow.execute(change, [deal.pk])
        quick.execute(pillar, [deal.pk])
        assert version(deal) == seen[0]  # nobody waited, and nothing is there yet
        quick.commit()
        seen.append(version(deal))
        slow.commit()
        seen.append(version(deal))
        slow.execute(change, [deal.pk])
        slow.rollback()
        assert version(deal) == seen[-1]  # what was taken back did not happen
    assert len(set(seen)) == 3


@pytest.mark.django_db
def test_many_marks_become_one_and_few_stay(deal: Deal, veenland: Deal) -> None:
    forget()
    for key, number in ((deal.pk, MANY + 1), (veenland.pk, MANY)):
        DataMark.objects.bulk_create(DataMark(deal_key=key, mark=n) for n in range(number))
    before = version(deal), version(veenland)
    assert fold("default") == 1
    assert DataMark.objects.filter(deal_key=deal.pk).count() == 1
    assert version(deal) != before[0]
    assert version(veenland) == before[1]
    mark_everything()
    assert version(veenland) != before[1]
    assert DataMark.objects.filter(deal_key=EVERY_DEAL).count() == 1


def test_sqlite_marks_too(sqlite_portal: Portal) -> None:
    sqlite_portal.manage("load_deal", "tests/deals/veenland.yaml")
    with sqlite3.connect(sqlite_portal.data_dir / "portal.sqlite3") as database:

        def marks() -> Any:
            return database.execute("SELECT mark FROM caching_datamark WHERE deal_key <> 0").fetchall()

        for change in (
            "UPDATE pillars_measure SET title = title",
            "UPDATE pillars_indicatoritem SET name = name",  # by way of its indicator
            "UPDATE deals_deal SET name = name",
            "DELETE FROM pillars_result_measures",
        ):
            before = marks()
            assert database.execute(change).rowcount > 0, change
            assert len(marks()) == 1
            assert marks() != before, change
    database.close()
