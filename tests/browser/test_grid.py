"""The entry round by keyboard alone: typing, moving, pasting from a spreadsheet, saving and submitting."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from tests.browser.page import assert_accessible
from tests.portal import Portal

GRID = "/deals/den-haag-zuidwest-ii/invoer/"
PROGRAMME = "plekken-programma--plek-0"  # places that have no figure in this round of the example
OPENING = "plekken-ruimer-open--plek-0"


def sign_in(page: Page, email: str) -> None:
    """Sign in as one of the example's people."""
    page.goto("/account/login/")
    page.fill("input[type=email]", email)
    page.fill("input[type=password]", "voorbeeld-zuidwest")
    page.press("input[type=password]", "Enter")
    expect(page.locator("h1")).not_to_have_text("Inloggen")


def row(page: Page, key: str) -> Locator:
    """A row of the grid."""
    return page.locator(f'[id="rij-{key}"]')


def state(page: Page, key: str, word: str) -> None:
    """Expect a row to be in a state, and to be saved."""
    expect(row(page, key).locator(".badge").first).to_have_text(word)
    expect(row(page, key).locator("[data-unsaved]")).to_be_hidden()


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what is wanted."""
    for _ in range(80):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {wanted}")


def go_down_to(page: Page, key: str) -> None:
    """Press the arrow down until the focus is in a row."""
    for _ in range(60):
        if focused(page)[0] == key:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrow never reached {key}")


def focused(page: Page) -> tuple[str, str]:
    """The row and the column that have the focus."""
    found: list[str] = page.evaluate(
        "() => [document.activeElement.closest('[data-row]').id.slice(4), document.activeElement.name]"
    )
    return found[0], found[1]


def paste(page: Page, text: str) -> None:
    """Copy a block as a spreadsheet does, and press Ctrl and V."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


@pytest.fixture
def grid(page: Page, context: BrowserContext, expected_complaints: list[str]) -> Page:
    """The grid of the bureau, with a clipboard; a row that is refused is a complaint that we expect."""
    expected_complaints.extend(["422", "409"])
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, "bureau@voorbeeld.test")
    page.goto(GRID)
    return page


def test_a_round_is_entered_and_submitted_by_keyboard_alone(grid: Page) -> None:
    left = int(grid.locator("[data-to-enter]").inner_text())
    tab_to(grid, "[data-cell]")
    go_down_to(grid, f"{PROGRAMME}1")
    type_a_fault(grid)
    type_two_rows(grid)
    paste_three_rows(grid)
    expect(grid.locator("[data-to-enter]")).to_have_text(str(left - 5))
    submit_everything(grid, 5)
    assert int(grid.locator("[data-to-enter]").inner_text()) == left - 5


def type_a_fault(grid: Page) -> None:
    """What cannot be read stays, with a message, and one goes on."""
    grid.keyboard.type("veel")
    grid.keyboard.press("Enter")
    assert focused(grid) == (f"{PROGRAMME}2", "value")
    fault = row(grid, f"{PROGRAMME}1").locator("p").first
    expect(fault).to_have_text("'veel' is geen getal. Schrijf bijvoorbeeld 84 of 1.234,5.")
    expect(row(grid, f"{PROGRAMME}1").locator("[name=value]")).to_have_value("veel")
    assert_accessible(grid)


def type_two_rows(grid: Page) -> None:
    """The second row, then back to the first."""
    grid.keyboard.type("1")
    grid.keyboard.press("ArrowRight")
    assert focused(grid) == (f"{PROGRAMME}2", "measured_on")
    grid.keyboard.press("ArrowRight")
    grid.keyboard.type("Programmaboekje")
    grid.keyboard.press("ArrowLeft")  # inside the text: the cursor moves, not the cell
    assert focused(grid) == (f"{PROGRAMME}2", "source")
    grid.keyboard.press("Enter")
    state(grid, f"{PROGRAMME}2", "concept")
    assert focused(grid) == (f"{PROGRAMME}3", "source")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.press("ArrowUp")
    grid.keyboard.type("Programmaboekje")
    grid.keyboard.press("Home")
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.type("1")
    grid.keyboard.press("Enter")
    state(grid, f"{PROGRAMME}1", "concept")


