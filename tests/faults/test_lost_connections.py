"""The database connection is lost, or the web server is killed, in the middle of a save: whole, or not there."""

import os
import signal
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.test import Client

from pillars.measurements.models import Measurement, MeasurementEvent
from regiodeal.deals.models import Deal, User
from tests.faults.sound import assert_sound
from tests.pillars.measurements.test_entering import post_figure
from tests.plugins.deal import Enter
from tests.plugins.figures import indicator_of
from tests.services import children, free_port, running, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds; it takes one on a quiet machine


def address() -> str:
    url, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    return f"{url}/{connection.settings_dict['NAME']}"


@pytest.fixture
def beside() -> Iterator[psycopg.Connection]:
    """Another connection to the same database."""
    with psycopg.connect(address(), autocommit=True) as other:
        yield other


def test_a_connection_that_is_cut_half_way_leaves_nothing_and_the_next_request_works(
    deal: Deal, bureau: User, beside: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(bureau)
    before = assert_sound(deal)
    usual: Any = Measurement.tell

    def cut(self: Measurement, *args: Any, **kwargs: Any) -> None:
        assert Measurement.objects.exists()  # the row is there, its trail is not
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        beside.execute("SELECT pg_terminate_backend(%s)", [pid])
        usual(self, *args, **kwargs)

    monkeypatch.setattr(Measurement, "tell", cut)
    answer = post_figure(client, deal)
    monkeypatch.setattr(Measurement, "tell", usual)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "De gegevens zijn even niet te bereiken" in answer.content.decode()
    close_old_connections()  # as the web server does before each request
    assert not Measurement.objects.exists()
    assert assert_sound(deal) == before
    assert post_figure(client, deal).status_code == 302
    assert Measurement.objects.count() == 1
    assert_sound(deal)


WEB = ("-m", "regiodeal.config.web_server")


def test_a_web_server_that_is_killed_in_the_middle_of_a_save_leaves_a_whole_row_or_none(
    deal: Deal, bureau: User, enter: Enter, beside: psycopg.Connection, tmp_path: Path
) -> None:
    before = assert_sound(deal)
    port, log = free_port(), tmp_path / "web.log"
    save = saving_at(port, deal, enter(bureau).cookies[settings.SESSION_COOKIE_NAME].value)
    env = {**os.environ, "DATABASE_URL": address(), "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": settings.SECRET_KEY}
    env["PORT"] = str(port)
    command = [sys.executable, *WEB]
    with running(command, log=log, env=env) as process:
        wait_until(lambda: alive(port), process, log)
        with psycopg.connect(address()) as holder:
            # The save comes as far as the first row of its trail, and waits there.
            holder.execute(f"LOCK TABLE {MeasurementEvent._meta.db_table} IN ACCESS EXCLUSIVE MODE")
            saving = ThreadPoolExecutor().submit(save)
            assert waits(beside), log.read_text()
            for worker in children(process.pid):
                os.kill(worker, signal.SIGKILL)
            process.kill()
            process.wait()
            holder.rollback()
        assert saving.result(PATIENCE) != ""  # whoever saved was not told that it went well
    assert settles(beside)
    assert Measurement.objects.count() == MeasurementEvent.objects.count() == 0
    assert assert_sound(deal) == before


def saving_at(port: int, deal: Deal, session: str) -> Callable[[], str]:
    """What saves a figure in the real web server; it returns the error, or nothing when it went well."""
    indicator = deal.indicator_set.get(code=indicator_of(deal, "1.1.1.g-1"))
    values = {"year": "2025", "value": "84", "source": "Lijst"}
    body = "&".join(f"indicator-{indicator.pk}-{name}={value}" for name, value in values.items()) + "&submit=1"
    token = "a" * 32
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}"
    path = f"/deals/{deal.slug}/resultaten/1.1.1.g/metingen/{indicator.code}/"
    headers = {"Cookie": cookies, "X-CSRFToken": token}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body.encode(), headers)

    def save() -> str:
        try:
            urllib.request.urlopen(request, timeout=PATIENCE).close()
        except OSError as error:
            return type(error).__name__
        return ""

    return save


def alive(port: int) -> bool:
    """Whether the web server answers."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
    except OSError:
        return False
    return True


def waits(beside: psycopg.Connection) -> bool:
    """Whether somebody comes to wait for a lock."""
    return _becomes(beside, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')")


def settles(beside: psycopg.Connection) -> bool:
    """Whether the killed server's connection has gone, and with it what it did not finish."""
    name = connection.settings_dict["NAME"]
    others = "pid <> pg_backend_pid() AND state LIKE '%in transaction%' OR wait_event_type = 'Lock'"
    return _becomes(beside, f"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '{name}' AND ({others}))")


def _becomes(beside: psycopg.Connection, query: str) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        row = beside.execute(query).fetchone()
        if row and row[0]:
            return True
        time.sleep(0.05)
    return False
