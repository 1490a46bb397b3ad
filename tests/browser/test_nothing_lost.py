"""Half-typed work comes back after the browser was closed, and two people at one text lose nothing."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, leave, sign_in
from tests.portal import Portal

STORY = f"{DEAL}/maatregelen/2.3.3/voortgang/2026/"


def test_half_a_sentence_survives_a_closed_browser(page: Page, context: BrowserContext) -> None:
    sign_in(page, "bureau")
    page.goto(STORY)
    page.get_by_label("Wat is gedaan").fill("Het loket was op vier scholen, en")
    expect(page.get_by_text("Wat u typt wordt bewaard")).to_be_visible()
    page.close(run_before_unload=False)
    leave(context)

    again = context.new_page()
    sign_in(again, "bureau")
    again.goto(STORY)
    again.get_by_role("button", name="Ga verder met uw tekst").click()
    expect(again.get_by_label("Wat is gedaan")).to_have_value("Het loket was op vier scholen, en")
    assert_accessible(again)
    again.get_by_label("Planning").select_option("on_schedule")
    again.get_by_label("Vooruitblik").fill("Volgend jaar alle scholen.")
    again.get_by_role("button", name="Opslaan als concept").click()
    again.goto(STORY)
    expect(again.get_by_text("had nog niet opgeslagen")).to_have_count(0)


def test_two_browsers_save_the_same_text(browser: Browser, portal_server: Portal) -> None:
    first, second = (browser.new_context(base_url=portal_server.url, locale="nl-NL").new_page() for _ in range(2))
    sign_in(first, "bureau")
    sign_in(second, "bureau2")
    path = f"{DEAL}/maatregelen/2.5.3/voortgang/2026/"
    for page, words in ((first, "Van de eerste"), (second, "Van de tweede")):
        page.goto(path)
        page.get_by_label("Wat is gedaan").fill(words)
        page.get_by_label("Planning").select_option("on_schedule")
        page.get_by_label("Vooruitblik").fill("Verder")
    first.get_by_role("button", name="Opslaan als concept").click()
    first.wait_for_url("**/maatregelen/2.5.3/")
    second.get_by_role("button", name="Opslaan als concept").click()
    expect(second.get_by_role("alert").filter(has_text="was u voor")).to_be_focused()
    panel = second.locator("section").filter(has=second.get_by_role("heading", name="was u voor"))
    expect(panel).to_contain_text("Van de eerste")
    expect(panel).to_contain_text("Van de tweede")
    assert_accessible(second)
    second.get_by_label("Neem die van").first.check()
    second.get_by_role("button", name="Opslaan als concept").click()
    second.wait_for_url("**/maatregelen/2.5.3/")
    expect(second.get_by_role("main")).to_contain_text("Van de eerste")
    for page in (first, second):
        page.context.close()
