"""A page that somebody has is asked for again: 304 while it is still true, and the page itself once it is not."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve
from django.views.generic import View

from pillars.measurements.models import Measurement
from regiodeal.caching.etags import page_etag, who_asks
from regiodeal.caching.memory import PAGES as PAGES_MADE
from regiodeal.caching.models import DataMark
from regiodeal.caching.triggers import marked_models
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from tests.pillars.measurements.test_entering import post_figure
from tests.plugins.deal import Enter

pytestmark = pytest.mark.usefixtures("db")
BASE = "/deals/den-haag-zuidwest-ii"
PAGES = (
    *("/", "/maatregelen/", "/maatregelen/1.1.1/", "/resultaten/1.1.1.g/", "/invoer/2026/", "/mijn-werk/"),
    *(
        "/financien/",
        "/financien/regels/A-rijk/",
        "/financien/boekingen/",
        "/financien/prognose/",
        "/financien/projecten/",
    ),
    *("/afspraken/", "/overleg/", "/rapportage/"),
)
NOT_OF_A_DEAL = {"django_session", User._meta.db_table, DataMark._meta.db_table}


def again(client: Client, path: str, etag: str) -> Any:
    """The page, asked for by a browser that has it."""
    return client.get(path, headers={"If-None-Match": etag})


def changed(deal: Deal) -> None:
    """Somebody else changes something."""
    deal.pillar_set.update(name="Anders")


def test_every_page_that_may_be_kept_is_looked_at_here() -> None:
    """Also one that is derived from it; what is only posted to is never kept."""
    kept = {type_ for type_ in kept_classes(get_resolver().url_patterns) if "get" in type_.http_method_names}
    assert kept == {view_class(path) for path in PAGES}


def kept_classes(patterns: Any) -> set[type[View]]:
    found: set[type[View]] = set()
    for pattern in patterns:
        found |= kept_classes(getattr(pattern, "url_patterns", ()))
        view: Any = getattr(pattern, "callback", None)
        if getattr(view, "is_revalidated", False):
            found.add(view.view_class)
    return found


def view_class(path: str) -> Any:
    return resolve(BASE + path).func.view_class  # type: ignore[attr-defined]


@pytest.mark.usefixtures("example")
def test_they_show_only_what_is_marked(deal: Deal, bureau: User, enter: Enter) -> None:
    """Else a change could go by unnoticed."""
    marked = {model._meta.db_table for model, _ in marked_models()}
    client = enter(bureau)
    for path in PAGES:
        PAGES_MADE.forget()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(BASE + path).status_code == 200
        read = {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
        assert "deals_membership" in read
        assert read - marked - NOT_OF_A_DEAL == set(), path


@pytest.mark.parametrize("path", PAGES)
def test_what_one_has_is_not_sent_again_until_something_changes(
    deal: Deal, bureau: User, enter: Enter, path: str
) -> None:
    client = enter(bureau)
    client.get(BASE + path)  # the first answer brings the cookie of the forms
    page = client.get(BASE + path)
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "HX-Request"} <= set(page.headers["Vary"].split(", "))
    with CaptureQueriesContext(connection) as asked:
        same = again(client, BASE + path, page["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    assert len(asked) == 3  # the session, the person, and their roles with the data version
    changed(deal)
    anew = again(client, BASE + path, page["ETag"])
    assert anew.status_code == 200
    assert anew["ETag"] != page["ETag"]


def test_the_policy_of_the_page_that_one_has_stays(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    client.get(f"{BASE}/")
    page = client.get(f"{BASE}/")
    assert "nonce-" in page.headers["Content-Security-Policy"]
    same = again(client, f"{BASE}/", page["ETag"])
    assert "Content-Security-Policy" not in same.headers
    assert same.headers["Permissions-Policy"] == page.headers["Permissions-Policy"]


def test_a_figure_of_somebody_else_shows_at_once(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    reader, path = enter(reviewer), f"{BASE}/resultaten/1.1.1.g/"
    reader.get(path)
    etag = reader.get(path)["ETag"]
    post_figure(enter(bureau), deal)
    assert Measurement.objects.count() == 1
    page = again(reader, path, etag)
    assert page.status_code == 200
    assert "84" in page.content.decode()


def test_nobody_is_told_that_the_page_of_another_is_still_true(
    deal: Deal, bureau: User, colleague: User, overleg: User, enter: Enter
) -> None:
    etags = set()
    for user in (bureau, colleague, overleg):
        client = enter(user)
        client.get(f"{BASE}/")
        etags.add(client.get(f"{BASE}/")["ETag"])
    assert len(etags) == 3
    Membership.objects.filter(user=bureau).delete()
    client = enter(bureau)
    for etag in etags:
        assert again(client, f"{BASE}/", etag).status_code == 404
        assert again(Client(), f"{BASE}/", etag).status_code == 302


def test_another_role_another_day_and_another_form_cookie_make_another_page(deal: Deal, bureau: User) -> None:
    request = RequestFactory().get(f"{BASE}/")
    request.user = bureau
    asking = who_asks(request, deal.slug)
    assert asking is not None
    today = date(2026, 6, 14)
    first = page_etag(request, asking, today=today)
    assert page_etag(request, asking, today=today) == first
    assert page_etag(request, replace(asking, version=asking.version + 1), today=today) != first
    assert page_etag(request, asking, today=date(2026, 6, 15)) != first
    Membership.objects.create(user=bureau, deal=deal, role=Role.REVIEWER)
    more = who_asks(request, deal.slug)
    assert more is not None
    assert (len(more.roles), more.version != asking.version) == (2, True)
    assert page_etag(request, replace(more, version=asking.version), today=today) != first
    request.COOKIES[settings.CSRF_COOKIE_NAME] = "another"
    assert page_etag(request, asking, today=today) != first
    assert who_asks(request, "nergens") is None


def test_a_role_in_another_deal_makes_another_page(deal: Deal, veenland: Deal, bureau: User, enter: Enter) -> None:
    """Review 16.12: whoever got, or lost, a role in another deal kept the old switch between deals (304)."""
    client, path = enter(bureau), f"{BASE}/"
    client.get(path)
    etag = client.get(path)["ETag"]
    assert again(client, path, etag).status_code == 304
    mine = Membership.objects.create(user=bureau, deal=veenland, role=Role.REVIEWER)
    answer = again(client, path, etag)
    assert answer.status_code == 200
    assert veenland.short_name in answer.content.decode()
    etag = answer["ETag"]
    Deal.objects.filter(pk=veenland.pk).update(short_name="Morgenland")
    answer = again(client, path, etag)
    assert (answer.status_code, "Morgenland" in answer.content.decode()) == (200, True)
    mine.delete()
    gone = again(client, path, answer["ETag"])
    assert (gone.status_code, "Morgenland" in gone.content.decode()) == (200, False)
    User.objects.filter(pk=bureau.pk).update(may_begin_deals=True)
    assert again(client, path, gone["ETag"]).status_code == 200


def test_a_page_that_tells_something_once_is_not_kept(deal: Deal, bureau: User, enter: Enter) -> None:
    client, path = enter(bureau), f"{BASE}/resultaten/1.1.1.g/"
    client.get(path)
    etag = client.get(path)["ETag"]
    post_figure(client, deal)
    told = again(client, path, etag)
    assert told.status_code == 200
    assert "ter beoordeling" in told.content.decode()
    assert "ETag" not in told.headers
    unreadable = client.get(f"{path}?op=gisteren")
    assert "is niet te lezen" in unreadable.content.decode()
    assert "ETag" not in unreadable.headers
    assert "ETag" in client.get(path).headers


def test_what_was_made_for_one_serves_the_next_with_the_same_rights_alone(
    deal: Deal, bureau: User, colleague: User, overleg: User, enter: Enter
) -> None:
    post_figure(enter(bureau), deal, value="90")
    pages, counts = [], []
    for user in (bureau, colleague, overleg):
        client = enter(user)
        with CaptureQueriesContext(connection) as asked:
            pages.append(client.get(f"{BASE}/maatregelen/1.1.1/").content.decode())
        counts.append(len(asked))
    assert counts[1] < counts[0] / 2  # the colleague has the same rights
    assert counts[2] > counts[1]
    assert ["90 van 100" in page for page in pages] == [True, True, False]  # what waits for approval
    assert [user.name in page for user, page in zip((bureau, colleague, overleg), pages, strict=True)] == [True] * 3
    assert colleague.name not in pages[0]
