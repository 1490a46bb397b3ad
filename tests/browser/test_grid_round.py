"""A round in which nothing changed, entered in minutes: carried over, undone, saved and submitted; and counted."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.browser.counted import Effort
from tests.browser.page import assert_accessible
from tests.browser.test_grid import GRID, row, sign_in, state
from tests.pillars.evidence.test_evidence import MAIL
from tests.plugins.effort import EFFORT
from tests.portal import Portal

COORDINATOR = "plekken-betaalde-coordinator--plek-0"
DROP = """([key, files]) => {
    const carried = new DataTransfer();
    files.forEach(([name, text]) => carried.items.add(new File([text], name)));
    const row = document.getElementById(`rij-${key}`);
    const about = { bubbles: true, cancelable: true, dataTransfer: carried };
    for (const kind of ["dragover", "drop"]) row.querySelector("th").dispatchEvent(new DragEvent(kind, about));
}"""
STUCK = """() => {
    const head = document.querySelector(".entry-grid thead th").getBoundingClientRect();
    const row = document.querySelector('[id="rij-%s4"]').getBoundingClientRect();
    const groups = [...document.querySelectorAll(".entry-grid__group th")].map((each) => each.getBoundingClientRect());
    return [head.top, head.bottom, groups.filter((each) => each.top < row.top).at(-1).top];
}"""


def keys_by_hand(page: Page) -> int:
    """The keys that typing last time's value and source in each empty row takes: the way it was done before."""
    carried: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('[data-carried]')]"
        ".filter((row) => !row.querySelector('[name=value]').value).map((row) => row.dataset.carried)"
    )
    cells: list[dict[str, str]] = [json.loads(text) for text in carried]
    moves = 2 + 1  # two arrows to the source, and Enter
    return sum(len(each["value"]) + len(each["source"]) + moves for each in cells)


