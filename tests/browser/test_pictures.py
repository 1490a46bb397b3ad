"""Map, line of time, all measures in view, flow of money and brief: for everyone, also at 320 pixels."""

from playwright.sync_api import Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, sign_in

PUBLIC = "/openbaar/den-haag-zuidwest-ii/"
PAGES = (
    f"{DEAL}/kaart/",
    f"{DEAL}/kaart/laden/",
    f"{DEAL}/plekken/",
    f"{DEAL}/tijdlijn/",
    f"{DEAL}/maatregelen-in-beeld/",
    f"{DEAL}/financien/stroom/",
    f"{DEAL}/overleg/in-tien-minuten/",
    PUBLIC,
    f"{PUBLIC}in/moerwijk/",
)


def test_pictures_are_for_everyone_and_fit_a_telephone(page: Page) -> None:
    sign_in(page, "bureau")
    for _second in range(90):  # the worker makes the example's report
        if page.request.get(PUBLIC).ok:
            break
        page.wait_for_timeout(1000)
    for path in PAGES:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(path)
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
    page.goto(f"{DEAL}/kaart/?soort=plekken")
    page.keyboard.press("Tab")  # the list is what the keyboard walks; the map itself has no stop
    assert page.locator("svg.map a, svg.map [tabindex]").count() == 0
    page.get_by_role("link", name="De Linde (voorbeeld)").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("De Linde")
