"""The list of notices in the header, on its page and in a click; for everyone, also at 320 pixels."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, sign_in

PAGES = ("berichten/", "berichten/keuzes/", "mijn-werk/")
WIDTHS = (1280, 390, 320)


@pytest.mark.parametrize("who", ["bureau", "reviewer", "jenv"])
def test_the_pages_of_notices_and_work_are_for_everyone(page: Page, who: str) -> None:
    """T13, for the pages of this part: axe finds nothing, and nothing scrolls sideways at 320 pixels."""
    sign_in(page, who)
    for path in PAGES:
        page.goto(f"{DEAL}/{path}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} scrolls sideways at {width}"


def test_a_notice_is_found_from_the_header_opens_the_thing_and_is_read(page: Page) -> None:
    """Entry and review 20: somebody who only looks at the header finds what came, by the keyboard alone."""
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/")
    link = page.get_by_role("banner").get_by_role("link", name="Berichten")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Berichten")
    unread = page.locator("li", has_text="ongelezen")
    before = unread.count()
    assert before > 0, "the example has nothing to tell the bureau"
    unread.first.get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/berichten/" not in url)
    page.goto(f"{DEAL}/berichten/")
    expect(page.locator("li", has_text="ongelezen")).to_have_count(before - 1)
    expect(page.get_by_role("banner").get_by_role("link", name="Berichten")).to_contain_text(str(before - 1))


def test_the_address_of_the_calendar_is_copied_with_a_button(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/berichten/keuzes/")
    page.get_by_role("button", name="Kopieer").click()
    expect(page.get_by_role("status").filter(has_text="Gekopieerd.")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == page.get_by_label("Uw agenda-adres").input_value()
