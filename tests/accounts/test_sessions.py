"""A session ends after a time without doing anything, and what was typed is not lost."""

import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from regiodeal.accounts import sessions
from regiodeal.accounts.body_pass import shows_pass
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter
from tests.plugins.reports import print_of
from tests.reporting.api.clients import token_for

BROWSER = {"headers": {"accept": "text/html"}}


def earlier(client: Client, *, seen: int = 0, since: int = 0) -> None:
    """Let the person have done nothing for so many seconds."""
    session = client.session
    session[sessions.SEEN] -= seen
    session[sessions.SINCE] -= max(seen, since)
    session.save()


def test_after_half_an_hour_one_signs_in_again(deal: Deal, bureau: User, enter: Enter) -> None:
    client, page = enter(bureau), reverse("overview", args=[deal.slug])
    earlier(client, seen=29 * 60)
    assert client.get(page).status_code == 200
    earlier(client, seen=30 * 60)
    answer = client.get(page)
    assert answer.headers["Location"] == f"/account/login/?next={page}"


def test_what_one_does_counts_anew(deal: Deal, bureau: User, enter: Enter) -> None:
    client, page = enter(bureau), reverse("overview", args=[deal.slug])
    for _time in range(3):
        earlier(client, seen=25 * 60)
        assert client.get(page).status_code == 200


def test_a_long_day_ends_too(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    earlier(client, since=12 * 60 * 60)
    assert client.get(reverse("overview", args=[deal.slug])).status_code == 302


def test_the_page_asks_how_long_and_says_that_one_is_there(bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    earlier(client, seen=28 * 60)
    assert client.get("/account/sessie/").json()["seconds"] <= 120
    assert client.get("/account/sessie/").json()["seconds"] <= 120  # asking is not being there
    assert client.post("/account/sessie/").json()["seconds"] > 29 * 60
    assert Client().post("/account/sessie/").json() == {"seconds": 0}
    earlier(client, seen=30 * 60)
    assert client.post("/account/sessie/").json() == {"seconds": 0}  # too late


def test_what_a_page_or_a_program_asks_by_itself_is_not_being_there(
    deal: Deal, bureau: User, administrator: User, enter: Enter
) -> None:
    client, report = enter(bureau), print_of(deal, by=bureau)
    earlier(client, seen=28 * 60)
    assert client.get(reverse("report-progress", args=[deal.slug, report.pk])).status_code == 200
    token = token_for([deal], administrator)
    assert client.get("/api/v1/deals", headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert client.get("/account/sessie/").json()["seconds"] <= 120


def test_a_form_that_came_too_late_is_shown_with_all_that_was_typed(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    earlier(client, seen=31 * 60)
    path = reverse("plan-meeting", args=[deal.slug])
    typed = {"title": "Overleg <b>over</b> de wijk", "password1": "Geheim-Woord-1", "csrfmiddlewaretoken": "x"}
    answer = client.post(path, typed, **BROWSER)  # type: ignore[arg-type]
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "nog niet opgeslagen" in page
    assert "Overleg &lt;b&gt;over&lt;/b&gt; de wijk" in page
    assert "Geheim-Woord-1" not in page
    assert f"/account/login/?next={path}" in page


def test_who_is_signed_in_shows_it_to_the_server_and_nobody_else_can(
    deal: Deal, bureau: User, enter: Enter, settings: Any
) -> None:
    """The server reads a large body of who shows it, without asking the database (security A3)."""
    client = enter(bureau)
    client.get(reverse("overview", args=[deal.slug]))
    names = (settings.SESSION_COOKIE_NAME, settings.PASS_COOKIE_NAME)
    session, shown = (client.cookies[name].value for name in names)

    def header(session_key: str, body_pass: str) -> str:
        return f"a=b; {names[0]}={session_key}; {names[1]}={body_pass}"

    assert shows_pass(header(session, shown))
    for foreign in ('consent={"a": 1}', "with space=1", "a[0]=1", "=", "naam=Zuid,West", 'half="open'):
        assert shows_pass(f"{foreign}; {header(session, shown)}")
    assert client.cookies[names[1]]["httponly"]
    for forged in (header("x" * 32, shown), header(session, "1:abc"), header(session, ""), f"{names[1]}={shown}", "=;"):
        assert not shows_pass(forged)
    assert names[1] not in client.get(reverse("overview", args=[deal.slug])).cookies  # given once an hour
    assert names[1] not in Client().get("/privacy").cookies
    settings.SECRET_KEY = "another-key" * 6
    assert not shows_pass(header(session, shown))


def test_an_active_person_costs_one_write_a_minute(
    deal: Deal, bureau: User, enter: Enter, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter(bureau)
    with django_assert_num_queries(0):
        Client().get("/privacy")
    now = time.time()
    client.get("/privacy")
    before = client.session[sessions.SEEN]
    monkeypatch.setattr(time, "time", lambda: now + 59)
    client.get("/privacy")
    assert client.session[sessions.SEEN] == before
    monkeypatch.setattr(time, "time", lambda: now + 62)
    client.get("/privacy")
    assert client.session[sessions.SEEN] > before
