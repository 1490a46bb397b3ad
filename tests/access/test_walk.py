"""Default deny: every address, for every role and for nobody, against one table.

An address that the table does not know fails the walk.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import READERS, RIGHTS, Right, Role
from regiodeal.pages.access import DeclaredAccessMiddleware
from tests.access.agreement import agreement_paths
from tests.access.clients import client_paths
from tests.access.meetings import meeting_paths
from tests.access.money import ledger_paths, money_paths
from tests.access.outside import API_ADDRESSES, OTHER_ADDRESSES
from tests.access.people import people_paths
from tests.access.progress import progress_paths
from tests.access.reports import report_paths
from tests.access.stages import stage_paths
from tests.access.table import DEAL_ADDRESSES, HIDDEN, HIDDEN_FOR_PARTNERS
from tests.plugins.deal import Enter, person

# What makes one of each thing, and gives the addresses of them.
MAKERS = (
    agreement_paths,
    client_paths,
    progress_paths,
    stage_paths,
    ledger_paths,
    money_paths,
    meeting_paths,
    people_paths,
    report_paths,
)


def addresses(patterns: list[URLPattern | URLResolver], within_deal: bool = False) -> Iterator[tuple[str, bool]]:
    """All named addresses of the portal, and whether each lies within a deal."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, within_deal or "<slug:deal>" in str(pattern.pattern))
        else:
            yield str(pattern.name), within_deal or "<slug:deal>" in str(pattern.pattern)


def test_the_table_knows_every_address() -> None:
    known = {(name, True) for name in DEAL_ADDRESSES} | {(name, False) for name in OTHER_ADDRESSES}
    known |= {(name, "<slug:deal>" in _route(name)) for name in API_ADDRESSES}
    assert set(addresses(get_resolver().url_patterns)) == known


def _route(name: str) -> str:
    """The address of the API with that name, as it is declared."""
    part: Any = next(part for part in get_resolver().url_patterns if str(part.pattern) == "api/")
    return next(str(pattern.pattern) for pattern in part.url_patterns if pattern.name == name)


@pytest.mark.parametrize("name", API_ADDRESSES)
def test_being_signed_in_opens_nothing_of_the_api(deal: Deal, enter: Enter, bureau: User, name: str) -> None:
    filled = {
        "<slug:deal>": deal.slug,
        "<code:code>": "1.1.1",
        "<int:number>": "1",
        "<code:kind>": "pdf",
        "^(?P<rest>[\\s\\S]*)$": "weg",
    }
    path = _route(name)
    for part, value in filled.items():
        path = path.replace(part, value)
    for client in (Client(), enter(bureau)):
        assert client.get(f"/api/{path}").status_code == API_ADDRESSES[name]


@pytest.fixture
def paths(deal: Deal, bureau: User, own_files: Path) -> dict[str, str]:
    """An address of each kind, about things that are still under way."""
    return {name: f"/deals/{deal.slug}/{path}" for make in MAKERS for name, path in make(deal, bureau).items()}


def status_of(client: Client, method: str, path: str) -> int:
    """The status of the answer, read to its end so that no file stays open."""
    response = getattr(client, method)(path)
    b"".join(response)
    status: int = response.status_code
    return status


@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_it_may_and_nothing_else(
    deal: Deal, paths: dict[str, str], enter: Enter, role: Role
) -> None:
    client = enter(person(deal, "Loper", role, "JenV" if role == Role.PARTY else None))
    found = {name: status_of(client, method, paths[name]) for name, (method, _who) in DEAL_ADDRESSES.items()}
    allowed = {name for name, (_method, who) in DEAL_ADDRESSES.items() if role in who}
    assert {name for name, status in found.items() if status in {200, 204, 302, 409, 422}} == allowed
    hidden = HIDDEN if role in READERS else HIDDEN_FOR_PARTNERS  # who reads nothing is not told either what is there
    if Right.ANSWER_QUESTIONS not in RIGHTS[role]:
        hidden = hidden - {"ask-question", "close-question"}  # who asks nothing is refused before anything is looked up
    assert {name for name, status in found.items() if status == 404} == (hidden - allowed)
    assert all(found[name] == 403 for name in set(DEAL_ADDRESSES) - allowed - hidden)


