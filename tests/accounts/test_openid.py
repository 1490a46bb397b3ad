"""Signing in at the municipality or the Rijk, with a provider that really answers on this machine."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from regiodeal.accounts.models import Invitation
from regiodeal.audit.models import AuditEntry
from regiodeal.config.providers import for_allauth
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from tests.accounts.people import invited
from tests.environment import environment
from tests.plugins.deal import person

VARIABLES = {
    "OIDC_PROVIDERS": "gemeente",
    "OIDC_GEMEENTE_NAME": "Gemeente Den Haag",
    "OIDC_GEMEENTE_CLIENT_ID": "portaal",
    "OIDC_GEMEENTE_CLIENT_SECRET": "een-geheim-van-de-gemeente-voor-dit-portaal",
    "OIDC_GEMEENTE_DOMAINS": "denhaag.example, haagsebuurten.example",
}


@dataclass
class Provider:
    """An OpenID Connect provider: what it says of who signs in, and what it was asked."""

    url: str
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def answer(self, path: str) -> dict[str, Any]:
        """The discovery document, the tokens and the claims."""
        if path.endswith("openid-configuration"):
            names = ("authorization", "token", "userinfo")
            return {"issuer": self.url, **{f"{name}_endpoint": f"{self.url}/{name}" for name in names}, "jwks_uri": ""}
        if path == "/token":
            claims = {"iss": self.url, "aud": "portaal", "exp": 4_000_000_000, "iat": 1, **self.claims}
            token = jwt.encode(claims, "k" * 40, algorithm="HS256")
            return {"access_token": "toegang", "token_type": "Bearer", "id_token": token}
        return self.claims


@pytest.fixture
def provider() -> Iterator[Provider]:
    found: list[Provider] = []

    class Handler(BaseHTTPRequestHandler):
        """Answers in JSON."""

        def do_GET(self) -> None:
            body = json.dumps(found[0].answer(urlsplit(self.path).path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            found[0].asked.append(parse_qs(self.rfile.read(length).decode()))
            self.do_GET()

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.append(Provider(f"http://127.0.0.1:{server.server_port}"))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield found[0]
        server.shutdown()
        thread.join()


@pytest.fixture
def portal(provider: Provider, settings: Any) -> Client:
    """A portal that knows the provider by its variables alone."""
    settings.OPENID_PROVIDERS = environment(**VARIABLES, OIDC_GEMEENTE_URL=provider.url).OIDC_PROVIDERS
    settings.SOCIALACCOUNT_PROVIDERS = for_allauth(settings.OPENID_PROVIDERS)
    return Client()


def sign_in_at(portal: Client, provider: Provider, email: str, **claims: Any) -> Any:
    """Go to the provider and come back as somebody with this address."""
    provider.claims = {"sub": f"uid {email}", "email": email, "name": "Sam de Vries", **claims}
    away = urlsplit(portal.get("/account/provider/gemeente/login/").headers["Location"])
    asked = parse_qs(away.query)
    assert f"{away.scheme}://{away.netloc}" == provider.url
    assert asked["code_challenge_method"] == ["S256"]
    return portal.get("/account/provider/gemeente/login/callback/", {"code": "c", "state": asked["state"][0]})


def test_the_page_offers_it(portal: Client, deal: Deal) -> None:
    page = portal.get("/account/login/").content.decode()
    assert "Inloggen via Gemeente Den Haag" in page


def test_who_was_invited_gets_an_account_and_the_role(
    portal: Client, provider: Provider, deal: Deal, administrator: User
) -> None:
    invited(deal, administrator, email="sam@denhaag.example", role=Role.REVIEWER)
    answer = sign_in_at(portal, provider, "Sam@DenHaag.example")
    assert answer.headers["Location"] == "/"
    membership = Membership.objects.get(user__email="sam@denhaag.example")
    assert membership.role == "reviewer"
    assert not membership.user.has_usable_password()
    assert portal.get(reverse("overview", args=[deal.slug])).status_code == 200
    assert "code_verifier" in provider.asked[0]


@pytest.mark.parametrize(
    ("names", "called"),  # in the invitation, and by the provider
    [
        (("", "Sam de\u200b Vries"), "sam@denhaag.example"),  # signs hide in it: the address tells who it is
        (("BEHEER", "beheer"), "sam@denhaag.example"),  # so somebody else is called
        (("BEHEER", " Sam  de Vries "), "Sam de Vries"),
    ],
)
def test_who_comes_in_has_a_name_of_their_own(
    portal: Client, provider: Provider, deal: Deal, administrator: User, names: tuple[str, str], called: str
) -> None:
    made, _path = invited(deal, administrator, email="sam@denhaag.example", role=Role.REVIEWER)
    Invitation.objects.filter(pk=made.pk).update(name=names[0])
    User.objects.filter(pk=administrator.pk).update(name="Beheer")
    sign_in_at(portal, provider, "sam@denhaag.example", name=names[1])
    assert str(User.objects.get(email="sam@denhaag.example")) == called


def test_who_has_an_account_gets_in_and_keeps_it(portal: Client, provider: Provider, deal: Deal) -> None:
    user = person(deal, "Sam", Role.BUREAU)
    User.objects.filter(pk=user.pk).update(email="sam@denhaag.example")
    for _time in range(2):
        assert sign_in_at(portal, provider, "sam@denhaag.example").headers["Location"] == "/"
        portal.logout()
    assert User.objects.filter(email="sam@denhaag.example").count() == 1


@pytest.mark.parametrize(
    ("email", "claims"),
    [
        ("niemand@denhaag.example", {}),  # never invited
        ("sam@rijk.example", {}),  # invited, and not of a domain of this provider
        ("sam@denhaag.example.evil.example", {}),
        ("kim@denhaag.example", {"email_verified": False}),  # the provider itself doubts it
        ("", {}),
    ],
)
def test_nobody_else_gets_an_account(
    portal: Client, provider: Provider, deal: Deal, administrator: User, email: str, claims: dict[str, Any]
) -> None:
    for address in ("sam@rijk.example", "kim@denhaag.example"):
        invited(deal, administrator, email=address, role=Role.OVERLEG)
    before = User.objects.count()
    answer = sign_in_at(portal, provider, email, **claims)
    assert answer.status_code == 403
    assert "nog niet uitgenodigd" in answer.content.decode()
    assert User.objects.count() == before
    assert AuditEntry.objects.filter(action="sign-in", result="refused", object_type="oidc:gemeente").count() == 1


def test_a_closed_account_stays_closed(portal: Client, provider: Provider, deal: Deal) -> None:
    user = person(deal, "Sam", Role.BUREAU)
    User.objects.filter(pk=user.pk).update(email="sam@denhaag.example", is_active=False)
    assert sign_in_at(portal, provider, "sam@denhaag.example").status_code == 403


def test_an_answer_that_was_not_asked_for_is_refused(portal: Client, provider: Provider, deal: Deal) -> None:
    answer = portal.get("/account/provider/gemeente/login/callback/", {"code": "c", "state": "verzonnen"})
    assert answer.status_code == 502
    assert "niet gelukt" in answer.content.decode()


@pytest.mark.parametrize("second_step", ["yes", "no"])
def test_the_second_step_of_the_provider_counts_where_the_settings_say_so(
    provider: Provider, settings: Any, deal: Deal, administrator: User, second_step: str
) -> None:
    variables = {**VARIABLES, "OIDC_GEMEENTE_URL": provider.url, "OIDC_GEMEENTE_SECOND_STEP": second_step}
    settings.OPENID_PROVIDERS = environment(**variables).OIDC_PROVIDERS
    settings.SOCIALACCOUNT_PROVIDERS = for_allauth(settings.OPENID_PROVIDERS)
    settings.MFA_ROLES = frozenset({"bureau"})
    invited(deal, administrator, email="sam@denhaag.example")
    client = Client()
    sign_in_at(client, provider, "sam@denhaag.example")
    status = client.get(reverse("overview", args=[deal.slug])).status_code
    assert status == (200 if second_step == "yes" else 302)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"OIDC_GEMEENTE_URL": "http://aanmelden.example"}, "not an https address"),
        ({"OIDC_GEMEENTE_DOMAINS": ""}, "OIDC_GEMEENTE_DOMAINS"),
        ({"OIDC_GEMEENTE_CLIENT_SECRET": ""}, "OIDC_GEMEENTE_CLIENT_SECRET"),
        ({"OIDC_PROVIDERS": "ge meente"}, "not a name"),
    ],
)
def test_half_a_setting_stops_the_portal_from_starting(change: dict[str, str], message: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=message):
        environment(**{**VARIABLES, "OIDC_GEMEENTE_URL": "https://aanmelden.example", **change})


def test_a_secret_may_come_from_a_file(tmp_path: Any) -> None:
    (tmp_path / "geheim").write_text("uit-een-bestand\n")
    variables = {**VARIABLES, "OIDC_GEMEENTE_URL": "https://aanmelden.example"}
    variables["OIDC_GEMEENTE_CLIENT_SECRET_FILE"] = str(tmp_path / "geheim")
    assert environment(**variables).OIDC_PROVIDERS["gemeente"].secret == "uit-een-bestand"
