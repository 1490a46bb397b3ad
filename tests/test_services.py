"""The services of the test run are there, and end with it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis
from django.db import connection

from tests import services
from tests.portal import ROOT


@pytest.mark.django_db
def test_the_suite_runs_on_postgresql() -> None:
    assert connection.vendor == "postgresql"


def test_the_suite_has_a_redis_of_its_own() -> None:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        assert client.ping()
        assert client.config_get("save") == {"save": ""}


def test_a_database_without_its_password_is_closed() -> None:
    url = os.environ["DATABASE_URL"].replace("portal:", "portal:not")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_a_service_ends_with_its_block(tmp_path: Path) -> None:
    with services.redis_server(tmp_path / "redis") as url:
        assert services.answers_redis(url)
    assert not services.answers_redis(url)


def test_a_service_that_cannot_start_tells_why(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", "raise SystemExit('no room')"]
    with services.running(command, log=log) as process, pytest.raises(RuntimeError, match="no room"):
        services.wait_until(lambda: False, process, log)


def test_a_service_ends_when_the_tests_are_killed(tmp_path: Path) -> None:
    starter = (
        "import sys, time; from pathlib import Path; from tests import services\n"
        "with services.redis_server(Path(sys.argv[1])) as url:\n"
        "    print(url, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", starter, str(tmp_path / "redis")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        assert services.answers_redis(url)
        process.kill()
    for _ in range(100):
        if not services.answers_redis(url):
            return
        time.sleep(0.05)
    pytest.fail("Redis goes on without its tests")
