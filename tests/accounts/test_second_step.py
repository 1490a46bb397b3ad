"""A second step: set up by oneself, asked by role, and kept unreadable."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.test import Client, override_settings
from django.urls import reverse

from regiodeal.audit.models import AuditEntry
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from tests.accounts.people import PASSWORD, code_of, set_up_app, sign_in, with_password
from tests.environment import PRODUCTION, environment
from tests.plugins.deal import Enter, person, run

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


def reset_address(deal: Deal, user: User) -> str:
    return reverse("reset-second-step", args=[deal.slug, Membership.objects.get(user=user, deal=deal).pk])


def with_app(user: User) -> Client:
    """Somebody who is signed in, has an app with codes, and showed it a moment ago."""
    client = Client()
    sign_in(client, with_password(user).email)
    set_up_app(client)
    return client


def has_app(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def kept_resets() -> list[tuple[str, str, str]]:
    """Who reset whose second step, with the result."""
    rows = AuditEntry.objects.filter(action__in=["reset-second-step", "reset_second_step"]).order_by("pk")
    return [(str(row.actor or ""), row.result, str(row.about or "")) for row in rows]


def test_an_administrator_removes_the_step_of_who_lost_it(deal: Deal, administrator: User, bureau: User) -> None:
    with_app(bureau)
    client, address = Client(), reset_address(deal, bureau)
    sign_in(client, with_password(administrator).email)
    assert client.get(address).headers["Location"].startswith("/account/reauthenticate/")
    assert client.post(address).headers["Location"] == address  # not done, nor kept to be done later
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert has_app(bureau)
    assert "bel terug" in client.get(address).content.decode()
    assert client.post(address).headers["Location"] == reverse("users", args=[deal.slug])
    assert sign_in(Client(), bureau.email) == "/"
    assert client.post(address).status_code == 409  # there is none any more
    by = "Beheer"
    assert kept_resets() == [(by, "refused", "Bureau"), (by, "done", "Bureau"), (by, "refused", "Bureau")]


def test_nobody_removes_their_own_step_this_way(deal: Deal, administrator: User) -> None:
    client = with_app(administrator)
    answer = client.post(reset_address(deal, administrator))
    assert (answer.status_code, has_app(administrator)) == (409, True)
    assert "Uw eigen tweede stap" in answer.content.decode()
    assert reset_address(deal, administrator) not in client.get(reverse("users", args=[deal.slug])).content.decode()


def test_nor_that_of_who_works_in_a_deal_of_others(deal: Deal, veenland: Deal, administrator: User) -> None:
    shared = person(veenland, "Gedeeld", Role.TREASURER)
    Membership.objects.create(user=shared, deal=deal, role=Role.OVERLEG)
    with_app(shared)
    client = with_app(administrator)
    answer = client.post(reset_address(deal, shared))
    assert (answer.status_code, has_app(shared)) == (409, True)
    assert "manage.py reset_second_step" in answer.content.decode()
    run("reset_second_step", shared.email, "--yes")
    assert not has_app(shared)
    with pytest.raises(CommandError, match="geen tweede stap"):
        run("reset_second_step", shared.email, "--yes")
    assert kept_resets() == [("Beheer", "refused", "Gedeeld"), ("", "done", "Gedeeld"), ("", "failed", "Gedeeld")]


def test_who_is_administrator_of_both_deals_may(deal: Deal, veenland: Deal, administrator: User) -> None:
    Membership.objects.create(user=administrator, deal=veenland, role=Role.ADMINISTRATOR)
    shared = person(veenland, "Gedeeld", Role.TREASURER)
    Membership.objects.create(user=shared, deal=deal, role=Role.OVERLEG)
    with_app(shared)
    with_app(administrator).post(reset_address(deal, shared))
    assert not has_app(shared)


def test_every_role_where_others_can_reach_it_and_none_on_ones_own_machine() -> None:
    production = PRODUCTION
    told = [{}, {"MFA_ROLES": "bureau, Treasurer"}, production, {**production, "MFA_ROLES": "none"}]
    read = [environment(**variables).MFA_ROLES for variables in told]
    assert read == [set(), {"bureau", "treasurer"}, set(Role.values) - {"partner"}, set()]
    with pytest.raises(ImproperlyConfigured, match="MFA_ROLES names tresurer; choose from bureau, "):
        environment(**production, MFA_ROLES="tresurer")