def test_an_outsider_knows_of_nothing_in_the_deal(paths: dict[str, str], enter: Enter, outsider: User) -> None:
    client = enter(outsider)
    for name, (method, _who) in DEAL_ADDRESSES.items():
        assert getattr(client, method)(paths[name]).status_code == 404, name


def test_a_member_of_another_deal_knows_of_nothing_in_this_one(
    paths: dict[str, str], enter: Enter, veenland: Deal
) -> None:
    client = enter(person(veenland, "Buur", Role.BUREAU))
    for name, (method, _who) in DEAL_ADDRESSES.items():
        assert getattr(client, method)(paths[name]).status_code == 404, name


def test_things_of_one_deal_are_not_found_under_another(
    deal: Deal, veenland: Deal, paths: dict[str, str], enter: Enter
) -> None:
    neighbour = person(veenland, "Buur", Role.REVIEWER)
    for role in (Role.TREASURER, Role.BUREAU, Role.ADMINISTRATOR):
        Membership.objects.create(user=neighbour, deal=veenland, role=role)
    client = enter(neighbour)
    for name in (
        "amendment",
        "amendment-effect",
        "adjustment",
        "measure",
        "result",
        "item",
        "lesson",
        "bottleneck",
        "acknowledgement",
        "measurement",
        "progress-entry",
        "approve",
        "money-line",
        "booking",
        "correct-booking",
        "submit-money",
        "contribution",
        "withdraw-contribution",
        "money-evidence-file",
        "add-money-evidence",
        "report",
        "download-report",
        "report-letter",
        "ask-dossier",
        "report-round",
        "take-back-step",
        "report-comments",
        "reply-comment",
        "contribution-import-job",
        "ledger-import-job",
        "meeting",
        "meeting-brief",
        "decision",
        "action",
        "document",
        "api-client",
        "issue-api-token",
        "revoke-api-token",
    ):
        method, _who = DEAL_ADDRESSES[name]
        path = paths[name].replace(deal.slug, veenland.slug)
        assert getattr(client, method)(path).status_code == 404, name


def test_nobody_is_sent_to_sign_in(paths: dict[str, str]) -> None:
    for name in DEAL_ADDRESSES:
        for method in ("get", "post"):
            response = getattr(Client(), method)(paths[name])
            assert (name, response.status_code) == (name, 302)
            assert response.headers["Location"].startswith("/account/login/"), name


@pytest.mark.parametrize("name", OTHER_ADDRESSES)
def test_the_addresses_outside_a_deal(enter: Enter, outsider: User, name: str) -> None:
    arguments: dict[str, list[Any]] = {"account_reset_password_from_key": ["1", "abc"], "calendar-feed": ["weg"]}
    arguments |= {"accept-invitation": ["weg"], "mfa_remove_webauthn": [1], "mfa_edit_webauthn": [1]}
    arguments |= {"openid_connect_login": ["weg"], "openid_connect_callback": ["weg"]}
    arguments |= {"theme-style": ["weg"]}
    arguments |= {"public-deal": ["weg"], "public-logo": ["weg"], "public-report": ["weg", "2026"]}
    arguments |= {"public-chart": ["weg", "2026", "money"], "public-data": ["weg", "2026"]}
    arguments |= {"public-project": ["weg", "P-01"], "public-projects": ["weg", "2026"]}
    arguments["public-catalog"] = ["weg"]
    arguments["public-area"] = ["weg", "moerwijk"]
    arguments["public-photo"] = ["weg", "P-01", 1]
    arguments["public-text-picture"] = ["weg", "2026", 1]
    arguments |= {name: ["1"] for name in ("bundle", "bundle-progress", "retry-bundle")}
    arguments["bundle-file"] = ["1", "pdf"]
    arguments["public-file"] = ["weg", "2026", "pdf"]
    path = reverse(name, args=arguments.get(name))
    assert (Client().get(path).status_code, enter(outsider).get(path).status_code) == OTHER_ADDRESSES[name]


def test_a_view_that_declares_nothing_is_closed() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    middleware = DeclaredAccessMiddleware(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        middleware.process_view(HttpRequest(), forgotten, (), {})
