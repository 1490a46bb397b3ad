"""Requests that no browser sends: told in Dutch, whatever they are, and never a bare fault of the server."""

from pathlib import Path
from typing import Any
from unittest.mock import Mock
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client
from django.urls import reverse

from regiodeal.base.web.middleware import Utf8Application
from regiodeal.config.environment import mailer
from regiodeal.config.wsgi import application
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter
from tests.reporting.api.clients import Reading, token_for
from tests.services import free_port

pytestmark = pytest.mark.django_db
MANY = "&".join(f"a={number}" for number in range(1001))


def ask(path: str, query: str, content_type: str) -> tuple[str, str]:
    """Ask the portal as the web server does, before Django made a request of it: status and text."""
    told: list[str] = []
    environ: dict[str, Any] = {"HTTP_HOST": "localhost", "PATH_INFO": path, "QUERY_STRING": query}
    setup_testing_defaults(environ)

    def start(status: str, *_rest: Any) -> Any:
        told.append(status)

    answer = application(environ | {"CONTENT_TYPE": content_type}, start)
    return told[0], b"".join(answer).decode()


@pytest.mark.parametrize("charset", ["undefined", "base64", "idna", "unicode_escape", "utf-16", "no-such-thing"])
def test_another_charset_is_refused_in_words(charset: str) -> None:
    status, text = ask("/privacy", "q=%5Cud800", f"text/plain; charset={charset}")
    assert status.startswith("415")
    assert "leest alleen tekst in UTF-8" in text


def test_too_many_parameters_are_no_fault_before_the_request_is_there() -> None:
    status, text = ask("/privacy", MANY, "application/json; charset=utf-8")
    assert status.startswith("200")
    assert "Privacy" in text


def test_a_form_in_parts_keeps_its_boundary_and_loses_its_charset() -> None:
    seen: list[str] = []

    def django(environ: Any, _start: Any) -> list[bytes]:
        seen.append(environ["CONTENT_TYPE"])
        return []

    for content_type in ('multipart/form-data; boundary="a\\"b"; charset=us-ascii', "text/plain"):
        Utf8Application(django)({"CONTENT_TYPE": content_type}, Mock())
    assert seen == ['multipart/form-data; boundary="a\\"b"', "text/plain"]


def test_a_type_that_is_too_long_to_read_is_refused_in_words() -> None:
    status, _text = ask("/privacy", "", f"text/plain; a={'x' * 20_000}")
    assert status.startswith("415")


def test_half_a_character_never_comes_in(deal: Deal, bureau: User, enter: Enter) -> None:
    address = f"/deals/{deal.slug}/zoeken/"
    answer = enter(bureau).generic(
        "GET", address, CONTENT_TYPE="text/plain; charset=unicode_escape", QUERY_STRING="q=%5Cud8"
    )
    assert answer.status_code == 415


def test_too_many_fields_and_too_large_a_body_are_told(deal: Deal, bureau: User, enter: Enter) -> None:
    client, address = enter(bureau), reverse("build-report", args=[deal.slug])
    many = client.post(address, {f"veld-{number}": "x" for number in range(1001)})
    large = client.post(address, "year=" + "1" * 3_000_000, content_type="application/x-www-form-urlencoded")
    for answer in (many, large):
        assert answer.status_code == 400
        assert "verstuur minder tegelijk" in answer.content.decode()


def test_an_address_that_is_no_page_says_so(deal: Deal, bureau: User, enter: Enter) -> None:
    answer = enter(bureau).get(reverse("build-report", args=[deal.slug]))
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "Dit adres is geen pagina" in answer.content.decode()


def test_the_api_tells_these_as_problems(deal: Deal, administrator: User) -> None:
    api = Reading(token_for([deal], administrator))
    many = api.get(f"/deals?{MANY}")
    changed = api.get(f"/deals/{deal.slug}", headers={"If-Match": '"x"'})
    for answer, status in ((many, 400), (changed, 412)):
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status
        assert answer.headers["API-Version"]


@pytest.mark.parametrize("path", ["/account/2fa/webauthn/login/"])
@pytest.mark.parametrize(
    "answer", ['{"id": 1}', "[]", "1", '"x"', '{"id": "x", "rawId": [1], "response": {}}', "[" * 9000]
)
def test_what_no_passkey_answers_is_a_wrong_answer(db: None, path: str, answer: str) -> None:
    tried: Any = Client().post(path, {"credential": answer})
    assert tried.status_code in {200, 302}


def test_a_mail_server_that_is_away_tells_nothing(outsider: User, settings: Any, tmp_path: Path) -> None:
    settings.MAILERS = {"default": mailer(f"smtp://127.0.0.1:{free_port()}", data_dir=tmp_path)}
    for email in (outsider.email, "niemand@example.nl"):
        answer: Any = Client().post("/account/password/reset/", {"email": email})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/reset/done/")
