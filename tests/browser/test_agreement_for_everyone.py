"""Every page and form of the agreement, the meetings and the obligations is for everyone: axe finds nothing."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, sign_in

# Who looks, and at which addresses: the pages, and the forms that this person may fill in.
PAGES = {
    "bureau": (
        *("afspraken/", "afspraken/lezingen/", "berichten/", "versies/", "versies/1/", "wijzigingen/"),
        *("wijzigingen/nieuw/wijziging/", "wijzigingen/nieuw/toetreding/", "bijstellingen/nieuw/"),
        *("overleg/", "overleg/nieuw/", "overleg/in-tien-minuten/", "besluiten/", "actiepunten/", "documenten/"),
        *("documenten/nieuw/", "communicatie/", "communicatie/publicaties/nieuw/", "zoeken/?q=wijziging"),
    ),
    "jenv": ("wijzigingen/", "opzeggen/", "wijzigingen/nieuw/verlenging/", "mijn-werk/"),
}
STEPS = (
    "",
    "gevolgen/",
    "geinformeerd/",
    "overleg/",
    "agenda/",
    "verslag/",
    "addendum/",
    "van-kracht/",
    "staatscourant/",
)
DRAFT = ("", "aanpassen/", "voorstel/", "voorstel/targets/1.1.1.g-1/", "herverdelen/", "nieuwe-norm/", "nieuwe-regel/")
MEETING = ("", "aanpassen/", "vervallen/", "agenda/", "deelnemers/", "besluit/", "actiepunt/", "verslag/")
WIDTHS = (1280, 390)


def look_at(page: Page, path: str) -> bool:
    """Whether the address is there; it is accessible, wide and narrow."""
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        return False
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways at {width}"
    return True


@pytest.mark.parametrize("who", PAGES)
def test_the_pages_are_for_everyone(page: Page, who: str, expected_complaints: list[str]) -> None:
    expected_complaints.append("404")
    sign_in(page, who)
    seen = [path for path in PAGES[who] if look_at(page, f"{DEAL}/{path}")]
    assert len(seen) >= len(PAGES[who]) - 1, seen


def links(page: Page, listing: str, pattern: str) -> list[str]:
    """The addresses on a page that look like this, without what is typed after them."""
    page.goto(f"{DEAL}/{listing}")
    found = page.eval_on_selector_all("main a[href]", "links => links.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(href for href in found if re.fullmatch(pattern, href)))


def test_the_steps_of_an_amendment_are_for_everyone(page: Page, expected_complaints: list[str]) -> None:
    expected_complaints += ["404", "403"]
    sign_in(page, "bzk")
    amendments = links(page, "wijzigingen/", r".*/wijzigingen/[0-9]+/")
    assert amendments
    seen = [path for base in amendments[:1] for path in STEPS if look_at(page, base + path)]
    assert len(seen) == len(STEPS), seen
    for base in amendments:
        for path in ("instemmen/", "instemmen/per-e-mail/", "intrekken/"):
            look_at(page, base + path)


def test_writing_a_draft_is_for_everyone(page: Page, expected_complaints: list[str]) -> None:
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/wijzigingen/nieuw/wijziging/")
    page.get_by_label("Op verzoek van").select_option(index=1)
    page.get_by_label("Wat verandert er, in één zin").fill("Een norm erbij")
    page.get_by_label("Het verzoek in woorden").fill("Wij vragen een nieuwe norm.")
    page.get_by_role("main").get_by_role("button", name="Maak het concept").click()
    address = page.url
    seen = [path for path in DRAFT if look_at(page, address + path)]
    assert len(seen) == len(DRAFT), seen
    page.goto(address + "nieuwe-norm/")
    page.get_by_label("Bij welk beoogd resultaat").select_option("1.1.1.g")
    page.get_by_label("De norm in één zin").fill("Vijf buurtfeesten per jaar")
    page.locator("[name=minimum]").fill("5")
    page.get_by_label("Eenheid").fill("buurtfeesten")
    page.get_by_label("Of: wat wordt nieuw geteld").fill("Buurtfeesten")
    page.get_by_role("main").get_by_role("button", name="Neem op in de wijziging").click()
    page.get_by_text("Vijf buurtfeesten per jaar").first.wait_for()
    assert look_at(page, address)
    assert look_at(page, address + "gevolgen/")


def test_the_forms_of_a_meeting_are_for_everyone(page: Page, expected_complaints: list[str]) -> None:
    expected_complaints += ["404", "403"]
    sign_in(page, "bureau")
    meetings = links(page, "overleg/", r".*/overleg/[0-9]+/")
    assert meetings
    seen = {path for base in meetings[:3] for path in MEETING if look_at(page, base + path)}
    assert {"", "aanpassen/", "deelnemers/"} <= seen, seen
    for listing, pattern in (
        ("besluiten/", r".*/besluiten/[^/]+/"),
        ("actiepunten/", r".*/actiepunten/[0-9]+/"),
        ("documenten/", r".*/documenten/[0-9]+/"),
        ("afspraken/", r".*/afspraken/[^/]+/[0-9-]{10}/"),
    ):
        for path in links(page, listing, pattern)[:1]:
            assert look_at(page, path)