def tree_of(page: Page) -> list[tuple[str, str]]:
    """What a screen reader reads of the page: role and name of each part."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    told = [(node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")) for node in nodes]
    return [(role, " ".join(str(name).split())) for role, name in told]


@pytest.fixture
def grid(page: Page, expected_complaints: list[str]) -> Page:
    """The grid of the bureau."""
    expected_complaints.extend(["422", "409"])
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, "bureau@voorbeeld.test")
    page.goto(GRID)
    return page


def go_back_and_forth(grid: Page, unsaved: str, totals: Locator, before: list[str]) -> None:
    """All that was filled in at once goes back at once, and comes again."""
    grid.locator("[data-grid-undo]").click()
    expect(grid.locator("[data-grid-unsaved]")).to_have_text("")
    assert totals.all_inner_texts() == before
    grid.keyboard.press("Control+y")
    expect(grid.locator("[data-grid-unsaved]")).to_have_text(unsaved)


def assert_head_and_group_in_sight(grid: Page) -> None:
    """In the middle of fourteen places one sees the columns, and which of three times fourteen it is."""
    row(grid, f"{COORDINATOR}4").scroll_into_view_if_needed()
    grid.mouse.move(600, 500)
    grid.mouse.wheel(0, 300)
    grid.wait_for_timeout(300)
    top, bottom, group = grid.evaluate(STUCK % COORDINATOR)
    assert -1 <= top < 300
    assert abs(group - bottom) < 3


def test_what_did_not_change_is_entered_with_five_presses(grid: Page, record_property: Any) -> None:
    """Entry 14, 15 and 16: carried over, undone and done again, added up, kept in sight, saved and submitted."""
    by_hand, effort = keys_by_hand(grid), Effort(grid)
    tools = grid.locator("[data-grid-tools]")
    count = int(tools.locator("[data-grid-pickable]").inner_text())
    totals = grid.locator("[data-total]")
    before = totals.all_inner_texts()
    effort.tap("kies alle lege rijen", tools.locator("[data-grid-pick-all]"))
    expect(tools.locator("[data-grid-picked]")).to_have_text(str(count))
    effort.tap("ongewijzigd", tools.locator("[data-grid-same]"))
    unsaved = f"{count} rijen zijn nog niet bewaard."
    expect(grid.locator("[data-grid-unsaved]")).to_have_text(unsaved)
    assert totals.all_inner_texts() != before
    assert_accessible(grid)
    go_back_and_forth(grid, unsaved, totals, before)
    assert_head_and_group_in_sight(grid)
    drafts = int(grid.locator("[data-drafts]").inner_text())
    effort.tap("bewaar deze rijen", grid.locator("[data-grid-save-all]"))
    expect(grid.locator("[data-drafts]")).to_have_text(str(drafts + count), timeout=90_000)
    effort.tap("dien alles in", grid.locator("[data-submit-all]"))
    effort.tap("ja", grid.locator("main form button[type=submit]").first)
    expect(grid.locator("main [role=status]").first).to_contain_text(" cijfers zijn ingediend.")
    record_property(EFFORT, effort.table(f"{count} unchanged figures (by hand: {by_hand} keys)"))
    assert effort.actions < 10 < by_hand


def test_the_grid_is_read_out_and_files_are_dropped_on_a_row(browser: Browser, portal_server: Portal) -> None:
    """Entry 14 and 24: a screen reader hears which of fourteen places a cell is of, and what was added to it."""
    context = browser.new_context(base_url=portal_server.url, locale="nl-NL")
    page = context.new_page()
    sign_in(page, "bureau2@voorbeeld.test")
    page.goto(f"{GRID}?toon=leeg&sorteer=naam")
    key = page.locator("[data-row]:has([data-files]):has(input[name=value])").first.get_attribute("id")
    assert key is not None
    key = key.removeprefix("rij-")
    told = tree_of(page)
    name = page.locator(f'[id="n-{key}"]').inner_text()
    roles = {role for role, _name in told}
    assert {"table", "columnheader", "rowheader", "textbox"} <= roles
    assert any(role == "textbox" and "Waarde" in text and name.strip() in text for role, text in told), name
    assert any(role == "button" and text.startswith("Ongedaan maken") for role, text in told)
    page.evaluate(DROP, [key, [["telling.eml", MAIL.decode()], ["geheim.exe", "MZ"]]])
    listed = row(page, key).locator("[data-files-told]")
    expect(listed).to_contain_text("telling.eml: wordt toegevoegd zodra de rij bewaard is.")
    row(page, key).locator("[name=value]").fill("3")
    row(page, key).locator("[name=source]").fill("Eigen telling")
    row(page, key).locator("[name=source]").press("Enter")
    if row(page, key).locator("[name=sure]").count():
        row(page, key).locator("[name=sure]").check()
        row(page, key).locator("[name=source]").press("Enter")
    state(page, key, "concept")
    expect(listed).to_contain_text("telling.eml is toegevoegd.")
    expect(listed).to_contain_text("geheim.exe: Dit is geen volledige PDF")
    assert_accessible(page)
    more_than_a_request_may_hold(page, key)
    context.close()


def more_than_a_request_may_hold(page: Page, key: str) -> None:
    """Six files: on the grid each goes by its own request, and where they go together the field says how many may."""
    names = [f"telling-{number}.eml" for number in range(6)]
    page.evaluate(DROP, [key, [[name, f"{MAIL.decode()}\n{name}"] for name in names]])
    for name in names:
        expect(row(page, key).locator("[data-files-told]")).to_contain_text(f"{name} is toegevoegd.")
    page.goto(row(page, key).locator("a", has_text="Bekijk").get_attribute("href") or "")
    field = page.locator("input[name=bewijs-file]")
    files: list[FilePayload] = [{"name": name, "mimeType": "message/rfc822", "buffer": MAIL} for name in names]
    field.set_input_files(files)
    assert field.evaluate("field => field.validationMessage").startswith("Kies hoogstens 5 bestanden tegelijk, samen")
    field.set_input_files(files[:5])
    assert field.evaluate("field => field.validationMessage") == ""
