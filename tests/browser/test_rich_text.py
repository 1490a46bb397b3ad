"""The editor of texts in the report: what people paste stays what it is, what did not come along is told."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, sign_in

PASTED = Path(__file__).parent / "pasted"
YEAR = 2026


def opened(page: Page, section: str) -> Locator:
    """The editor of the text of a section, empty."""
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/rapportage/")
    page.locator("#rounds-title ~ div").get_by_role("link").first.click()
    page.get_by_role("link", name="Schrijf de teksten").click()
    page.get_by_role("link", name=section, exact=True).click()
    editor = page.locator("div[role=textbox]")  # the field that it takes the place of has the same name
    expect(editor).to_have_accessible_name("Tekst (hoeft niet)")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    return editor


def paste(editor: Locator, html: str) -> None:
    """Paste as a word processor offers it."""
    editor.evaluate(
        """(root, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            clipboardData.setData("text/plain", "zonder opmaak");
            root.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def value(page: Page) -> str:
    """What would be saved."""
    return page.locator("textarea[name=body]").input_value()


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (
            "word",
            [
                "1 plaatje kwam niet mee: zet een foto bij een project.",
                "Opmerkingen in de kantlijn kwamen niet mee.",
                "Wat met wijzigingen bijhouden was weggehaald, kwam niet mee.",
                "De streep door tekst is weg: kijk na of die tekst mag blijven.",
                "Onderstreping is weg.",
                "Samengevoegde cellen zijn gesplitst: kijk de tabel na.",
                "Een link naar een bestand of een plek in het document werd gewone tekst.",
            ],
        ),
        ("libreoffice", ["1 plaatje kwam niet mee: zet een foto bij een project."]),
        (
            "outlook",
            [
                "2 plaatjes kwamen niet mee: zet foto's bij een project.",
                "Onderstreping is weg.",
                "Een link naar een bestand of een plek in het document werd gewone tekst.",
            ],
        ),
    ],
)
def test_what_is_pasted_stays_what_it_is(page: Page, program: str, told: list[str]) -> None:
    editor = opened(page, "Vooruitblik")
    paste(editor, (PASTED / f"{program}.html").read_text())
    expected = (PASTED / f"{program}.kept.html").read_text().replace("\n", "")
    assert value(page) == expected
    expect(page.get_by_text("Geplakt.")).to_have_text(" ".join(["Geplakt.", *told]))
    assert_accessible(page)
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Vooruitblik", exact=True).click()
    assert_kept_by_the_server(page, expected)


def assert_kept_by_the_server(page: Page, expected: str) -> None:
    """Compare what came back from the server, which says of each link where it may lead."""
    assert re.sub(r' rel="[^"]*"', "", value(page)) == expected


def test_notes_go_on_after_those_that_stand_there(page: Page) -> None:
    editor = opened(page, "Vooruitblik")
    text = (PASTED / "libreoffice.html").read_text()
    paste(editor, text)
    page.keyboard.press("ControlOrMeta+Home")
    paste(editor, text)
    assert value(page).count("gehaald<sup>1</sup>") == value(page).count("gehaald<sup>2</sup>") == 1
    assert value(page).endswith('<ol class="notes"><li>Gemeten in mei.</li><li>Gemeten in mei.</li></ol>')


def test_one_writes_with_headings_lists_and_a_table(page: Page) -> None:
    editor = opened(page, "Vooruitblik")
    page.get_by_role("button", name="Kopje").click()
    page.keyboard.type("Straks")
    page.keyboard.press("Enter")
    page.keyboard.type("Gewoon ")
    page.get_by_role("button", name="Vet").click()
    page.keyboard.type("vet")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Genummerde lijst").click()
    page.keyboard.type("Een")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Tabel").click()
    editor.get_by_role("cell", name="Tekst").first.click()
    page.get_by_role("button", name="Rij erbij").click()
    page.get_by_role("button", name="Kolom weg").click()
    table = '<thead><tr><th scope="col">Kop</th></tr></thead><tbody><tr><td>Tekst</td></tr></tbody>'
    assert value(page).startswith("<h3>Straks</h3><p>Gewoon <strong>vet</strong></p><ol><li>Een</li></ol>")
    assert table in value(page)
    expect(page.get_by_text("woorden, ongeveer")).to_have_text("6 woorden, ongeveer 0,1 bladzijde in de rapportage.")
    assert_accessible(page)
    page.keyboard.press("Tab")  # no trap for who uses the keyboard
    expect(editor).not_to_be_focused()
