"""The administrator gives a program a token, sees who reads what, and closes it; so does who keeps the server."""

import re

import pytest
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from regiodeal.api_clients.models import ApiClient, ApiToken
from regiodeal.api_clients.tokens import issue
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter, run
from tests.reporting.api.clients import Reading, client_for, token_for

pytestmark = pytest.mark.django_db
ABOUT = {"name": "Dashboard", "purpose": "Overzicht voor de raad", "contact": "raad@example.nl"}


@pytest.fixture
def pages(administrator: User, enter: Enter) -> Client:
    return enter(administrator)


def base(deal: Deal) -> str:
    return f"/deals/{deal.slug}/beheer/koppelingen/"


def test_a_program_gets_a_token_that_is_shown_once(deal: Deal, pages: Client) -> None:
    assert "Er zijn nog geen koppelingen" in pages.get(base(deal)).content.decode()
    made = pages.post(base(deal) + "nieuw/", ABOUT | {"kinds": ["agreement", "money"]})
    client = ApiClient.objects.get()
    assert made.headers["Location"] == f"{base(deal)}{client.pk}/"
    shown = pages.post(f"{base(deal)}{client.pk}/token/", {"days": "90"})
    (text,) = re.findall(r"rdp_[\w-]{52}", shown.content.decode())
    assert shown.headers["Cache-Control"] == "no-store"
    assert Reading(text).json(f"/deals/{deal.slug}/measures")["items"]
    page = pages.get(f"{base(deal)}{client.pk}/").content.decode()
    assert text not in page
    assert f"rdp_{ApiToken.objects.get().prefix}" in page
    assert "geldig 90 dagen" in page


def test_what_is_missing_is_said_at_the_field_and_makes_nothing(deal: Deal, pages: Client, administrator: User) -> None:
    answer = pages.post(base(deal) + "nieuw/", {"name": "Dashboard"})
    assert (answer.status_code, ApiClient.objects.count()) == (422, 0)
    assert "Kies minstens één onderdeel." in answer.content.decode()
    client = client_for([deal], administrator)
    again = pages.post(base(deal) + "nieuw/", ABOUT | {"name": client.name, "kinds": ["money"]})
    assert "Er is al een koppeling met deze naam" in again.content.decode()
    answer = pages.post(f"{base(deal)}{client.pk}/token/", {"days": "0"})
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)


def test_a_token_is_closed_at_once_with_a_reason_and_once(deal: Deal, pages: Client, administrator: User) -> None:
    token, text = issue(client_for([deal], administrator), by=administrator, at=timezone.now(), days=30)
    path = f"{base(deal)}{token.client_id}/{token.prefix}/intrekken/"
    assert pages.post(path, {"reason": ""}).status_code == 422
    assert Reading(text).get("/deals").status_code == 200
    assert pages.post(path, {"reason": "Medewerker vertrok"}).status_code == 302
    assert Reading(text).get("/deals").status_code == 401
    assert "Dit token is al ingetrokken" in pages.post(path, {"reason": "Nog een keer"}).content.decode()
    assert "ingetrokken: Medewerker vertrok" in pages.get(f"{base(deal)}{token.client_id}/").content.decode()


def test_of_a_program_that_reads_more_deals_one_administrator_closes_but_does_not_give(
    deal: Deal, veenland: Deal, pages: Client, administrator: User
) -> None:
    token_for([deal, veenland], administrator)
    token = ApiToken.objects.get()
    path = f"{base(deal)}{token.client_id}/"
    assert pages.post(f"{path}token/", {"days": "30"}).status_code == 403
    assert "leest ook andere deals" in pages.get(path).content.decode()
    assert pages.post(f"{path}{token.prefix}/intrekken/", {"reason": "Gelekt"}).status_code == 302


def test_a_program_that_sees_what_is_not_approved_gets_a_token_by_command_alone(
    deal: Deal, pages: Client, administrator: User
) -> None:
    token_for([deal], administrator, sees_unapproved=True)
    token = ApiToken.objects.get()
    path = f"{base(deal)}{token.client_id}/"
    refused = pages.post(f"{path}token/", {"days": "30"})
    assert (refused.status_code, ApiToken.objects.count()) == (403, 1)
    assert "manage.py api_token issue" in refused.content.decode()
    assert "rdp_" not in refused.content.decode()
    assert pages.get(f"{path}token/").headers["Location"] == path
    page = pages.get(path).content.decode()
    assert "ziet ook wat niet is goedgekeurd. Een nieuw token geeft de beheerder van de server uit" in page
    assert f"{path}token/" not in page
    assert pages.post(f"{path}{token.prefix}/intrekken/", {"reason": "Gelekt"}).status_code == 302


def test_the_same_by_command(deal: Deal, administrator: User) -> None:
    command = ["api_token", "issue", "Dashboard", "--by", administrator.email]
    about = ["--purpose", "Overzicht", "--contact", "a@example.nl"]
    with pytest.raises(CommandError, match="--purpose en --contact"):
        run(*command, "--deal", deal.slug, "--kind", "money")
    with pytest.raises(CommandError, match="Kies een deal"):
        run(*command, "--kind", "money", *about)
    with pytest.raises(CommandError, match="geen deal met het kenmerk"):
        run(*command, "--deal", "nergens", "--kind", "money", *about)
    text = run(*command, "--deal", deal.slug, "--kind", "agreement", *about).split()[-1]
    assert Reading(text).json("/deals")["items"]
    assert text[4:12] in run("api_token", "list")
    run("api_token", "revoke", text[:12], "--by", administrator.email, "--reason", "Klaar")
    assert Reading(text).get("/deals").status_code == 401
    assert "ingetrokken" in run("api_token", "list")
    with pytest.raises(CommandError, match="al ingetrokken"):
        run("api_token", "revoke", text[:12], "--by", administrator.email, "--reason", "Klaar")


def test_the_documentation_names_every_operation_and_no_other_site(client: Client) -> None:
    page = client.get("/api/v1").content.decode()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) == 25
    assert all(f"<code>{path}</code>" in page for path in paths)
    assert set(re.findall(r"https?://([^/\"<]+)", page)) <= {"127.0.0.1:8000", "www.w3.org"}
