"""The ledger of the municipality: see what a file changes, enter it, let another approve it, and read it again."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, leave, sign_in

PAGE = f"{DEAL}/financien/grootboek/"
HEADINGS = (
    "Boekstuknummer;Regelnummer;Boekdatum;Boekjaar;Bedrag incl. btw;BTW;Kostenplaats;Project;Crediteur;Omschrijving"
)
FIRST = "2026-900;1;02-11-2026;2026;1.210,00;210,00;6710;ZW-111;Voorbeeld Welzijn;Begeleiding"
SECOND = "2026-900;2;02-11-2026;2026;605,00;105,00;6720;;Voorbeeld Werk;=Training"


def choose(page: Page, file: Path, *rows: str) -> None:
    """Make a file of these rows, choose it and look at what it changes."""
    file.write_text("\n".join([HEADINGS, *rows]))
    page.goto(PAGE)
    page.get_by_label("Koppeling", exact=True).select_option(label="Grootboek bestedingen")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Bekijk wat er verandert").click()


def test_a_value_without_a_meaning_leads_to_the_mapping(page: Page, tmp_path: Path) -> None:
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/financien/")
    page.get_by_role("link", name="Inlezen en downloaden").click()
    assert_accessible(page)
    choose(page, tmp_path / "grootboek.csv", FIRST, SECOND.replace("6720", "6730"))
    expect(page.get_by_role("cell", name="'6730' is nog aan geen begrotingsregel gekoppeld.").first).to_be_visible()
    page.get_by_role("link", name="Vul de koppeling aan").click()
    expect(page.get_by_label("6730")).to_be_visible()
    assert_accessible(page)


def test_a_ledger_is_read_approved_and_read_again(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "grootboek.csv"
    sign_in(page, "bureau")
    enter(page, file)
    address = page.url
    leave(page.context)
    sign_in(page, "regiokassier")
    page.goto(address)
    page.get_by_role("button", name="Keur alle 2 boekingen goed").click()
    expect(page.get_by_text("De boekingen zijn goedgekeurd en tellen nu mee.")).to_be_visible()

    choose(page, file, FIRST.replace("1.210,00;210,00", "1.000,00;173,55"), SECOND)
    expect(page.get_by_text("1 correctie op een goedgekeurde boeking.")).to_be_visible()
    expect(page.locator("del").filter(has_text="1.210,00")).to_be_visible()
    page.get_by_role("button", name="Niet invoeren").click()
    choose(page, file, FIRST, SECOND)
    expect(page.get_by_text("Alles wat in het bestand staat, staat al in het portaal.", exact=True)).to_be_visible()
    assert_accessible(page)


def enter(page: Page, file: Path) -> None:
    """See what a file changes, on a wide and a narrow screen, and enter it."""
    choose(page, file, FIRST, SECOND)
    expect(page.get_by_text("2 nieuwe boekingen.")).to_be_visible()
    expect(page.get_by_role("row", name="Totaal")).to_contain_text("1.815,00")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Voer in en dien in").click()
    expect(page.get_by_text("2 boekingen wachten op goedkeuring")).to_be_visible()
    assert_accessible(page)


def test_the_forecast_and_sisa_are_shown(page: Page) -> None:
    sign_in(page, "bzk")
    page.goto(f"{DEAL}/financien/prognose/")
    expect(page.get_by_text("Zij is een rekensom en geen belofte.")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    assert_accessible(page)
    page.get_by_role("link", name="SiSa").click()
    expect(page.get_by_text("Uiterlijk 15 juli")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.startswith("sisa-")
    assert_accessible(page)
