"""Who may read: a token opens the deals and kinds it was given for, until its last day, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from regiodeal.api_clients.models import ApiClient, ApiClientEvent, ApiKind, ApiToken
from regiodeal.api_clients.tokens import digest, issue
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.web.middleware import seconds_until_free
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.money import Book
from tests.reporting.api.clients import BASE, Reading, client_for, token_for

pytestmark = pytest.mark.django_db

# What each address asks; the walk holds every address of the API against it.
NEEDS: dict[str, ApiKind | None] = {
    "deals": None,
    "deals/{deal}": None,
    "deals/{deal}/changes": None,
    "deals/{deal}/parties": ApiKind.AGREEMENT,
    "deals/{deal}/parties/BZK": ApiKind.AGREEMENT,
    "deals/{deal}/measures": ApiKind.AGREEMENT,
    "deals/{deal}/measures/1.1.1": ApiKind.AGREEMENT,
    "deals/{deal}/results": ApiKind.AGREEMENT,
    "deals/{deal}/results/1.1.1.a": ApiKind.AGREEMENT,
    "deals/{deal}/targets": ApiKind.AGREEMENT,
    "deals/{deal}/targets/1.1.1.a": ApiKind.AGREEMENT,
    "deals/{deal}/measurements": ApiKind.PROGRESS,
    "deals/{deal}/measurements/1": ApiKind.PROGRESS,
    "deals/{deal}/budget-lines": ApiKind.MONEY,
    "deals/{deal}/budget-lines/A-rijk": ApiKind.MONEY,
    "deals/{deal}/caps": ApiKind.MONEY,
    "deals/{deal}/expected-receipts": ApiKind.MONEY,
    "deals/{deal}/receipts": ApiKind.LEDGER,
    "deals/{deal}/commitments": ApiKind.LEDGER,
    "deals/{deal}/expenditures": ApiKind.LEDGER,
    "deals/{deal}/reports": ApiKind.REPORTS,
    "deals/{deal}/reports/1": ApiKind.REPORTS,
    "deals/{deal}/reports/1/files/pdf": ApiKind.REPORTS,
}
walk = pytest.mark.parametrize("path", NEEDS)


def statuses(api: Reading, slug: str) -> dict[str, int]:
    return {path: api.get("/" + path.format(deal=slug)).status_code for path in NEEDS}


def test_the_walk_knows_every_address_of_the_api() -> None:
    part: Any = next(part for part in get_resolver().url_patterns if str(part.pattern) == "api/")
    names = {str(pattern.name) for pattern in part.url_patterns}
    found = {get_resolver().resolve(f"{BASE}/{path.format(deal='x')}").url_name for path in NEEDS}
    sending = {"api-send-figures", "api-send-bookings"}  # tests/reporting/sending
    assert names - found == {"api-documentation", "api-openapi", "api-nothing"} | sending


@walk
def test_without_a_valid_token_nothing_is_told(deal: Deal, bureau: User, enter: Enter, path: str) -> None:
    address = f"{BASE}/{path.format(deal=deal.slug)}"
    for client in (Client(), enter(bureau), Client(headers={"authorization": "Bearer rdp_00000000_" + "x" * 43})):
        answer = client.get(address)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json()["title"] == "Geen geldig token"


@pytest.mark.parametrize("kind", ApiKind)
def test_a_token_opens_the_kinds_it_was_given_for(deal: Deal, administrator: User, kind: ApiKind) -> None:
    found = statuses(Reading(token_for([deal], administrator, kinds=[kind])), deal.slug)
    for path, needs in NEEDS.items():
        assert found[path] in ({200, 404} if needs in {None, kind} else {403}), path


def test_a_token_of_another_deal_knows_nothing_of_this_one(deal: Deal, veenland: Deal, administrator: User) -> None:
    api = Reading(token_for([veenland], administrator))
    found = statuses(api, deal.slug)
    assert {path for path, status in found.items() if status != 404} == {"deals"}
    assert [row["slug"] for row in api.json("/deals")["items"]] == [veenland.slug]
    both = Reading(token_for([deal, veenland], administrator, name="Beide"))
    assert len(both.json("/deals")["items"]) == 2


def test_things_of_one_deal_are_not_found_under_another(
    deal: Deal, veenland: Deal, administrator: User, bureau: User, reviewer: User
) -> None:
    api = Reading(token_for([deal, veenland], administrator))
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-03-01", by=bureau, approved_by=reviewer)
    assert api.get(f"/deals/{deal.slug}/measurements/{figure.pk}").status_code == 200
    for path in (f"measurements/{figure.pk}", "targets/1.1.1.g-1", "measures/1.1.1", "budget-lines/A-rijk"):
        assert api.get(f"/deals/{veenland.slug}/{path}").status_code == 404


def test_an_expired_and_a_revoked_token_open_nothing(deal: Deal, administrator: User) -> None:
    client = client_for([deal], administrator)
    now = timezone.now()
    _, old = issue(client, by=administrator, at=now - timedelta(days=31), days=30)
    token, fresh = issue(client, by=administrator, at=now, days=30)
    assert [Reading(text).get("/deals").status_code for text in (old, fresh)] == [401, 200]
    token.revoke(by=administrator, at=now, reason="Gelekt")
    assert Reading(fresh).get("/deals").status_code == 401
    with pytest.raises(WrongStateError):
        token.revoke(by=administrator, at=now, reason="Nog een keer")


def test_only_the_digest_is_kept_and_each_step_leaves_a_trail(deal: Deal, administrator: User) -> None:
    client = client_for([deal], administrator)
    token, text = issue(client, by=administrator, at=at("2026-03-01"), days=30)
    kept = {field.name: str(getattr(token, field.name)) for field in ApiToken._meta.concrete_fields}
    assert kept["digest"] == digest(text)
    assert not any(text.rpartition("_")[2] in value for value in kept.values())
    token.revoke(by=administrator, at=at("2026-03-02"), reason="Klaar")
    what = ApiClientEvent.What
    steps = set(client.events.values_list("to_state", "by", "reason"))
    assert steps == {
        (what.MADE, administrator.pk, deal.slug),
        (what.ISSUED, administrator.pk, "geldig 30 dagen"),
        (what.REVOKED, administrator.pk, "Klaar"),
    }


@pytest.mark.parametrize("days", [0, -1, 732])
def test_a_token_lives_a_day_to_two_years(deal: Deal, administrator: User, days: int) -> None:
    client = client_for([deal], administrator)
    with pytest.raises(ValueError, match="termijn"):
        issue(client, by=administrator, at=timezone.now(), days=days)
    assert not ApiToken.objects.exists()


def test_a_client_needs_a_deal_and_a_kind(deal: Deal, administrator: User) -> None:
    for deals, kinds in (([], [ApiKind.MONEY]), ([deal], []), ([deal], ["alles"])):
        with pytest.raises(ValueError, match=r"Kies|alles"):
            client_for(deals, administrator, kinds=kinds)
    assert not ApiClient.objects.exists()


def test_the_database_refuses_nonsense(deal: Deal, administrator: User) -> None:
    token, _ = issue(client_for([deal], administrator), by=administrator, at=timezone.now(), days=1)
    rows = ApiToken.objects.filter(pk=token.pk)
    for values in ({"expires_at": at("2020-01-01")}, {"revoked_at": timezone.now()}, {"revocation_reason": "Zomaar"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiClient.objects.update(purpose="")


def test_what_is_not_approved_is_told_to_nobody_but_who_was_given_it(
    deal: Deal, administrator: User, bureau: User, reviewer: User, book: Book
) -> None:
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    book("expenditure", "A-rijk", "1234.56", state="submitted")
    usual = Reading(token_for([deal], administrator))
    inner = Reading(token_for([deal], administrator, name="Eigen systeem", sees_unapproved=True))
    base = f"/deals/{deal.slug}"
    for api, count in ((usual, 0), (inner, 1)):
        assert len(api.json(f"{base}/measurements")["items"]) == count
        assert len(api.json(f"{base}/expenditures")["items"]) == count
        line = api.json(f"{base}/budget-lines/A-rijk")
        assert line["spent"] == "0.00"
        assert (line["pending"] or {}).get("spent") == ("1234.56" if count else None)
        assert api.json(f"{base}/targets/1.1.1.g-1")["pendingValue"] == ("84.00" if count else None)
        assert bool(api.json(f"{base}/changes")["items"]) == bool(count)
    figure.approve(by=reviewer, at=timezone.now())
    assert len(usual.json(f"{base}/measurements")["items"]) == 1


def test_who_asks_too_often_waits(deal: Deal, administrator: User, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    api, other = (Reading(token_for([deal], administrator, name=name)) for name in ("Druk", "Rustig"))
    found = [api.get("/deals") for _ in range(5)]
    assert [answer.status_code for answer in found].count(429) in {1, 2}  # the minute may turn over in between
    late = next(answer for answer in found if answer.status_code == 429)
    assert (late["Content-Type"], 1 <= int(late["Retry-After"]) <= 60) == ("application/problem+json", True)
    assert other.get("/deals").status_code == 200


def test_the_count_begins_anew_each_minute() -> None:
    assert [seconds_until_free("x", 2, 60, now=6_000_030.0) for _ in range(3)] == [0, 0, 30]
    assert seconds_until_free("x", 2, 60, now=6_000_061.0) == 0
