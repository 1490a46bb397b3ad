"""What a user does with the portal, from the first figure to the downloaded report, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, leave, sign_in

RESULT = f"{DEAL}/resultaten/1.1.1.g/"
REASON = "Noem de maand van de lijst."
PAGES = ("maatregelen/", "maatregelen/?stand=behind", "financien/", "afspraken/", "afspraken/lezingen/", "rapportage/")


def test_the_start_page_and_the_sign_in_page(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Regiodealportaal")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Inloggen").click()
    assert_accessible(page)


def test_a_wrong_password_says_so_and_tells_no_more(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill("bureau@voorbeeld.test")
    page.get_by_label("Wachtwoord").fill("iets anders")
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("main")).to_contain_text("is niet correct")
    assert_accessible(page)


def test_step_1_the_measure_tells_how_it_is_going(page: Page) -> None:
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/maatregelen/1.1.1/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("9 van 14")  # a coverage of 14 meeting places
    expect(main).to_contain_text("gereed")  # a milestone
    expect(main).to_contain_text("31 december 2027")  # its date
    expect(main).to_contain_text("In 2027 komen de laatste drie plekken aan de beurt.")  # the narrative
    assert_accessible(page)
    main.get_by_role("link", name="1.1.1.g").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Opstap voor 100 vrijwilligers per jaar")


def test_step_2_and_3_a_figure_is_entered_returned_and_approved(page: Page, context: BrowserContext) -> None:
    sign_in(page, "bureau")
    the_bureau_enters(page)
    leave(context)
    sign_in(page, "reviewer")
    the_reviewer_returns(page)
    leave(context)
    sign_in(page, "bureau")
    the_bureau_mends(page)
    leave(context)
    sign_in(page, "reviewer")
    the_reviewer_approves(page)


def the_bureau_enters(page: Page) -> None:
    """84 volunteers in 2025, and see who entered it."""
    page.goto(RESULT)
    assert_accessible(page)
    enter_volunteers(page, "84")
    main = page.get_by_role("main")
    expect(page.get_by_role("status").first).to_contain_text("ingediend ter beoordeling")
    expect(main).to_contain_text("84 van 100")
    expect(main.get_by_role("row").filter(has_text="ter beoordeling")).to_contain_text("Noor Dijkveld")
    assert_accessible(page)


def the_reviewer_returns(page: Page) -> None:
    """Find it in the list of what waits, and return it with a reason."""
    page.get_by_role("link", name="Wacht op mij").click()
    assert_accessible(page)
    page.get_by_role("link", name="aangeboden vergoeding: 84").click()
    assert_accessible(page)
    page.get_by_label("Reden van terugsturen").fill(REASON)
    page.get_by_role("button", name="Terugsturen").click()
    expect(page.get_by_role("main")).to_contain_text("Teruggestuurd met uw reden.")


def the_bureau_mends(page: Page) -> None:
    """Read the reason, change the source and submit again."""
    page.get_by_role("link", name="Wacht op mij").click()
    expect(page.get_by_role("main")).to_contain_text(REASON)
    page.get_by_role("link", name="aangeboden vergoeding: 84").click()
    page.get_by_label("Bron").fill("Lijst van vrijwilligers, december 2025")
    assert_accessible(page)
    page.get_by_role("button", name="Opslaan en indienen").click()


def the_reviewer_approves(page: Page) -> None:
    """Approve it: it counts, and the trail keeps the reason."""
    page.get_by_role("link", name="Wacht op mij").click()
    page.get_by_role("link", name="aangeboden vergoeding: 84").click()
    page.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_role("main")).to_contain_text("Goedgekeurd. Dit telt nu mee.")
    expect(page.get_by_role("main")).to_contain_text(REASON)
    page.goto(RESULT)
    expect(page.get_by_role("main")).to_contain_text("84 van 100 vrijwilligers in 2025: 16 te weinig.")


def enter_volunteers(page: Page, value: str) -> None:
    """Fill in the form of the volunteer allowance for 2025 and submit it."""
    panel = page.locator("#indicator-vrijwilligers-vergoeding")
    panel.get_by_text("Nieuw cijfer invullen").click()
    panel.get_by_label("Jaar").select_option("2025")
    panel.get_by_label("Aantal vrijwilligers").fill(value)
    panel.get_by_label("Bron").fill("Lijst van vrijwilligers")
    panel.get_by_role("button", name="Opslaan en indienen").click()


@pytest.mark.parametrize("expected_complaints", [["422"]])
def test_what_cannot_be_read_is_told_at_the_field_and_nothing_is_lost(page: Page) -> None:
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/resultaten/1.3.1/")
    form = page.locator("form[data-warn-unsaved]").first
    form.get_by_label("Onderdeel").select_option(index=1)
    form.get_by_label("Aantal").fill("drie")
    form.get_by_label("Bron").fill("Wijkschouw")
    form.get_by_role("button", name="Opslaan en indienen").click()
    expect(page.get_by_role("alert")).to_contain_text("'drie' is geen getal. Schrijf bijvoorbeeld 84 of 1.234,5.")
    expect(page.get_by_label("Bron").first).to_have_value("Wijkschouw")
    assert_accessible(page)


def test_leaving_with_unsaved_work_asks(page: Page) -> None:
    sign_in(page, "bureau")
    page.goto(f"{DEAL}/maatregelen/1.1.1/voortgang/2026/")
    assert_accessible(page)
    page.get_by_label("Wat is gedaan").fill("Halverwege een zin")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Financiën").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Wat is gedaan")).to_have_value("Halverwege een zin")


def test_step_4_the_overleg_reads_the_dashboard(page: Page) -> None:
    sign_in(page, "overleg")
    main = page.get_by_role("main")
    expect(main).to_contain_text("van de 43 resultaten")
    expect(main).to_contain_text("20 maatregelen, 43 resultaten")
    expect(main.locator(".result-chip")).to_have_count(43 + 5)  # five results belong to two measures
    for amount in ("€ 18.000.000,00", "€ 31.000.000,00", "3% van € 10.000.000,00", "€ 300.000,00"):
        expect(main).to_contain_text(amount.replace("€ ", "€\u00a0"))
    expect(main.get_by_role("heading", name="Eerstvolgende termijnen")).to_be_visible()
    expect(main.locator(".chart svg.main-svg").first).to_be_visible()  # plotly has drawn
    expect(main.locator(".chart table")).to_have_count(2)
    assert_accessible(page)
    for path in PAGES:
        page.goto(f"{DEAL}/{path}")
        assert_accessible(page)


def test_step_5_and_6_the_bureau_makes_the_report_and_bzk_downloads_it(
    page: Page, context: BrowserContext, tmp_path: Path
) -> None:
    sign_in(page, "bureau")
    page.get_by_role("link", name="Rapportage").click()
    page.get_by_label("Jaar").select_option("2026")
    page.get_by_label("Stadium").select_option("concept")
    page.get_by_role("button", name="Maak de rapportage").click()
    assert_accessible(page)
    steps = page.get_by_role("progressbar")
    expect(steps).to_have_attribute("max", "5")
    expect(page.get_by_role("main")).to_contain_text("is klaar", timeout=60_000)
    expect(page.get_by_role("link", name="Voortgangsrapportage 2026 (concept)")).to_be_visible()
    assert_accessible(page)

    leave(context)
    sign_in(page, "bzk")
    page.get_by_role("link", name="Rapportage").click()
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name="PDF").first.click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    assert target.name == "voortgangsrapportage-2026-den-haag-zuidwest-ii-concept.pdf"
    assert target.read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("expected_complaints", [["404", "403"]])
def test_an_outsider_gets_404_and_a_role_without_the_right_403(page: Page, context: BrowserContext) -> None:
    sign_in(page, "buitenstaander")
    expect(page.get_by_role("main")).to_contain_text("U heeft nog geen rol in een deal")
    assert_accessible(page)
    found = page.goto(f"{DEAL}/")
    assert found is not None
    assert found.status == 404
    assert_accessible(page)
    leave(context)
    sign_in(page, "overleg")
    refused = page.goto(f"{DEAL}/beheer/")
    assert refused is not None
    assert refused.status == 403
    assert_accessible(page)
    leave(context)
    sign_in(page, "beheer")
    page.get_by_role("link", name="Beheer").click()
    expect(page.get_by_role("main")).to_contain_text("bureau@voorbeeld.test")
    assert_accessible(page)


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "bureau")
    paths = ("", "maatregelen/", "maatregelen/1.1.1/", "resultaten/1.1.2.a/", "financien/", "afspraken/", "mijn-werk/")
    for path in paths:
        page.goto(f"{DEAL}/{path}")
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), f"{path} at {width}"
