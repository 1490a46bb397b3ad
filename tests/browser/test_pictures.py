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


def test_charts_can_be_read_in_the_colours_that_a_person_chose(page: Page) -> None:
    """Contrast themes take colours away: letters, lines and marks are then of that theme, and differ by shape."""
    sign_in(page, "bureau")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(f"{DEAL}/resultaten/1.1.1.g/")
    ink = page.evaluate("getComputedStyle(document.body).color")
    for part in (".chart .legendtext", ".chart .xtick text"):
        assert page.locator(part).first.evaluate("part => getComputedStyle(part).fill") == ink, part
    bars = page.locator(".chart").first.locator(".legend .legendundefined")
    drawn = bars.evaluate_all("bars => bars.map((bar) => getComputedStyle(bar).fill)")
    assert len(set(drawn)) == len(drawn) > 1  # realised is full, planned has a pattern
    page.goto(f"{DEAL}/tijdlijn/")
    for part, told in ((".time__mark--done", "fill"), (".time__mark--ahead", "stroke")):
        assert page.locator(part).first.evaluate(f"part => getComputedStyle(part).{told}") == ink, part
    page.goto(f"{DEAL}/financien/stroom/")
    assert page.locator(".flow__name").first.evaluate("part => getComputedStyle(part).fill") == ink
    page.goto(f"{DEAL}/maatregelen-in-beeld/")
    assert page.locator(".spark__line").first.evaluate("part => getComputedStyle(part).stroke") == ink
