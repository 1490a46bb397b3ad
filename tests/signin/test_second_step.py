"""A second step: set up by oneself, asked by role, and kept unreadable."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings
from django.urls import reverse

from regiodeal import signing_in
from regiodeal.covenant.models import AuditEntry, Deal, Membership, User
from regiodeal.covenant.roles import Role
from tests.plugins.deal import Enter
from tests.signin.people import code_of, set_up_app, sign_in, with_password

pytestmark = pytest.mark.usefixtures("committed_at_once")


def test_set_up_and_sign_in_with_it(bureau: User) -> None:
    client = Client()
    sign_in(client, with_password(bureau).email)
    secret = set_up_app(client)
    later = Client()
    assert sign_in(later, bureau.email) == "/account/2fa/authenticate/"
    assert later.get("/", follow=True).redirect_chain == []  # not signed in yet
    assert "klopt niet" in later.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    answer = later.post("/account/2fa/authenticate/", {"code": code_of(secret, later=1)})
    assert answer.headers["Location"] == "/"
    actions = set(AuditEntry.objects.filter(actor=bureau).values_list("action", flat=True))
    assert {"sign-in", "add-second-step"} <= actions
    assert AuditEntry.objects.filter(about=bureau, action="second-step", result="refused").count() == 1


def test_a_recovery_code_works_once(bureau: User) -> None:
    client = Client()
    sign_in(client, with_password(bureau).email)
    set_up_app(client)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\d+)</code></li>", page)
    assert len(codes) == 10
    for expected in (302, 200):
        later = Client()
        sign_in(later, bureau.email)
        assert later.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_its_secret_is_not_readable_in_the_database(bureau: User) -> None:
    client = Client()
    sign_in(client, with_password(bureau).email)
    secret = set_up_app(client)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    with override_settings(SECRET_KEY="x" * 60, SECRET_KEY_FALLBACKS=[]):
        other = Authenticator.objects.get(type=Authenticator.Type.TOTP).wrap()
        assert not other.validate_code(code_of(secret, later=1))  # no error, and no way in


def test_changing_it_asks_who_one_is(bureau: User) -> None:
    client = Client()
    sign_in(client, with_password(bureau).email)
    answer = client.get("/account/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


@pytest.fixture
def asked(settings: Any) -> None:
    """A portal where some roles must have a second step."""
    settings.MFA_ROLES = frozenset({"bureau", "administrator"})


@pytest.mark.usefixtures("asked")
def test_who_has_such_a_role_sets_it_up_before_anything_else(deal: Deal, bureau: User) -> None:
    client, page = Client(), reverse("overview", args=[deal.slug])
    sign_in(client, with_password(bureau).email)
    for path in (page, reverse("grid", args=[deal.slug]), "/"):
        assert client.get(path).headers["Location"] == "/account/2fa/"
    assert client.post(reverse("plan-meeting", args=[deal.slug])).headers["Location"] == "/account/2fa/"
    told = client.get("/account/2fa/").content.decode()
    assert "Uw rol vraagt een tweede stap" in told
    set_up_app(client)
    assert client.get(page).status_code == 200
    client.post("/account/2fa/totp/deactivate/")
    assert client.get(page).headers["Location"] == "/account/2fa/"


@pytest.mark.usefixtures("asked")
def test_other_roles_go_on_without(deal: Deal, overleg: User, enter: Enter) -> None:
    assert enter(overleg).get(reverse("overview", args=[deal.slug])).status_code == 200


@pytest.mark.usefixtures("asked")
def test_the_answer_is_asked_once_a_session(deal: Deal, overleg: User, enter: Enter, settings: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, page, counts = enter(overleg), reverse("overview", args=[deal.slug]), []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    settings.MFA_ROLES = frozenset()
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    assert counts[1] == len(queries)
    assert counts[0] > counts[1]


def test_an_administrator_removes_the_step_of_who_lost_it(
    deal: Deal, administrator: User, bureau: User, enter: Enter
) -> None:
    client = Client()
    sign_in(client, with_password(bureau).email)
    set_up_app(client)
    membership = Membership.objects.get(user=bureau)
    address = reverse("reset-second-step", args=[deal.slug, membership.pk])
    assert enter(administrator).post(address).status_code == 302
    assert sign_in(Client(), bureau.email) == "/"
    assert enter(administrator).post(address).status_code == 409  # there is none any more
    assert AuditEntry.objects.filter(actor=administrator, action="reset-second-step", result="done").count() == 1


def test_every_role_where_others_can_reach_it_and_none_on_ones_own_machine() -> None:
    assert signing_in.roles_with_second_step({}, local=False) == set(Role.values)
    assert signing_in.roles_with_second_step({}, local=True) == frozenset()
    assert signing_in.roles_with_second_step({"MFA_ROLES": "bureau, Treasurer"}, local=True) == {"bureau", "treasurer"}
    assert signing_in.roles_with_second_step({"MFA_ROLES": "none"}, local=False) == frozenset()
    with pytest.raises(ImproperlyConfigured, match="tresurer"):
        signing_in.roles_with_second_step({"MFA_ROLES": "tresurer"}, local=False)
