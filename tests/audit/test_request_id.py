"""One number runs through the log of the web, the log of the worker, and the trail."""

import io
import json
import logging
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from regiodeal.audit import request_id
from regiodeal.audit.json_lines import JsonLines
from regiodeal.audit.models import AuditEntry
from regiodeal.audit.request_id import RequestIdFilter
from regiodeal.config import logs
from regiodeal.deals.roles import Role
from tests.environment import PRODUCTION, environment
from tests.plugins.deal import load_deal_file, person
from tests.worker import running_worker


@pytest.fixture
def log() -> Any:
    """What the web process logs, a JSON object a line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(RequestIdFilter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("offered", ["0f8fad5b-d9cb-469f-a165-70867728950e", "a" * 32])
def test_a_well_formed_number_is_taken_over(db: None, log: Any, offered: str) -> None:
    answer = Client().get("/privacy", headers={"X-Request-ID": offered})
    assert answer.headers["X-Request-ID"] == offered
    (line,) = [line for line in log() if line["logger"] == "portal.request"]
    assert (line["request_id"], line["route"], line["status"], line["method"]) == (offered, "privacy", 200, "GET")
    assert line["time"]


@pytest.mark.parametrize("offered", ["kort", "a" * 65, 'x" onload="', "aaaaaaaa\nFAKE", "", "-aaaaaaaaa"])
def test_another_is_replaced(db: None, offered: str) -> None:
    number = Client().get("/privacy", headers={"X-Request-ID": offered}).headers["X-Request-ID"]
    assert number != offered
    assert len(number) == 32


def test_no_log_line_holds_a_token(db: None, log: Any) -> None:
    Client().get("/uitnodiging/een-geheim-token/")
    Client().get("/agenda/een-geheim-token.ics")
    lines = log()
    assert len(lines) >= 2
    assert "een-geheim-token" not in json.dumps(lines)


def test_the_level_and_form_come_from_the_environment() -> None:
    read = environment(LOG_LEVEL="debug", LOG_FORMAT="json")
    made = logs.settings(read.LOG_LEVEL, read.LOG_FORMAT)
    assert made["root"]["level"] == "DEBUG"
    assert made["handlers"]["console"]["formatter"] == "json"
    production = environment(**PRODUCTION)
    assert (production.LOG_LEVEL, production.LOG_FORMAT) == ("INFO", "json")
    assert (environment().LOG_LEVEL, environment().LOG_FORMAT) == ("WARNING", "line")
    for wrong in ({"LOG_LEVEL": "HARD"}, {"LOG_FORMAT": "xml"}):
        with pytest.raises(ImproperlyConfigured, match=r"LOG_LEVEL is one of DEBUG, .*; LOG_FORMAT is json or line"):
            environment(**wrong)


@pytest.mark.django_db(transaction=True)
def test_one_number_in_web_worker_and_trail(
    log: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_FORMAT", "json")
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    deal = load_deal_file()
    bureau = person(deal, "Bureau", Role.BUREAU)
    client, number, worker_log = Client(), "f" * 32, tmp_path / "worker.log"
    client.force_login(bureau)
    with running_worker(worker_log):
        asked = {"year": 2026, "stage": "concept"}
        answer = client.post(reverse("build-report", args=[deal.slug]), asked, headers={"X-Request-ID": number})
        assert answer.status_code == 302, answer.content.decode()
        until = time.monotonic() + 90
        while time.monotonic() < until and not AuditEntry.objects.filter(kind="job").exists():
            time.sleep(0.3)
    of_web = [line for line in log() if line["request_id"] == number]
    assert {"portal.request", "portal.audit"} <= {line["logger"] for line in of_web}
    of_worker = [json.loads(line) for line in worker_log.read_text().splitlines() if line.startswith("{")]
    (task,) = [line for line in of_worker if line["logger"] == "portal.task"]
    assert (task["request_id"], task["task"]) == (number, "reporting.tasks.build_annual_report")
    kinds = AuditEntry.objects.filter(request_id=number).values_list("kind", "action", "result").order_by("pk")
    assert list(kinds) == [("change", "build-report", "done"), ("job", "reporting.tasks.build_annual_report", "done")]
    assert AuditEntry.objects.get(kind="job").deal == deal
    assert request_id.current() == number  # the last request of this process
