"""The pages of the site itself, and what a monitor is told."""

import errno
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError
from django.test import Client, RequestFactory

from regiodeal.base.web.middleware import ProbeApplication
from regiodeal.operations import health
from regiodeal.operations.tasks import heartbeat
from regiodeal.operations.views import bad_request, server_error


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


@pytest.mark.django_db
def test_the_addresses_that_everybody_knows(client: Client, settings: Any) -> None:
    """Finding D: each of them was a 404."""
    assert client.get("/.well-known/change-password").headers["Location"] == "/account/password/change/"
    assert client.get("/favicon.ico").headers["Location"].startswith("/static/favicon")
    robots = client.get("/robots.txt").content.decode()
    sitemap, agent, *rules = robots.splitlines()
    assert sitemap == f"Sitemap: {settings.PORTAL_URL}/sitemap.xml"
    assert (agent, rules[0], rules[-1]) == ("User-agent: *", "Allow: /openbaar/", "Disallow: /")
    settings.SECURITY_POLICY = "https://www.example.nl/kwetsbaarheid"
    assert "Policy: https://www.example.nl/kwetsbaarheid" in client.get("/.well-known/security.txt").content.decode()


@pytest.mark.django_db
def test_the_accessibility_statement_has_its_status_and_register(client: Client, settings: Any) -> None:
    """The Besluit digitale toegankelijkheid overheid asks both."""
    assert "C: eerste maatregelen genomen" in client.get("/toegankelijkheid").content.decode()
    settings.ACCESSIBILITY_STATUS = "B"
    settings.ACCESSIBILITY_REGISTER = "https://www.toegankelijkheidsverklaring.nl/register/1"
    page = client.get("/toegankelijkheid").content.decode()
    assert "B: voldoet gedeeltelijk" in page
    assert 'href="https://www.toegankelijkheidsverklaring.nl/register/1"' in page


@pytest.mark.django_db(transaction=True)
def test_a_probe_asks_by_address_and_without_the_headers_of_a_proxy(settings: Any, data: Path) -> None:
    """Finding C: a load balancer got 400 for the address, and 301 without X-Forwarded-Proto."""
    settings.ALLOWED_HOSTS, settings.PORTAL_URL = ["portaal.example.nl"], "https://portaal.example.nl"
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    heartbeat()
    answers: list[str] = []

    def start(status: str, *_more: object) -> Any:
        answers.append(status[:3])

    for path in ("/healthz", "/readyz", "/privacy"):
        environ = RequestFactory().get(path, headers={"host": "10.0.0.7:8000"}).environ
        ProbeApplication(WSGIHandler())(environ, start)
    assert answers == ["200", "200", "400"]


@pytest.mark.django_db(transaction=True)
def test_a_probe_with_a_cookie_asks_no_session_of_the_database(settings: Any, django_assert_num_queries: Any) -> None:
    """`/healthz` must answer while the database does not."""
    answers: list[str] = []

    def start(status: str, *_more: object) -> Any:
        answers.append(status[:3])

    environ = RequestFactory().get("/healthz", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={'x' * 32}"}).environ
    with django_assert_num_queries(0):
        ProbeApplication(WSGIHandler())(environ, start)
    assert answers == ["200"]


@pytest.mark.django_db
def test_strangers_hear_whether_it_works_and_not_what_is_ill(client: Client, data: Path) -> None:
    """Security A8.12."""
    heartbeat()
    assert client.get("/readyz", headers={"x-forwarded-for": "192.0.2.1"}).json() == {"state": "ready"}


@pytest.mark.parametrize(
    ("cause", "status", "told"),
    [
        (psycopg.errors.LockNotAvailable(), 503, "Een ander is net met dezelfde gegevens bezig"),
        (psycopg.errors.QueryCanceled(), 503, "Een ander is net met dezelfde gegevens bezig"),
        (psycopg.errors.DiskFull(), 507, "De schijf van het portaal is vol"),
        (psycopg.OperationalError(), 503, "niet bereiken"),
    ],
)
def test_a_session_that_cannot_be_kept_tells_why(cause: Exception, status: int, told: str) -> None:
    """Reliability B5.1: on a full disk signing in said that what one sent could not be read."""
    try:
        try:
            raise OperationalError from cause  # noqa: TRY301
        except OperationalError:
            raise SessionInterrupted  # noqa: B904 (as Django does: with what went before as its context)
    except SessionInterrupted as error:
        answer: Any = bad_request(RequestFactory().post("/account/login/"), error)
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert bad_request(RequestFactory().post("/"), SessionInterrupted()).status_code == 400


def test_a_folder_that_cannot_be_written_is_named() -> None:
    """Reliability B5.2: an upload gave the plain page, which names no cause."""
    try:
        raise PermissionError(errno.EACCES, "Permission denied", "/data/files")  # noqa: TRY301
    except PermissionError:
        answer: Any = server_error(RequestFactory().post("/"))
    assert answer.status_code == 500
    assert "mag zijn eigen bestanden niet schrijven" in answer.content.decode()
    assert "/data/files" not in answer.content.decode()
