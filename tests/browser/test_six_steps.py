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
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("klopt niet")
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
    expect(main.get_by_role("row").filter(has_text="ter beoordeling").filter(has_text="84")).to_contain_text(
        "Noor Dijkveld"
    )
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
    expect(page.get_by_role("main")).to_contain_text(REASON)
    page.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_role("main")).to_contain_text("Goedgekeurd. Dit telt nu mee.")
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
    page.get_by_role("link", name="Rapportage", exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name="Start de ronde van").click()
    assert_accessible(page)
    page.get_by_role("button", name="Leg het concept vast").click()
    page.get_by_role("main").get_by_role("link", name="(concept)").click()
    assert_accessible(page)
    download = page.get_by_role("main").get_by_role("link", name="(concept) (PDF)", exact=False)
    expect(download).to_be_visible(timeout=90_000)  # the page renews itself while the files are made
    assert_accessible(page)
    page.get_by_role("link", name="Naar de ronde van").click()
    page.get_by_role("button", name="Leg deze stap vast").click()
    expect(page.get_by_role("status").first).to_contain_text("concept naar het Rijk-Regio-overleg")

    leave(context)
    sign_in(page, "bzk")
    page.get_by_role("link", name="Rapportage", exact=True).click()
    assert_accessible(page)
    with page.expect_download() as downloaded:
        page.get_by_role("main").get_by_role("link", name="PDF").first.click()
    target = tmp_path / downloaded.value.suggested_filename
    downloaded.value.save_as(target)
    assert target.name.endswith("den-haag-zuidwest-ii-concept.pdf")
    assert target.read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("expected_complaints", [["409"]])
def test_the_round_goes_on_with_comments_to_the_minister_and_the_public(page: Page, context: BrowserContext) -> None:
    sign_in(page, "jenv")
    open_round(page)
    page.get_by_role("link", name="Lees en schrijf reacties").click()
    page.get_by_label("Over welk onderdeel?").select_option("geld")
    page.get_by_label("Uw reactie").fill("Wanneer is de aanbesteding klaar?")
    page.get_by_role("button", name="Plaats de reactie").click()
    assert_accessible(page)
    leave(context)
    sign_in(page, "bureau")
    open_round(page)
    the_bureau_writes(page)
    open_round(page)
    page.get_by_role("button", name="Stel de rapportage definitief vast").click()
    expect(page.get_by_role("alert")).to_contain_text("Nog 1 reactie wacht op antwoord")
    page.get_by_role("link", name="Lees de reacties").click()
    page.get_by_text("Antwoorden", exact=True).first.click()
    page.get_by_label("Uw antwoord").first.fill("Dat staat nu bij Geld.")
    page.get_by_role("button", name="Plaats het antwoord").first.click()
    open_round(page)
    page.get_by_role("button", name="Stel de rapportage definitief vast").click()
    page.get_by_role("main").get_by_role("link", name="(definitief)").first.click()
    expect(page.get_by_role("main").get_by_role("link", name="(definitief) (PDF)")).to_be_visible(timeout=120_000)
    for _step in ("naar het overleg", "naar de minister"):
        open_round(page)
        page.get_by_role("button", name="Leg deze stap vast").click()
    expect(page.get_by_role("status").first).to_contain_text("ingediend bij de minister")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Van concept naar definitief").click()
    expect(page.get_by_role("main")).to_contain_text("Er is nog ruimte.")
    assert_accessible(page)


def open_round(page: Page) -> None:
    """The round that runs, by the list of rounds."""
    page.goto(f"{DEAL}/rapportage/")
    page.locator("#rounds-title ~ div").get_by_role("link").first.click()


def the_bureau_writes(page: Page) -> None:
    """Write a text with a list in the small editor, which is kept while typing."""
    page.get_by_role("link", name="Schrijf de teksten").click()
    page.get_by_role("link", name="Geld", exact=True).click()
    editor = page.locator("div[role=textbox]")  # the field that it takes the place of has the same name
    expect(editor).to_have_accessible_name("Tekst (hoeft niet)")
    editor.click()
    page.keyboard.type("Er is nog ruimte.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Lijst", exact=True).click()
    page.keyboard.type("Pijler A")
    expect(page.get_by_text("Wat u typt wordt bewaard")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("main")).to_contain_text("Er is nog ruimte.")


@pytest.mark.parametrize("expected_complaints", [["404"]])
def test_everybody_reads_the_published_report(page: Page) -> None:
    page.goto("/openbaar/den-haag-zuidwest-ii/rapportage/2026/")
    for _try in range(60):
        if page.get_by_role("heading", name="Voortgangsrapportage 2026").is_visible():
            break
        page.wait_for_timeout(2000)
        page.reload()
    assert_accessible(page)
    page.goto("/openbaar/den-haag-zuidwest-ii/")
    page.get_by_label("Thema", exact=True).select_option(index=1)
    page.get_by_role("button", name="Toon").click()
    assert_accessible(page)


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
