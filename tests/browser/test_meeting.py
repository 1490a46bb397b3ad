"""One meeting from its plan to the minutes that stand, in a real browser; and its brief on one page of paper."""

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.page import assert_accessible
from tests.browser.signing_in import DEAL, leave, sign_in

TITLE = "Extra overleg over de ingroeihuur"
DECISION = "De gemeente staat een jaar garant voor de huur."
PAGES = (
    "overleg/",
    "besluiten/",
    "actiepunten/",
    "documenten/",
    "communicatie/",
    "overleg/nieuw/",
    "documenten/nieuw/",
)


def test_the_pages_of_meetings_are_usable_by_everyone(page: Page) -> None:
    sign_in(page, "bureau")
    for path in PAGES:
        page.goto(f"{DEAL}/{path}")
        assert_accessible(page)


def test_a_meeting_from_invitation_to_minutes_that_stand(page: Page, context: BrowserContext) -> None:
    sign_in(page, "bureau")
    the_secretary_plans_and_fills_the_agenda(page)
    address = page.url.partition("#")[0]
    the_secretary_invites(page)
    the_secretary_decides_about_a_deviation_in_the_brief(page)
    page.goto(address)
    the_secretary_records_who_was_there(page)
    the_secretary_agrees_an_action(page)
    the_minutes_are_written_and_agreed(page)
    leave(context)
    sign_in(page, "overleg")
    page.goto(address)
    the_members_read_it(page)


def the_secretary_plans_and_fills_the_agenda(page: Page) -> None:
    """A meeting today, with what the portal proposes."""
    page.goto(f"{DEAL}/overleg/")
    page.get_by_role("link", name="Overleg plannen").click()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Dag", exact=True).fill(date.today().isoformat())  # noqa: DTZ011 - the browser's own day
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.get_by_role("link", name="Agenda vullen").click()
    expect(page.get_by_label("Afwijking 2.1.2.b: Ingroeihuur op 4 plekken")).to_be_checked()
    page.get_by_label("Eigen agendapunt").fill("Rondvraag")
    assert_accessible(page)
    page.get_by_role("button", name="Zet op de agenda").click()
    agenda = page.locator("#agenda")
    expect(agenda).to_contain_text("Voortgang van de structurele financiering")
    agenda.get_by_role("button", name=re.compile("Omhoog.*Rondvraag")).click()
    assert_accessible(page)


def the_secretary_invites(page: Page) -> None:
    """And everybody can put it in their own calendar."""
    page.get_by_role("button", name="Leden uitnodigen").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Zet in mijn agenda").click()
    content = Path(download.value.path()).read_text()
    assert TITLE in content


def the_secretary_decides_about_a_deviation_in_the_brief(page: Page) -> None:
    """From the page of ten minutes, where one stays."""
    page.get_by_role("link", name="Dit overleg in tien minuten").click()
    assert_accessible(page)
    deviation = page.locator("#afwijking-2\\.1\\.2\\.b")
    expect(deviation).to_contain_text("Drie eigenaren vinden ingroeihuur te onzeker.")
    deviation.get_by_text("Besluit vastleggen").click()
    deviation.get_by_label("Besluit in één zin").fill(DECISION)
    assert_accessible(page)
    deviation.get_by_role("button", name="Leg het besluit vast").click()
    expect(deviation).to_contain_text(DECISION)
    assert "/in-tien-minuten/" in page.url


def the_secretary_records_who_was_there(page: Page) -> None:
    """Three of four seats: the page names the one that is empty."""
    page.get_by_role("button", name="Het overleg is geweest").click()
    page.get_by_role("link", name="Deelnemers vastleggen").click()
    for number in range(3):
        row = page.get_by_role("group").nth(number)
        row.get_by_label("Aanwezigheid").select_option("present")
        row.get_by_label("Naam", exact=False).fill(f"Voorbeeld {number + 1}")
    assert_accessible(page)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("main")).to_contain_text("Niet vertegenwoordigd: Directeur Programma Den Haag Zuidwest.")


def the_secretary_agrees_an_action(page: Page) -> None:
    """For somebody with an account."""
    page.get_by_role("link", name="Actiepunt afspreken").click()
    page.get_by_label("Wat moet er gebeuren?").fill("Garantstelling uitschrijven")
    page.get_by_label("Wie", exact=False).first.select_option(label="Karim Bouzian")
    page.get_by_label("Uiterlijk").fill("2027-03-01")
    assert_accessible(page)
    page.get_by_role("button", name="Leg het actiepunt vast").click()
    expect(page.locator("#actiepunten")).to_contain_text("Karim Bouzian, uiterlijk 1 maart 2027")


def the_minutes_are_written_and_agreed(page: Page) -> None:
    """As a draft first; then they stand."""
    page.get_by_role("link", name="Verslag schrijven").click()
    page.get_by_role("textbox", name="Verslag").fill("Wij bespraken de ingroeihuur.")
    assert_accessible(page)
    page.get_by_role("button", name="Leg het concept voor").click()
    expect(page.locator("#verslag")).to_contain_text("concept")
    page.get_by_role("link", name="Verslag vaststellen").click()
    assert_accessible(page)
    page.get_by_role("button", name="Stel het verslag vast").click()
    expect(page.locator("#verslag")).to_contain_text("Vastgesteld op")
    assert_accessible(page)


def the_members_read_it(page: Page) -> None:
    """The minutes, the decision, and that the deviation is closed."""
    main = page.get_by_role("main")
    expect(main).to_contain_text("Wij bespraken de ingroeihuur.")
    expect(main.get_by_role("link", name="Verslag verbeteren")).to_have_count(0)
    main.get_by_role("link", name="Besluit 20").first.click()
    expect(main.get_by_role("heading", level=1)).to_have_text(DECISION)
    expect(main).to_contain_text("Vastgesteld op")
    assert_accessible(page)
    main.get_by_role("link", name="2.1.2.b Ingroeihuur op 4 plekken").click()
    expect(main).to_contain_text(DECISION)


def test_the_brief_is_one_page_of_paper_also_with_the_longest_texts(page: Page) -> None:
    sign_in(page, "overleg")
    page.goto(f"{DEAL}/overleg/in-tien-minuten/")
    assert pages_on_paper(page) == 1
    # Every text as long as anybody can type it, and every list as long as it may be on paper.
    page.evaluate(
        """() => {
            const long = "Een lange tekst over de ingroeihuur en de plinten. ".repeat(12);
            document.querySelectorAll(".brief .rows").forEach((list) => {
                const first = list.querySelector("li:not(.no-print)");
                const most = list.tagName === "OL" ? 3 : list.classList.contains("rows--two") ? 6 : 5;
                while (first && list.querySelectorAll("li:not(.no-print)").length < most) {
                    list.append(first.cloneNode(true));
                }
            });
            document.querySelectorAll(".brief .rows p").forEach((text) => text.append(long));
        }"""
    )
    assert pages_on_paper(page) == 1


def pages_on_paper(page: Page) -> int:
    """How many pages of A4 the browser prints."""
    with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as paper:
        return len(paper.pages)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_brief_and_a_meeting_fit_every_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "overleg")
    for path in ("overleg/in-tien-minuten/", "overleg/", "besluiten/"):
        page.goto(f"{DEAL}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
