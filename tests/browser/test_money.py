"""An expenditure: the warning while typing, a half-typed form that is kept, and the approval of a second person."""

from datetime import date

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, leave, sign_in

CODE = "F-browser-1"


def test_an_expenditure_from_warning_to_approval(page: Page, context: BrowserContext) -> None:
    sign_in(page, "bureau2")
    page.goto(f"{DEAL}/financien/")
    page.get_by_role("link", name="Besteding invoeren").click()
    warned_while_typing(page)
    filled_in_and_submitted(page)
    leave(context)
    sign_in(page, "regiokassier")
    approved_by_another(page)
    page.goto(f"{DEAL}/financien/boekingen/?tekst={CODE}")
    expect(page.get_by_text("€ 1.250,50 in 1 goedgekeurde boeking")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def warned_while_typing(page: Page) -> None:
    """Above the cap with its formula; without a measure; and then nothing to say."""
    effect = page.locator("#gevolgen")
    expect(effect).to_contain_text("Kies een regel en vul een bedrag in")
    page.get_by_label("Begrotingsregel").select_option(label="Uitvoeringskosten, rijksbijdrage (VAT-rijk)")
    page.get_by_label("Bedrag incl. btw").fill("600.000")  # more than 3% of all 18 million
    expect(effect).to_contain_text("te veel")
    expect(effect).to_contain_text("3% van")
    assert_accessible(page)
    page.get_by_label("Begrotingsregel").select_option(label="Pijler A, rijksbijdrage (A-rijk)")
    page.get_by_label("Bedrag incl. btw").fill("1.250,50")
    expect(effect).to_contain_text("staat geen maatregel")
    page.get_by_label("Maatregel (hoeft niet)").select_option(index=1)
    expect(effect).to_contain_text("Er is niets dat opvalt")


def filled_in_and_submitted(page: Page) -> None:
    """The rest of the form, which is kept while it is typed; who entered it may not approve it."""
    page.get_by_label("Boekstuk").fill(CODE)
    page.get_by_label("Boekdatum").fill(f"{date.today()}")  # noqa: DTZ011 - as the person at the keyboard has it
    page.get_by_label("Aan wie").fill("Stichting Zon (voorbeeld)")
    page.get_by_label("Omschrijving").fill("Voorbeeld: inrichting")
    expect(page.get_by_text("Wat u typt wordt bewaard")).to_be_visible()
    page.get_by_role("button", name="Opslaan en indienen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Besteding {CODE}")
    expect(page.get_by_text("is ingediend. Na goedkeuring")).to_be_visible()
    expect(page.get_by_role("button", name="Goedkeuren")).to_have_count(0)
    assert_accessible(page)


def approved_by_another(page: Page) -> None:
    """From one's work to the booking, what approving does, and the decision."""
    page.goto(f"{DEAL}/mijn-werk/")
    page.get_by_role("main").get_by_role("link", name="goed te keuren").filter(has_text="besteding").click()
    page.get_by_role("link", name=CODE).click()
    expect(page.get_by_role("heading", name="Wat goedkeuren doet")).to_be_visible()
    booking = page.url
    page.get_by_role("button", name="Goedkeuren").click()
    expect(page.get_by_text("Goedgekeurd. Dit telt nu mee.")).to_be_visible()  # on the page of what waits next
    page.goto(booking)
    expect(page.get_by_role("link", name="Corrigeren")).to_be_visible()


def test_the_charts_are_in_the_colour_of_the_house(page: Page) -> None:
    """Any deal: with a theme or a colour of its own a deal had charts in the green of The Hague."""
    sign_in(page, "overleg")
    page.goto(f"{DEAL}/financien/")
    own = "rgb(21, 66, 115)"
    page.add_init_script(
        "document.addEventListener('readystatechange', () => "
        f"document.documentElement.style.setProperty('--denhaag-color-green-5', '{own}'))"
    )
    page.goto(f"{DEAL}/financien/")
    spent = page.locator(".js-plotly-plot").first.locator(".trace.bars").nth(3).locator("path").first
    expect(spent).to_have_css("fill", own)
