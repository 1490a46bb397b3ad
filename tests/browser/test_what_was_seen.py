"""Two people at one figure, a button that is pressed twice, and the Back button."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, sign_in
from tests.portal import Portal

WORK = f"{DEAL}/mijn-werk/"
LESSON = f"{DEAL}/lessen/nieuw/"


def write_lesson(page: Page, title: str) -> None:
    """Fill in a lesson, and leave it unsent."""
    page.goto(LESSON)
    page.get_by_role("main").get_by_label("Les", exact=False).first.fill(title)
    for box in page.get_by_role("main").locator("textarea").all():
        box.fill("Omdat bewoners het zelf kozen.")
    for choice in page.get_by_role("main").locator("select").all():
        values = [option.get_attribute("value") for option in choice.locator("option").all()]
        choice.select_option(next(value for value in values if value))
    page.get_by_role("main").locator("input[type=checkbox]").first.check()


def test_a_button_that_is_pressed_twice_stores_one(page: Page) -> None:
    """Known-elsewhere T4: two clicks 20, 120 and 200 ms apart stored two."""
    sign_in(page, "bureau")
    for pause in (0, 20, 120, 200):
        title = f"Dubbel geklikt na {pause} ms"
        write_lesson(page, title)
        button = page.get_by_role("main").get_by_role("button", name="Opslaan").first
        button.dblclick(delay=pause or None, no_wait_after=True)
        page.wait_for_url(f"**{DEAL}/lessen/")
        page.goto(f"{DEAL}/lessen/")
        expect(page.get_by_role("main").get_by_text(title)).to_have_count(1)


def test_the_back_button_stores_no_second_one(page: Page) -> None:
    sign_in(page, "bureau")
    write_lesson(page, "Terug en nog eens")
    save = page.get_by_role("main").get_by_role("button", name="Opslaan").first
    save.click()
    page.wait_for_url(f"**{DEAL}/lessen/")
    page.go_back()
    page.get_by_role("main").get_by_role("button", name="Opslaan").first.click()
    page.wait_for_url(f"**{DEAL}/lessen/")
    expect(page.get_by_role("main").get_by_text("Terug en nog eens")).to_have_count(1)


@pytest.mark.parametrize("expected_complaints", [["409"]])
def test_who_decides_too_late_reads_what_changed(browser: Browser, portal_server: Portal, page: Page) -> None:
    """Entry-and-review 1: a reviewer approved what was never on the screen."""
    sign_in(page, "reviewer")
    page.goto(WORK)
    page.get_by_role("main").locator("a[href*='/metingen/']").first.click()
    page.wait_for_url("**/metingen/*/")
    other = browser.new_context(base_url=portal_server.url, locale="nl-NL").new_page()
    sign_in(other, "reviewer")
    other.goto(page.url)
    other.get_by_label("Reden van terugsturen").fill("Noem de bron.")
    other.get_by_role("button", name="Terugsturen").click()
    expect(other.get_by_text("Teruggestuurd met uw reden.")).to_be_visible()
    page.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_role("heading", name="Dit is veranderd sinds u het opende")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Er is niets gewijzigd")).to_be_focused()
    expect(page.get_by_role("main")).to_contain_text("teruggestuurd")
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    other.context.close()
