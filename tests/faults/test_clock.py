"""The clock goes forward and back: what belongs to a day stays with it, and nothing happens twice or never."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.core import mail
from django.utils import timezone

from finance.ledger.models import end_of
from finance.position.money_position import position
from regiodeal.config.scheduler import SteadyScheduler
from regiodeal.deals.models import Deal, User
from regiodeal.notices.reminders import remind
from tests.faults.sound import assert_sound
from tests.plugins.figures import indicator_of, measure
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_the_days_of_the_change_are_23_and_25_hours_long() -> None:
    for day, hours in ((SPRING, 23), (AUTUMN, 25), (date(2026, 6, 1), 24)):
        length = end_of(day).astimezone(UTC) - end_of(day - timedelta(days=1)).astimezone(UTC)
        assert length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("day", "last", "next_day"),
    [
        (SPRING, "2026-03-29T21:59:59+00:00", "2026-03-29T22:00:00+00:00"),  # summer time: two hours ahead
        (AUTUMN, "2026-10-25T22:59:59+00:00", "2026-10-25T23:00:00+00:00"),  # winter time: one hour ahead
    ],
)
def test_what_is_approved_in_the_last_second_counts_that_day(  # noqa: PLR0917
    deal: Deal, bureau: User, controller: User, book: Book, day: date, last: str, next_day: str
) -> None:
    for moment, amount in ((last, "100.00"), (next_day, "1.00")):
        row = book("expenditure", "A-rijk", amount, on="2026-01-15", state="submitted")
        row.approve(by=controller, at=datetime.fromisoformat(moment))
    assert str(position(deal, on=day).of_line("A-rijk").amounts.spent) == "100.00"
    assert str(position(deal, on=day + timedelta(days=1)).of_line("A-rijk").amounts.spent) == "101.00"
    assert_sound(deal)


def test_the_scheduler_goes_on_after_a_clock_that_ran_ahead(tmp_path: Path) -> None:
    """Reliability B2: after three days ahead it did nothing for three days, through restarts."""
    app = Celery(set_as_current=False, broker="memory://")
    app.conf.beat_schedule = {f"each-{number}": {"task": "some.task", "schedule": 15.0} for number in range(3)}

    def scheduler() -> SteadyScheduler:
        return SteadyScheduler(app=app, schedule_filename=str(tmp_path / "schedule"))

    ahead = scheduler()
    for entry in ahead.schedule.values():
        entry.last_run_at = app.now() + timedelta(days=3)
    ahead.sync()
    ahead.close()
    after = scheduler()
    for entry in (row for name, row in after.schedule.items() if name.startswith("each-")):
        is_due, seconds = after.is_due(entry)
        assert is_due or seconds <= 15
        entry.last_run_at = app.now() - timedelta(seconds=16)
        assert after.is_due(entry)[0]
    after.close()


def test_it_goes_on_in_the_same_process_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Celery(set_as_current=False, broker="memory://")
    app.conf.beat_schedule = {f"each-{number}": {"task": "some.task", "schedule": 15.0} for number in range(3)}
    running = SteadyScheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
    sent: list[str] = []
    monkeypatch.setattr(running, "apply_async", lambda entry, **_more: sent.append(entry.name))
    real = time.time
    with monkeypatch.context() as clock:
        clock.setattr(time, "time", lambda: real() + 3 * 24 * 3600)
        running.tick()
    for entry in running.schedule.values():
        entry.last_run_at = app.now() - timedelta(seconds=16)
    sent.clear()
    for _ in range(4):
        running.tick()
    assert sorted(sent) == ["each-0", "each-1", "each-2"]
    running.close()


@pytest.mark.parametrize("hour", ["2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"])  # 2:30, and 2:30 again
def test_a_figure_of_the_hour_that_comes_twice_is_of_that_day(
    deal: Deal, bureau: User, reviewer: User, hour: str
) -> None:
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-10-01", by=bureau)
    figure.approve(by=reviewer, at=datetime.fromisoformat(hour))
    rows = type(figure).objects
    assert [rows.known_on(day).count() for day in (AUTUMN - timedelta(days=1), AUTUMN)] == [0, 1]
    assert_sound(deal)


def test_reminders_of_the_hour_that_comes_twice_go_out_once(deal: Deal, bureau: User) -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    told = [remind(at=first + timedelta(hours=hours)) for hours in (0, 1, 2)]
    assert sum(told) == len(mail.outbox) == len({message.to[0] for message in mail.outbox})
    spring = [remind(at=datetime(2026, 3, 29, hour, 30, tzinfo=UTC)) for hour in (0, 1)]
    assert spring[1] == 0
    assert timezone.localdate(first) == AUTUMN