def paste_three_rows(grid: Page) -> None:
    """A block of three rows from a spreadsheet, one with two lines in a cell; then Enter for each row."""
    go_down_to(grid, f"{PROGRAMME}3")
    day = row(grid, f"{PROGRAMME}3").locator("[name=measured_on]").input_value()
    paste(grid, f'1\t{day}\tLijst\t"Twee\nregels"\r\n0\t{day}\tLijst\t\r\n1\t{day}\tLijst\tNieuw\r\n')
    expect(grid.locator("[data-grid-says]")).to_have_text("12 cellen ingevuld.")
    expect(grid.locator("[data-grid-unsaved]")).to_have_text("3 rijen zijn nog niet bewaard.")
    expect(row(grid, f"{PROGRAMME}3").locator("[name=note]")).to_have_value("Twee\nregels")
    for _ in range(3):
        grid.keyboard.press("Enter")
    for place in "345":
        state(grid, f"{PROGRAMME}{place}", "concept")
    expect(grid.locator("[data-grid-bar]")).to_be_hidden()


def submit_everything(grid: Page, count: int) -> None:
    """The button asks, with the list; the answer submits it."""
    grid.locator("[data-submit-all]").press("Enter")
    expect(grid.locator("h1")).to_have_text(f"Deze {count} cijfers indienen?")
    assert_accessible(grid)
    tab_to(grid, "main form button[type=submit]")
    grid.keyboard.press("Enter")
    expect(grid.locator("main [role=status]").first).to_contain_text(f"{count} cijfers zijn ingediend.")
    expect(row(grid, f"{PROGRAMME}1").locator(".badge").first).to_have_text("ter beoordeling")


def test_an_arrow_never_changes_a_choice_and_a_letter_does(grid: Page) -> None:
    choice = row(grid, "participatie-in-beleid").locator("[name=value]")
    choice.focus()
    grid.keyboard.press("ArrowDown")
    expect(choice).to_have_value("")
    choice.focus()
    grid.keyboard.press("j")
    expect(choice).to_have_value("1")
    grid.keyboard.press("Escape")
    expect(choice).to_have_value("")
    paste(grid, "nee")
    expect(choice).to_have_value("0")
    paste(grid, "misschien")
    expect(row(grid, "participatie-in-beleid")).to_contain_text("'misschien' past hier niet. Kies uit de lijst.")
    grid.keyboard.press("Escape")
    expect(row(grid, "participatie-in-beleid")).not_to_contain_text("past hier niet")


def test_the_cell_above_is_taken_over(grid: Page) -> None:
    row(grid, f"{OPENING}1").locator("[name=source]").fill("Rooster van de plek")
    row(grid, f"{OPENING}2").locator("[name=source]").focus()
    grid.keyboard.press("Control+d")
    expect(row(grid, f"{OPENING}2").locator("[name=source]")).to_have_value("Rooster van de plek")
    grid.locator("[data-grid-save-all]").click()
    expect(row(grid, f"{OPENING}1")).to_contain_text("Dit veld is verplicht.")
    expect(row(grid, f"{OPENING}1").locator("[name=value]")).to_be_focused()


