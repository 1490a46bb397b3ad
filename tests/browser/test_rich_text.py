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


def without_data(html: str) -> str:
    """The text without the pictures that stand in it as data: those are kept, and asked about."""
    return re.sub(r'<img src="data:[^>]*>', "", html)


def drop(editor: Locator, name: str, kind: str) -> None:
    """Drop a file on the text: a picture that the page draws, or a few letters."""
    editor.evaluate(
        """async (root, [name, kind]) => {
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [300, 150];
            canvas.getContext("2d").fillRect(20, 20, 100, 100);
            const picture = await new Promise((done) => canvas.toBlob(done, kind));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([kind.startsWith("image/") ? picture : "tekst"], name, { type: kind }));
            root.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [name, kind],
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
                "1 plaatje kwam niet mee: zet het erin met de knop Plaatjes.",
                "Opmerkingen in de kantlijn kwamen niet mee.",
                "Wat met wijzigingen bijhouden was weggehaald, kwam niet mee.",
                "De streep door tekst is weg: kijk na of die tekst mag blijven.",
                "Onderstreping is weg.",
                "Samengevoegde cellen zijn gesplitst: kijk de tabel na.",
                "Een link naar een bestand of een plek in het document werd gewone tekst.",
            ],
        ),
        ("libreoffice", []),
        (
            "outlook",
            [
                "2 plaatjes kwamen niet mee: zet ze erin met de knop Plaatjes.",
                "Onderstreping is weg.",
                "Een link naar een bestand of een plek in het document werd gewone tekst.",
            ],
        ),
    ],
)
def test_what_is_pasted_stays_what_it_is(page: Page, program: str, told: list[str]) -> None:
    editor = opened(page, "Vooruitblik")
    paste(editor, without_data((PASTED / f"{program}.html").read_text()))
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
    text = without_data((PASTED / "libreoffice.html").read_text())
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


def test_a_picture_that_is_pasted_is_kept_once_it_says_what_it_shows(
    page: Page, expected_complaints: list[str]
) -> None:
    expected_complaints.append("422")  # saved before it said so
    editor = opened(page, "Vooruitblik")
    paste(editor, (PASTED / "libreoffice.html").read_text())
    dialog = page.get_by_role("dialog", name="Plaatjes in deze tekst")
    words = dialog.get_by_label("Wat is er op plaatje 1 te zien?")
    expect(words).to_be_focused()
    expect(words).to_have_value("Grafiek")  # as the other program says
    words.fill("")
    expect(editor.locator("img[data-picture]")).to_have_count(1)
    assert_accessible(page)
    dialog.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Opslaan").click()
    fault = "Schrijf bij elk plaatje wat erop te zien is, voor wie het niet ziet. Dat kan met de knop Plaatjes."
    expect(page.locator(".error-summary")).to_contain_text(fault)
    expect(editor.locator("img[data-picture]")).to_have_count(1)  # with all that was typed
    page.get_by_role("button", name="Plaatjes").click()
    words.fill("Een bank in het park")
    dialog.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Vooruitblik", exact=True).click()
    assert re.search(r'<p><img data-picture="\d+" alt="Een bank in het park"></p>', value(page))
    assert "data:" not in value(page)
    assert editor.locator("img").evaluate("(picture) => picture.decode().then(() => picture.naturalWidth)") == 1
    assert_accessible(page)


def test_a_picture_is_dropped_and_another_file_is_not(page: Page) -> None:
    editor = opened(page, "Termijnen")
    page.keyboard.type("Hier:")
    drop(editor, "lijst.txt", "text/plain")
    expect(page.get_by_text("Alleen plaatjes kunnen in een tekst: JPEG, PNG, WebP of AVIF.")).to_be_visible()
    drop(editor, "plein.png", "image/png")
    dialog = page.get_by_role("dialog", name="Plaatjes in deze tekst")
    dialog.get_by_label("Wat is er op plaatje 1 te zien?").fill("Een zwart vlak")
    expect(editor.locator("img[data-picture]")).to_have_count(1)
    dialog.get_by_role("button", name="Klaar").click()
    assert re.fullmatch(r'<p>Hier:<img data-picture="\d+" alt="Een zwart vlak"></p>', value(page))
    page.get_by_role("button", name="Plaatjes").click()
    dialog.get_by_role("button", name="Haal plaatje 1 weg").click()
    assert value(page) == "<p>Hier:</p>"


def test_without_a_connection_the_words_stay_and_the_picture_is_tried_again(
    page: Page, expected_complaints: list[str]
) -> None:
    expected_complaints += ["ERR_FAILED", "Failed to load resource"]
    editor = opened(page, "Wat wij leerden")
    page.keyboard.type("Dit blijft.")
    page.route("**/rapportage/plaatjes/", lambda route: route.abort())
    drop(editor, "plein.png", "image/png")
    dialog = page.get_by_role("dialog", name="Plaatjes in deze tekst")
    expect(dialog).to_contain_text("Nog niet bewaard: er is geen verbinding of u bent uitgelogd.")
    dialog.get_by_label("Wat is er op plaatje 1 te zien?").fill("Een zwart vlak")
    assert value(page) == "<p>Dit blijft.</p>"
    dialog.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Opslaan").click()  # nothing goes without the picture unseen
    expect(dialog).to_be_visible()
    expect(editor).to_contain_text("Dit blijft.")
    page.unroute("**/rapportage/plaatjes/")
    dialog.get_by_role("button", name="Probeer opnieuw").click()
    expect(editor.locator("img[data-picture]")).to_have_count(1)
    dialog.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Opslaan").click()
    page.get_by_role("link", name="Wat wij leerden", exact=True).click()
    assert re.fullmatch(r'<p>Dit blijft.<img data-picture="\d+" alt="Een zwart vlak"></p>', value(page))


def test_a_file_that_is_no_picture_is_refused_where_one_chose_it(page: Page, expected_complaints: list[str]) -> None:
    expected_complaints.append("422")
    opened(page, "Afwijkingen")
    page.get_by_role("button", name="Plaatjes").click()
    dialog = page.get_by_role("dialog", name="Plaatjes in deze tekst")
    chosen = dialog.get_by_label("Plaatje toevoegen")
    chosen.set_input_files({"name": "plein.png", "mimeType": "image/png", "buffer": b"geen plaatje"})
    expect(dialog).to_contain_text("Deze foto is niet te openen. Kies een JPEG, PNG, WebP of AVIF-bestand.")
    dialog.get_by_role("button", name="Haal plaatje 1 weg").click()
    assert value(page) == ""
    expect(chosen).to_be_focused()
