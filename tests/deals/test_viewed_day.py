"""Stranger of issue 17: the day that one looked at was gone at the next click, without a word."""

import pytest
from django.test import Client

from regiodeal.deals.models import Deal, User
from tests.pages import BASE, words
from tests.plugins.deal import Enter

pytestmark = pytest.mark.django_db
THAT_DAY = f"http://testserver{BASE}?op=2025-11-30"


@pytest.fixture
def reader(deal: Deal, overleg: User, enter: Enter) -> Client:
    """Somebody who reads the deal."""
    return enter(overleg)


def test_each_click_leads_to_the_same_day_until_one_goes_back_to_today(reader: Client) -> None:
    """Also where a browser keeps the page of today: it is not told that that one is still true."""
    today = reader.get(f"{BASE}maatregelen/?stand=behind")
    etag = {"If-None-Match": today.headers["ETag"]}
    page = reader.get(f"{BASE}maatregelen/?stand=behind", headers={"Referer": THAT_DAY} | etag, follow=True)
    assert page.redirect_chain == [(f"{BASE}maatregelen/?stand=behind&op=2025-11-30", 302)]
    assert "U ziet de stand op 30 november 2025" in words(page)
    back = f"{BASE}maatregelen/?stand=behind&amp;op="
    assert f'href="{back.removeprefix(f"{BASE}maatregelen/")}"' in page.content.decode()
    referer = f"http://testserver{BASE}maatregelen/?stand=behind&op=2025-11-30"
    again = reader.get(f"{BASE}maatregelen/?stand=behind&op=", headers={"Referer": referer})
    assert "U ziet de stand op" not in words(again)


@pytest.mark.parametrize(
    ("path", "referer"),
    [
        ("maatregelen/", f"http://testserver{BASE}"),
        ("maatregelen/", f"http://testserver{BASE}?op="),
        ("maatregelen/", f"http://testserver{BASE}?op=gisteren"),
        ("maatregelen/", "http://testserver/deals/een-andere/?op=2025-11-30"),
        ("maatregelen/", THAT_DAY.replace("testserver", "elders.example")),
        ("maatregelen/?op=2026-01-01", THAT_DAY),
        ("berichten/", THAT_DAY),
        ("zoeken/", THAT_DAY),
    ],
)
def test_an_address_with_its_own_day_and_what_is_about_now_is_asked_as_it_is(
    reader: Client, path: str, referer: str
) -> None:
    assert reader.get(BASE + path, headers={"Referer": referer}).status_code == 200


def test_what_is_entered_is_entered_today(deal: Deal, bureau: User, enter: Enter) -> None:
    page = enter(bureau).get(f"{BASE}projecten/nieuw/", headers={"Referer": THAT_DAY})
    assert page.status_code == 200
    assert "U ziet de stand op" not in words(page)