def test_leaving_with_unsaved_rows_asks(grid: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    grid.on("dialog", stay)
    grid.goto(GRID)
    assert asked == []
    row(grid, f"{OPENING}3").locator("[name=value]").press("1")
    expect(row(grid, f"{OPENING}3").locator("[data-unsaved]")).to_be_visible()
    grid.goto(GRID)
    assert asked == ["beforeunload"]


def test_two_people_type_in_one_row_and_the_second_chooses(grid: Page, browser: Browser, portal_server: Portal) -> None:
    other = browser.new_context(base_url=portal_server.url, locale="nl-NL").new_page()
    sign_in(other, "bureau2@voorbeeld.test")
    other.goto(GRID)
    for page, value in ((other, "1"), (grid, "2")):
        row(page, f"{OPENING}4").locator("[name=value]").fill(value)
        row(page, f"{OPENING}4").locator("[name=source]").fill("Rooster")
        row(page, f"{OPENING}4").locator("[name=source]").press("Enter")
        expect(row(page, f"{OPENING}4").locator(".badge").first).to_have_text("concept")
    mine = row(grid, f"{OPENING}4")
    expect(mine).to_contain_text("Youssef Amrani heeft dit cijfer intussen gewijzigd.")
    expect(mine.locator("[name=value]")).to_have_value("2")
    assert_accessible(grid)
    mine.get_by_role("button", name="Neem alles over wat er staat").press("Enter")
    expect(mine.locator("[name=value]")).to_have_value("1")
    state(grid, f"{OPENING}4", "concept")
    other.context.close()


def test_what_was_typed_survives_a_closed_browser(browser: Browser, portal_server: Portal) -> None:
    first, later = (browser.new_context(base_url=portal_server.url, locale="nl-NL").new_page() for _ in range(2))
    for page in (first, later):
        sign_in(page, "bureau2@voorbeeld.test")
    first.goto(GRID)
    with first.expect_response(lambda answer: "half-getypt" in answer.url and answer.request.method == "POST"):
        row(first, f"{OPENING}7").locator("[name=note]").fill("Half getypt")
    first.context.close()
    later.goto(GRID)
    later.get_by_role("button", name="Ga daarmee verder").click()
    expect(row(later, f"{OPENING}7").locator("[name=note]")).to_have_value("Half getypt")
    assert_accessible(later)
    with later.expect_response(lambda answer: "discard=1" in (answer.request.post_data or "")):
        row(later, f"{OPENING}7").locator("[name=note]").fill("")  # as it is stored: nothing is left to keep
    later.reload()
    expect(later.locator("[data-grid-kept]")).to_be_hidden()
    later.context.close()


def test_who_was_signed_out_loses_nothing(grid: Page, expected_complaints: list[str]) -> None:
    expected_complaints.append("403")
    grid.context.clear_cookies()
    source = row(grid, f"{OPENING}5").locator("[name=source]")
    row(grid, f"{OPENING}5").locator("[name=value]").fill("1")
    source.fill("Rooster")
    source.press("Enter")
    expect(row(grid, f"{OPENING}5")).to_contain_text("Wat u typte, staat er nog.")
    again = grid.context.new_page()
    sign_in(again, "bureau@voorbeeld.test")
    source.press("Enter")
    state(grid, f"{OPENING}5", "concept")


def test_it_works_on_a_telephone(grid: Page) -> None:
    grid.set_viewport_size({"width": 390, "height": 844})
    assert grid.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(grid)


def test_a_row_saves_without_a_script(browser: Browser, portal_server: Portal) -> None:
    context = browser.new_context(base_url=portal_server.url, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[type=email]", "bureau@voorbeeld.test")
    page.fill("input[type=password]", "voorbeeld-zuidwest")
    page.press("input[type=password]", "Enter")
    page.goto(GRID)
    row(page, f"{OPENING}6").locator("[name=value]").fill("1")
    row(page, f"{OPENING}6").locator("[name=source]").fill("Rooster")
    row(page, f"{OPENING}6").locator("[data-save]").click()
    expect(page.locator("main [role=status]").first).to_contain_text("Bewaard: ")
    expect(row(page, f"{OPENING}6").locator(".badge").first).to_have_text("concept")
    context.close()


def test_a_screen_reader_hears_each_cell_by_its_column_and_its_row(grid: Page) -> None:
    """The tree that a screen reader reads out: each field by what it asks and of which figure, each mark in words."""
    there = row(grid, f"{PROGRAMME}9")  # none of the tests above types in it
    place, tree = there.locator("th").first.inner_text().strip(), there.aria_snapshot()
    assert f'rowheader "{place}"' in tree
    for column in ("Waarde", "Over", "Bron", "Toelichting"):
        assert f'- textbox "{column} Ontmoetingsplekken met een passend programma {place}"' in tree
    assert "text: nog leeg" in tree
    assert f'- button "Bewijs bij Ontmoetingsplekken met een passend programma, {place}"' in tree
    assert not re.search(r'- (textbox|button|checkbox|combobox|link)(:| ""|$)', tree, re.MULTILINE)  # each has a name
