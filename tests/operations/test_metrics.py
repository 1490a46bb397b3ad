"""What a monitor counts, and who may ask."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from regiodeal.operations import metrics
from tests.faults.test_lost_connections import address
from tests.portal import ROOT

pytestmark = pytest.mark.django_db


def told(client: Client, **headers: str) -> str:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_requests_are_counted_by_view_and_jobs_by_state(client: Client) -> None:
    client.get("/privacy")
    client.get("/er-is-hier-niets/123")
    text = told(client)
    assert re.search(r'portal_requests_total\{method="GET",status="200",view="privacy"\} [1-9]', text)
    assert re.search(r'portal_request_seconds_count\{view="privacy"\} [1-9]', text)
    assert 'view="none"' in text
    assert "niets" not in text
    assert 'portal_jobs{kind="report",state="queued"} 0.0' in text
    assert 'portal_jobs{kind="ledger",state="entered"} 0.0' in text
    assert "portal_reminders_waiting 0.0" in text
    assert "portal_database_up 1.0" in text


def test_without_a_database_that_is_what_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(metrics, "database", lambda: "OperationalError")
    monkeypatch.setattr(metrics.FromDatabase, "_counted", gone)
    assert "portal_database_up 0.0" in told(client)


def test_what_a_dead_process_told_is_forgotten_and_each_metric_stands_there_once(tmp_path: Path) -> None:
    """Reliability B4: the alarm of the handbook never ended, and the answer was not valid."""
    env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DATABASE_URL": address()}
    scrape = (
        "import django; django.setup(); from regiodeal.operations import metrics as m; {}print(m.scrape().decode())"
    )
    for state in ("m.database = lambda: 'gone'; ", ""):
        command = [sys.executable, "-c", scrape.format(state)]
        text = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^portal_database_up.*", text, re.MULTILINE) == ["portal_database_up 1.0"]
    types = re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)
    assert len(types) == len(set(types))
    rows = [line.rpartition(" ")[0] for line in text.splitlines() if line and not line.startswith("#")]
    assert len(rows) == len(set(rows))
    assert {family.name for family in text_string_to_metric_families(text)} >= {"portal_jobs", "portal_database_up"}


def test_only_who_may_is_told(client: Client, settings: Any) -> None:
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 404
    settings.METRICS_ALLOWED = ["192.0.2.0/24"]
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 200
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "een-lang-token"
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    for wrong in ("Bearer é", "Bearer \udcff", "", "Bearer een-lang-token "):
        assert client.get("/metrics", headers={"authorization": wrong}).status_code == 404
    assert "portal_database_up" in told(client, authorization="Bearer een-lang-token")


def test_the_numbers_of_several_processes_are_added_up(tmp_path: Path) -> None:
    env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    count = (
        "import django; django.setup(); from regiodeal.operations import metrics as m;"
        "m.REQUESTS.labels('x', 'GET', '200').inc(); print(m.scrape().decode())"
    )
    outputs = [
        subprocess.run([sys.executable, "-c", count], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert 'portal_requests_total{method="GET",status="200",view="x"} 2.0' in outputs[1].stdout
