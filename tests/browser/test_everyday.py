"""What holds on every page, for everyone: a narrow window, forced colours, keys, words explained, printing."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from regiodeal.base.dutch import day
from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, leave, sign_in
from tests.browser.walk import too_wide

PAGES = 110


def test_no_page_scrolls_sideways_in_a_narrow_window(page: Page, expected_complaints: list[str]) -> None:
    """T13 of known-elsewhere: seven of 106 pages were too wide at 320 px, by a long word in a heading."""
    expected_complaints += ["404", "403"]
    sign_in(page, "bureau")
    wide, count = too_wide(page, f"{DEAL}/", at_most=PAGES)
    assert count > PAGES / 2
    assert wide == {}


@pytest.mark.parametrize("path", ["metingen/66/", "resultaten/2.1.2.b/"])
def test_a_long_word_in_a_heading_breaks(page: Page, path: str) -> None:
    """T13: two of the seven."""
    page.set_viewport_size({"width": 320, "height": 700})
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_one_key_opens_searching_and_another_the_help(page: Page) -> None:
    """Issue 17: from the header by one key. Finding 22: the search box was a page away."""
    sign_in(page, "bureau")
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Zoek naar")
    expect(field).to_be_focused()
    assert_accessible(page)
    field.fill("111g")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/?*")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Resultaten")
    assert_accessible(page)
    page.keyboard.press("/")
    expect(page.locator("main #q")).to_be_focused()
    page.goto(f"{DEAL}/maatregelen/")
    page.keyboard.press("?")
    page.wait_for_url("**/hulp/bureau/#een-cijfer-invullen")
    assert_accessible(page)


def test_the_keys_can_be_turned_off(page: Page) -> None:
    """WCAG 2.1.4: a key of one letter can be turned off."""
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/hulp/")
    assert_accessible(page)
    page.get_by_label("als sneltoets in deze browser").uncheck()
    page.goto(f"{DEAL}/maatregelen/")
    page.keyboard.press("/")
    expect(page.locator("#search-panel")).to_be_hidden()


def test_a_word_of_the_trade_is_explained_where_it_stands(page: Page) -> None:
    """Finding 21: norm, lezing and stand were explained nowhere. By the keyboard alone, and gone with Escape."""
    sign_in(page, "overleg")
    page.get_by_role("button", name=re.compile("^norm.*wat betekent dat")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("hoeveel, en wanneer")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text("hoeveel, en wanneer")).to_be_hidden()


def test_the_head_of_a_table_stays_in_sight(page: Page) -> None:
    """Finding 14: the head of a table scrolled away."""
    page.set_viewport_size({"width": 1280, "height": 500})
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/afspraken/lezingen/")
    heading = page.locator("thead th").first
    page.locator("tbody tr").nth(-2).scroll_into_view_if_needed()
    expect(heading).to_be_in_viewport()


def test_a_small_screen_shows_what_decides_first(page: Page) -> None:
    """Issue 17: money and SiSa lost the column that decides."""
    page.set_viewport_size({"width": 320, "height": 700})
    sign_in(page, "bureau")
    for path, label in (("financien/sisa/", "Bedrag"), ("financien/prognose/", "Over")):
        page.goto(f"{DEAL}/{path}")
        row = page.locator("table:has([data-deciding]) tbody tr").first
        tops = row.locator("td:not(:empty)").evaluate_all(
            "cells => cells.map(cell => [cell.dataset.label, cell.getBoundingClientRect().top])"
        )
        assert min(tops, key=lambda each: each[1])[0] == label


def test_forced_colours_keep_what_a_fill_showed(page: Page) -> None:
    """Finding 42: buttons lost their shape, progress bars vanished, the current item of the menu could not be seen."""
    page.emulate_media(forced_colors="active")
    sign_in(page, "bureau")
    style = "(part, name) => getComputedStyle(part)[name]"
    assert page.locator("main .denhaag-button").first.evaluate(style, "borderTopWidth") == "2px"
    current = page.locator(".portal-nav__link[aria-current]")
    other = page.locator(".portal-nav__link:not([aria-current])").first
    assert current.evaluate(style, "borderBottomColor") != other.evaluate(style, "borderBottomColor")


PAPER = 688  # CSS pixels between the margins of A4
ON_PAPER = """() => {
    const main = document.querySelector("main");
    const controls = main.querySelectorAll("input, select, textarea, nav");
    const shown = (part) => part.checkVisibility();
    const isWide = (part) => shown(part) && part.getBoundingClientRect().right > innerWidth + 1;
    const wide = [...main.querySelectorAll("*")].filter(isWide);
    return [[...controls].filter(shown).length, wide.map((part) => part.outerHTML.slice(0, 80)).slice(0, 3)];
}"""
TO_A_MEETING = [  # with something of what each has to say, on the page of paper that it is on at the latest
    ("", "Hoe staat de deal ervoor?", 1),
    ("maatregelen/1.1.1/", "De 13 bestedingen achter dit bedrag", 4),
    ("resultaten/1.1.1.b/", "Wat projecten bijdragen", 3),
    ("projecten/P-01/", "Mijlpalen", 3),
    ("overleg/4/", "Agenda", 2),
    ("overleg/2/", "Verslag", 2),
    ("wijzigingen/1/", "Instemming: 3 van 5", 3),
    ("financien/", "Hoeveel ruimte is er nog?", 3),
    ("financien/prognose/", "Per jaar", 3),
    ("financien/sisa/", "Indicatoren over boekjaar", 1),
]


def test_what_people_take_to_a_meeting_prints_whole_and_without_forms(page: Page) -> None:
    """Issue 17: a project had two sheets of empty fields, money two of months, and a table that went on no head."""
    sign_in(page, "bureau")  # whose pages have the most to fill in
    for path, told, most in TO_A_MEETING:
        sheets = on_paper(page, f"{DEAL}/{path}")
        assert told in " ".join(sheets), path
        assert len(sheets) <= most, path
    sheets = on_paper(page, f"{DEAL}/maatregelen/1.1.1/")
    going_on = [sheet for sheet in sheets if re.search(r"\bB\d{3}\b", sheet)]
    assert len(going_on) == 2
    assert all("Boekstuk" in sheet for sheet in going_on)
    assert " ".join(sheets).count("Totaal") == 1
    assert f"Stand op {day(timezone.localdate())}" in sheets[0]  # in Dutch, whatever the language of the browser
    leave(page.context)
    sign_in(page, "bzk")
    assert "Zuidwest" in on_paper(page, "/portfolio/")[0]


def on_paper(page: Page, path: str) -> list[str]:
    """Return the text of each sheet of a page, of which nothing is cut off and nothing is there to fill in."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sheets = [" ".join(sheet.extract_text().split()) for sheet in paper.pages]
    assert " ".join(page.locator("h1").inner_text().split()) in sheets[0], path
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for _try in range(20):  # a chart is drawn anew for the width of the paper
        found = page.evaluate(ON_PAPER)
        if found == [0, []]:
            break
        page.wait_for_timeout(150)
    assert found == [0, []], path
    page.emulate_media(media="null")  # with "screen", a page is printed as it is on the screen
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.set_viewport_size({"width": 1280, "height": 900})
    return sheets


def test_the_overview_prints_on_one_page(page: Page, tmp_path: Path) -> None:
    """Finding 43: it printed on four."""
    sign_in(page, "overleg")
    page.pdf(path=tmp_path / "overview.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "overview.pdf") as pdf:
        assert len(pdf.pages) == 1
