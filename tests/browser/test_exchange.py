"""A round in a spreadsheet: download, fill in, see what changes, enter; and a large file that a worker reads."""

from datetime import date, timedelta
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, sign_in

PAGE = f"{DEAL}/uitwisselen/"
FIGURE = "methode-onrendabele-top"  # that no other test in this portal enters


def choose(page: Page, file: Path) -> None:
    """Choose a file and look at what it changes."""
    page.goto(PAGE)
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Bekijk wat er verandert").click()


def fill_in(file: Path, code: str, **cells: object) -> None:
    """Fill in some cells of the row with this code."""
    book = load_workbook(file)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == code:
            for heading, value in cells.items():
                row[headings.index(heading)].value = value
    book.save(file)


def test_a_figure_filled_in_in_a_spreadsheet_becomes_a_draft(page: Page, tmp_path: Path) -> None:
    sign_in(page, "bureau2")
    page.goto(f"{DEAL}/mijn-werk/")
    page.get_by_role("link", name="In een werkblad").click()
    assert_accessible(page)
    page.get_by_label("Jaar").select_option("2025")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download om in te vullen").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    fill_in(file, FIGURE, waarde="nee", peildatum="15-03-2024", bron="=Lijst")

    choose(page, file)
    expect(page.get_by_role("cell", name="In deze cel")).to_be_visible()  # openpyxl made a formula of it
    assert_accessible(page)

    fill_in(file, FIGURE, bron="'=Lijst")
    choose(page, file)
    expect(page.get_by_role("row", name="15-03-2024")).to_contain_text("=Lijst")
    expect(page.get_by_text("Er is nog niets ingevoerd")).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name="Voer in als concept").click()
    expect(page.get_by_role("heading", name="Ingevoerd", exact=True)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Naar mijn werk").click()
    expect(page.get_by_role("main")).to_contain_text("onrendabele top")

    choose(page, file)
    expect(page.get_by_text("staat al in het portaal").first).to_be_visible()
    assert_accessible(page)


def test_a_large_file_is_read_by_a_worker_while_one_looks(page: Page, tmp_path: Path) -> None:
    days = [date(2015, 6, 1) + timedelta(days=place) for place in range(2_000)]
    codes = [f"plekken-ruimer-open/plek-{place:02}" for place in range(1, 11)]
    rows = [f"{code};{day:%d-%m-%Y};1;Lijst van het bureau, met de hand geteld;\n" for code in codes for day in days]
    file = tmp_path / "veel.csv"
    file.write_text("code;peildatum;waarde;bron;toelichting\n" + "".join(rows))
    sign_in(page, "bureau2")
    choose(page, file)
    assert_accessible(page)
    expect(page.get_by_role("heading", name="Wat er verandert")).to_be_visible(timeout=90_000)
    expect(page.get_by_text("20.000 nieuwe rijen.")).to_be_visible()
    expect(page.get_by_text("Pagina 1 van 400")).to_be_visible()
    page.get_by_role("button", name="Niet invoeren").click()
    expect(page.get_by_text("Dit bestand is niet ingevoerd.")).to_be_visible()
