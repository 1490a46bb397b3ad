"""The pages of the site itself, and what a monitor is told."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from regiodeal.operations import health
from regiodeal.operations.tasks import heartbeat


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_all_is_well_once_the_worker_gave_a_sign(client: Client, data: Path) -> None:
    assert client.get("/readyz").json()["parts"]["worker"] == "no sign of life yet"
    heartbeat()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (200, "ready")


@pytest.mark.django_db
def test_a_silent_worker_degrades_and_does_not_stop_people(client: Client, data: Path) -> None:
    health.beat(now=time.time() - 600)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (200, "degraded")
    assert answer.json()["parts"]["worker"].startswith("silent for 6")


@pytest.mark.django_db
def test_without_a_broker_people_can_go_on(client: Client, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat()
    monkeypatch.setattr("celery.current_app.conf.broker_write_url", "redis://127.0.0.1:1/0")  # nobody listens there
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (200, "degraded")
    assert answer.json()["parts"]["broker"] == "OperationalError"


@pytest.mark.django_db
def test_without_a_database_it_is_down(client: Client, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        """A database that is gone."""

        def cursor(self) -> None:
            """Refuse."""
            raise OperationalError

    heartbeat()
    monkeypatch.setattr(health, "connection", Broken())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (503, "down")
    assert answer.json()["parts"]["database"] == "OperationalError"
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_a_full_disk_is_told(client: Client, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE", 2**60)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "MB free" in answer.json()["parts"]["disk"]


def test_the_security_contact_can_be_found(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "veilig@example.nl"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:veilig@example.nl" in text
    assert "Expires: 20" in text


@pytest.mark.parametrize("path", ["/privacy", "/toegankelijkheid"])
def test_the_statements_name_who_to_ask(client: Client, settings: Any, path: str) -> None:
    settings.CONTACT_EMAIL = "vraag@example.nl"
    assert "vraag@example.nl" in client.get(path).content.decode()
    assert path in client.get(path).content.decode()  # the footer leads to it
