"""What every answer tells a browser, and from which address somebody asks."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.test import Client, RequestFactory
from django.urls import reverse

from regiodeal.base.web.client import client_address
from regiodeal.deals.models import Deal, User
from tests.environment import PRODUCTION as PRODUCTION_SETTINGS
from tests.plugins.deal import Enter
from tests.portal import ROOT

EVERYWHERE = (
    *("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"),
    *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"),
)

PRODUCTION = """
import django; django.setup()
from django.conf import settings
from django.test import RequestFactory, Client
from django.http import HttpResponse
answer = Client(headers={"host": "portaal.example.nl", "x-forwarded-proto": "https"}).get("/privacy")
for name in sorted(answer.headers): print(name + ": " + answer.headers[name])
for name, morsel in answer.cookies.items(): print("cookie: " + morsel.OutputString())
print("plain:", Client(headers={"host": "portaal.example.nl"}).get("/privacy").headers["Location"])
print("names:", settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.MESSAGE_COOKIE_NAME)
print("roles:", len(settings.MFA_ROLES), "proxies:", settings.TRUSTED_PROXIES)
"""


def test_the_policy_allows_nothing_unsafe_and_no_other_host(db: None) -> None:
    policy = Client().get("/privacy").headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert "unsafe" not in policy
    assert parts.pop("default-src") == "'none'"
    assert {"'none'", "'self'"} >= {word for text in parts.values() for word in text.split()} - {"data:"} - {
        word for text in parts.values() for word in text.split() if word.startswith("'nonce-")
    }
    assert parts["object-src"] == parts["base-uri"] == parts["frame-ancestors"] == "'none'"


def test_the_other_headers(db: None) -> None:
    headers = Client().get("/privacy").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]


def test_in_production_all_goes_by_https_and_cookies_belong_to_this_host(tmp_path: Path) -> None:
    env = {
        "PATH": "/usr/bin:/bin",
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "regiodeal.config.settings",
        **PRODUCTION_SETTINGS,
    }
    prepare = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(prepare, cwd=ROOT, env=env, check=True, capture_output=True)
    command = [sys.executable, "-c", PRODUCTION]
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    assert "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload" in told
    assert "plain: https://portaal.example.nl/privacy" in told
    assert "names: __Host-sessionid __Host-csrftoken __Host-messages" in told
    assert "roles: 8 proxies: 1" in told


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "198.51.100.1"),  # nobody stands before it: what the client writes is not looked at
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),  # the first was written by the client itself
        (2, "203.0.113.9, 10.0.0.7", "203.0.113.9"),
        (2, "203.0.113.9", "198.51.100.1"),
        (1, "", "198.51.100.1"),
        (1, "<script>", None),
        (1, "[2001:db8::1]", "2001:db8::1"),
    ],
)
def test_the_address_that_asks(settings: Any, proxies: int, forwarded: str, expected: str | None) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR="198.51.100.1")
    assert client_address(request) == expected


def test_no_answer_goes_without_them(deal: Deal, bureau: User, enter: Enter) -> None:
    """Security A8.1: a 405 and a 415 had none, and what is static no policy."""
    client = enter(bureau)
    answers = {
        405: client.get(reverse("build-report", args=[deal.slug])),
        415: client.post("/account/login/", "a=b", content_type="application/x-www-form-urlencoded; charset=utf-16"),
        404: client.get("/nergens/"),
        403: Client(enforce_csrf_checks=True).post("/account/login/", {}),
        200: client.get("/healthz"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        for name in EVERYWHERE:
            assert name in answer.headers, (status, name)


def test_static_files_have_them_too() -> None:
    """WhiteNoise answers by itself: what adds headers stands outside it."""
    order = list(portal_settings.MIDDLEWARE)
    adding = ("HeadersMiddleware", "SecurityMiddleware", "ContentSecurityPolicyMiddleware", "XFrameOptionsMiddleware")
    last = max(order.index(name) for name in order if name.endswith(adding))
    answering = ("WhiteNoiseMiddleware", "Utf8Middleware", "WrongMethodMiddleware")
    assert last < min(order.index(name) for name in order if name.endswith(answering))


@pytest.mark.parametrize("name", ["users", "audit", "search", "notices", "reminders", "api-clients"])
def test_pages_about_people_are_kept_nowhere(deal: Deal, administrator: User, enter: Enter, name: str) -> None:
    """Security A8.9 (ASVS 14.3.2)."""
    answer = enter(administrator).get(reverse(name, args=[deal.slug]))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_every_page_says_how_it_may_be_kept(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    for name in ("overview", "measures", "money", "obligations", "reports", "my-work"):
        assert "private" in client.get(reverse(name, args=[deal.slug])).headers["Cache-Control"]
    assert "no-store" in client.get("/account/password/change/").headers["Cache-Control"]
