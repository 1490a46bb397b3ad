"""Filling in without a network: what is typed is kept in sight, sent when the network is back, and left to nobody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.counted import Effort
from tests.browser.page import assert_accessible
from tests.browser.test_grid import GRID, sign_in
from tests.browser.test_partner_on_a_phone import HOME, PHONE, kept, sign_in_by_code
from tests.portal import Portal

PARTNER = "tamara@voorbeeld.test"
LEAVE = "() => setTimeout(() => document.querySelector('form[action=\"/account/logout/\"]').requestSubmit(), 0)"
KEPT_PAGES = "async () => (await (await caches.open('portal-pages')).keys()).map((each) => new URL(each.url).pathname)"


@pytest.fixture
def phone(browser: Browser, asked_portal: Portal) -> Iterator[BrowserContext]:
    """A phone of a partner, on which the portal may keep pages."""
    context = browser.new_context(
        base_url=asked_portal.url, locale="nl-NL", timezone_id="Europe/Amsterdam", viewport=PHONE, has_touch=True
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def open_project(page: Page) -> str:
    """Open the first project twice, so that the browser keeps its page; its address."""
    page.get_by_role("main").get_by_role("link").first.click()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()
    page.wait_for_load_state("networkidle")
    return page.url


def refused_is_thrown_away_by_hand(page: Page, address: str) -> None:
    """What the portal refused stays in sight on every page, with what was typed, until somebody throws it away."""
    unsent = page.locator("[data-unsent]")
    page.get_by_label("Tot nu toe uitgegeven").fill("veel")
    expect(unsent).to_contain_text("kon zo niet worden bewaard")
    page.goto(HOME)
    unsent.get_by_text("Wat u typte").click()
    expect(unsent).to_contain_text("veel")
    assert_accessible(page)
    unsent.get_by_role("button", name="Gooi weg").click()
    unsent.get_by_role("button", name="Ja, gooi weg wat u typte").click()
    expect(unsent).to_be_hidden()
    page.goto(address)
    expect(page.get_by_label("Tot nu toe uitgegeven")).to_have_value("")


def test_what_is_typed_without_a_network_is_sent_when_it_is_back(phone: BrowserContext, asked_portal: Portal) -> None:
    page = phone.new_page()
    sign_in_by_code(Effort(page), asked_portal, PARTNER)
    address = open_project(page)
    unsent = page.locator("[data-unsent]")
    phone.set_offline(True)
    page.reload()  # the page itself opens without a network
    story = page.locator("form[data-offline] textarea").first
    story.fill("In de wijk getypt, zonder verbinding.")
    expect(unsent).to_contain_text("Nog niet verstuurd. Er is geen verbinding.")
    assert_accessible(page)
    page.goto(f"{HOME}onbekend/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Geen verbinding")
    page.goto(address)
    expect(story).to_have_value("In de wijk getypt, zonder verbinding.")
    phone.set_offline(False)
    expect(page.locator("#bewaard")).to_contain_text("Bewaard")
    expect(unsent).to_be_hidden()
    page.reload()
    expect(story).to_have_value("In de wijk getypt, zonder verbinding.")
    assert all(path.startswith(HOME) for path in page.evaluate(KEPT_PAGES))
    refused_is_thrown_away_by_hand(page, address)
    story.fill("")
    kept(page, "in te vullen")
    with page.expect_navigation():
        page.evaluate(LEAVE)
    page.wait_for_load_state("networkidle")
    page.wait_for_function(f"async () => (await ({KEPT_PAGES})()).length === 0")


def test_a_row_of_the_grid_is_saved_when_the_network_is_back(browser: Browser, portal_server: Portal) -> None:
    context = browser.new_context(base_url=portal_server.url, locale="nl-NL")
    page = context.new_page()
    sign_in(page, "bureau2@voorbeeld.test")
    page.goto(f"{GRID}?toon=leeg&sorteer=naam")
    key = page.locator("[data-row]:has(input[name=value])").last.get_attribute("id")
    line = page.locator(f'[id="{key}"]')
    context.set_offline(True)
    line.locator("[name=value]").fill("3")
    line.locator("[name=source]").fill("Zonder verbinding geteld")
    line.locator("[name=source]").press("Enter")
    expect(line).to_contain_text("Niet bewaard: er is geen verbinding")
    expect(page.locator("[data-unsent]")).to_contain_text("Nog niet verstuurd. Er is geen verbinding.")
    context.set_offline(False)
    expect(line.locator(".badge").first).to_have_text("concept")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    context.close()
