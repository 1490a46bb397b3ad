"""Who types a letter that a PDF cannot write is told at once, in every text field that reaches the report."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, sign_in

TOLD = "In een PDF van het portaal: → wordt ->. Schrijf liever een woord."
PAGES = (
    "maatregelen/1.1.1/voortgang/2026/",
    "afwijkingen/1.1.1.c/",
    "lessen/nieuw/",
    "knelpunten/nieuw/",
    "projecten/nieuw/",
    "bijstellingen/nieuw/",
    "invoer/2026/",
)
TYPED = ":is(textarea, input[type=text])"
FIELDS = f"main form[method=post] {TYPED}, main .entry-grid {TYPED}"


@pytest.mark.parametrize("path", PAGES)
def test_each_text_field_tells_it(page: Page, path: str) -> None:
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/{path}")
    fields = page.locator(FIELDS).locator("visible=true")
    assert fields.count()
    for field in fields.all()[:8]:
        field.fill("van → naar")
        expect(field.locator("xpath=following-sibling::*[@data-letters]")).to_have_text(TOLD)
        field.fill("")
        expect(field.locator("xpath=following-sibling::*[@data-letters]")).to_have_text("")
    fields.first.fill("een →")
    assert_accessible(page)


def test_the_editor_tells_it(page: Page) -> None:
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/rapportage/")
    page.locator("#rounds-title ~ div").get_by_role("link").first.click()
    page.get_by_role("link", name="Schrijf de teksten").click()
    page.get_by_role("link", name="Vooruitblik", exact=True).click()
    page.locator("div[role=textbox]").click()
    page.keyboard.insert_text("Zo → dus")
    expect(page.locator("[data-letters]")).to_have_text(TOLD)
