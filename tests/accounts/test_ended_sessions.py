"""A session that was begun with less than is asked now does not go on (security A4)."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.accounts.people import PASSWORD, code_of, invited, set_up_app, sign_in, with_password
from tests.plugins.deal import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings: Any) -> None:
    """Every role of the deal needs a second step, as in production."""
    settings.MFA_ROLES = frozenset(role.value for role in Role)


def signed_in(user: User) -> Client:
    client = Client()
    assert sign_in(client, user.email) in {"/", "/account/2fa/"}
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.get("/account/password/change/").wsgi_request.session


def test_a_session_from_before_the_second_step_ends_when_it_is_added(
    deal: Deal, controller: User, asked: None, committed_at_once: None
) -> None:
    """Do 2 of A4: with the password alone, session A read the recovery codes and removed the app of session B."""
    with_password(controller)
    thief, owner = signed_in(controller), signed_in(controller)
    set_up_app(owner)
    assert is_in(owner)
    assert not is_in(thief)
    assert thief.get("/account/2fa/recovery-codes/").status_code == 302
    thief.post("/account/reauthenticate/", {"password": PASSWORD})
    assert thief.get("/account/2fa/recovery-codes/").headers["Location"].startswith("/account/login/")
    assert Authenticator.objects.filter(user=controller, type=Authenticator.Type.TOTP).exists()


def test_a_session_from_before_a_role_that_asks_more_ends(deal: Deal, asked: None) -> None:
    """Do 1 of A4: session A, of before the role, read the money and the trail for twelve hours."""
    user = with_password(User.objects.create_user("los@example.nl", "Los"))
    session = signed_in(user)
    give_role(deal, user, Role.TREASURER, party=None, by=None, at=timezone.now())
    assert not is_in(session)
    again = signed_in(user)
    assert again.get(f"/deals/{deal.slug}/financien/").headers["Location"] == "/account/2fa/"


def test_who_accepts_an_invitation_goes_on_and_their_other_sessions_do_not(
    deal: Deal, administrator: User, asked: None
) -> None:
    user = with_password(User.objects.create_user("nieuw@example.nl", "Nieuw"))
    session, other = signed_in(user), signed_in(user)
    _invitation, path = invited(deal, administrator, role=Role.TREASURER)
    assert session.post(path).status_code == 302
    assert session.get(f"/deals/{deal.slug}/").headers["Location"] == "/account/2fa/"
    assert not is_in(other)


def test_who_has_a_second_step_shows_it_when_asked_again(deal: Deal, controller: User, committed_at_once: None) -> None:
    """A password alone did not let them in either."""
    owner = signed_in(with_password(controller))
    secret = set_up_app(owner)
    session = owner.session
    session["account_authentication_methods"] = []  # as long ago
    session.save()
    asked = owner.get("/account/2fa/recovery-codes/").headers["Location"]
    where = owner.get(asked).headers.get("Location", asked)
    assert where.startswith("/account/2fa/reauthenticate/")
    owner.post("/account/reauthenticate/", {"password": PASSWORD})
    assert owner.get("/account/2fa/recovery-codes/").status_code == 302
    answer = owner.post(where, {"code": code_of(secret, later=1)})
    assert answer.status_code == 302
    assert owner.get("/account/2fa/recovery-codes/").status_code == 200


def test_a_first_password_is_changed_before_anything_else(deal: Deal) -> None:
    """The password of `add_member` goes by another way, and so may be known to others."""
    told = run("add_member", deal.slug, "kas@voorbeeld.nl", "treasurer", "--name", "Kas")
    found = re.search(r"Eerste wachtwoord: (\S+)", told)
    assert found
    client, other = Client(), Client()
    for each in (client, other):
        sign_in(each, "kas@voorbeeld.nl", found[1])
    page = f"/deals/{deal.slug}/"
    assert client.get(page).headers["Location"] == "/account/password/change/"
    assert client.get("/").headers["Location"] == "/account/password/change/"
    new = {"oldpassword": found[1], "password1": "Negen-Eiken-Achter-Elkaar", "password2": "Negen-Eiken-Achter-Elkaar"}
    assert client.post("/account/password/change/", new).status_code == 302
    assert client.get(page).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize("host", ["testserver:1337", "testserver."])
def test_the_link_of_a_new_password_leads_to_the_portal_whatever_host_was_asked(
    bureau: User, settings: Any, host: str
) -> None:
    """Security A8.2: the link named the port that the sender had put in the Host header."""
    settings.ALLOWED_HOSTS, settings.PORTAL_URL = ["testserver"], "https://portaal.example.nl"
    with_password(bureau)
    assert Client().post("/account/password/reset/", {"email": bureau.email}, headers={"host": host}).status_code == 302
    (message,) = mail.outbox
    links = re.findall(r"https?://\S+", str(message.body))
    assert [link for link in links if "password/reset/key" in link]
    assert all(link.startswith("https://portaal.example.nl/") for link in links)
    assert "werkt een dag" in message.body
    path = links[0].removeprefix("https://portaal.example.nl")
    assert Client().get(path).headers["Location"].endswith("-set-password/")
