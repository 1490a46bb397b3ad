"""The whole amendment of 1.2 million from B to A: five Parties in five sessions, up to the new version."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.page import Complaints, assert_accessible
from tests.browser.signing_in import DEAL, sign_in
from tests.portal import Portal

PARTIES = {"bzk": "BZK", "ezk": "EZK", "szw": "SZW", "jenv": "JenV", "gemeente": "Gemeente"}
TODAY = date.today()  # noqa: DTZ011 - the day of this machine is the day of the portal on it
TOMORROW = TODAY + timedelta(days=1)
ADDENDUM: FilePayload = {
    "name": "addendum.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n",
}


@contextmanager
def sessions(browser: Browser, portal: Portal) -> Iterator[dict[str, Page]]:
    """A window of its own for each Party, all open at once, which complain of nothing."""
    complaints = Complaints(host=portal.url.removeprefix("http://"))
    with ExitStack() as stack:
        pages = {}
        for name in PARTIES:
            options = {"base_url": portal.url, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
            context = browser.new_context(**options)  # type: ignore[arg-type]
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            context.on("page", complaints.listen_to)
            pages[name] = context.new_page()
            sign_in(pages[name], name)
        yield pages
    unexpected = complaints.unexpected(["409"])  # the step that is refused until it names the agenda
    assert not unexpected, "\n".join(unexpected)


def go_on(page: Page, button: str) -> None:
    """Press the button of the form."""
    page.get_by_role("main").get_by_role("button", name=button).click()


def test_five_parties_move_money_and_a_target_together(browser: Browser, portal_server: Portal) -> None:
    with sessions(browser, portal_server) as pages:
        gemeente, bzk = pages["gemeente"], pages["bzk"]
        address = the_gemeente_asks(gemeente)
        the_programme_team_puts_it_on_the_agenda(bzk, address)
        for name, page in pages.items():
            a_party_consents(page, name, address)
        the_minister_signs_and_it_is_in_force_tomorrow(bzk, address)
        nothing_is_otherwise_today_and_all_of_it_tomorrow(pages["jenv"])
        the_versions_tell_the_difference(pages["szw"])


def the_gemeente_asks(page: Page) -> str:
    """Write it, move the money, change the target, and ask. Returns its address."""
    page.goto(f"{DEAL}/wijzigingen/")
    page.get_by_role("link", name="Wijziging voorbereiden").click()
    page.get_by_label("Wat verandert er, in één zin").fill("1,2 miljoen van pijler B naar pijler A")
    page.get_by_label("Het verzoek in woorden").fill("Verplaats 1,2 miljoen, en vraag 80 vrijwilligers per jaar.")
    assert_accessible(page)
    go_on(page, "Maak het concept")
    address = page.url
    page.get_by_role("link", name="Geld verplaatsen").click()
    page.get_by_label("Van", exact=True).select_option("B-regio")
    page.get_by_label("Naar", exact=True).select_option("A-regio")
    page.get_by_label("Bedrag").fill("1.200.000")
    assert_accessible(page)
    go_on(page, "Neem op in de wijziging")
    page.get_by_role("link", name="Afspraak wijzigen").click()
    page.get_by_label("Wat wilt u wijzigen").select_option("targets:1.1.1.g-1")
    go_on(page, "Verder")
    page.get_by_label("Minimum").fill("80")
    assert_accessible(page)
    go_on(page, "Neem op in de wijziging")
    main = page.get_by_role("main")
    expect(main).to_contain_text("€ 17.700.000,00")
    expect(main.get_by_role("row").filter(has_text="1.1.1.g-1")).to_contain_text("80")
    main.get_by_role("link", name="Wat verandert er in de cijfers").click()
    expect(main).to_contain_text("€ 13.300.000,00")
    page.goto(address)
    main.get_by_role("link", name="Dien het verzoek in").click()
    go_on(page, "Dien het verzoek in")
    expect(page.get_by_role("status").first).to_contain_text("Het verzoek is ingediend")
    return address


def the_programme_team_puts_it_on_the_agenda(page: Page, address: str) -> None:
    """Tell the Parties, begin to talk, and ask for their consent."""
    for link, button in (
        ("Partijen zijn geïnformeerd", "Leg dit vast"),
        ("Partijen zijn in overleg", "Leg dit vast"),
        ("Vraag om instemming", "Vraag om instemming"),
    ):
        page.goto(address)
        page.get_by_role("main").get_by_role("link", name=link).click()
        if link == "Vraag om instemming":
            go_on(page, button)
            expect(page.get_by_role("alert")).to_contain_text("Artikel 12 lid 2")  # which agenda?
            page.get_by_label("Of: welke agenda").fill("Rijk-Regio-overleg van vandaag")
        go_on(page, button)
    expect(page.get_by_role("main")).to_contain_text("Instemming: 0 van 5")
    assert_accessible(page)


def a_party_consents(page: Page, name: str, address: str) -> None:
    """Its own seat, and no other."""
    page.goto(address)
    page.get_by_role("main").get_by_role("link", name="Instemmen of weigeren").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"namens {PARTIES[name]}")
    assert_accessible(page)
    page.get_by_label("stemt in").check()
    page.get_by_label("Namens de Partij").fill(f"Gemachtigde van {PARTIES[name]}")
    page.get_by_label("Verklaring").fill("Wij stemmen in met het verzoek.")
    go_on(page, "Leg het antwoord vast")
    seat = page.get_by_role("listitem").filter(has_text=f"Gemachtigde van {PARTIES[name]}").first
    expect(seat).to_contain_text("Akkoord op")
    expect(page.get_by_role("main").get_by_role("link", name="Instemmen of weigeren")).to_have_count(0)


def the_minister_signs_and_it_is_in_force_tomorrow(page: Page, address: str) -> None:
    """Minutes, addendum, the day, and the Staatscourant."""
    main = page.get_by_role("main")
    page.goto(address)
    expect(main).to_contain_text("Instemming: 5 van 5")
    main.get_by_role("link", name="Leg vast in het verslag").click()
    page.get_by_label("Waar staat het in het verslag").fill("punt 4")
    go_on(page, "Leg vast")
    main.get_by_role("link", name="Addendum is ondertekend").click()
    page.get_by_label("Ondertekend door").fill("De minister van BZK")
    page.get_by_label("Ondertekend addendum").set_input_files(ADDENDUM)
    go_on(page, "Leg vast")
    main.get_by_role("link", name="Laat van kracht worden").click()
    page.get_by_label("Van kracht op").fill(TOMORROW.isoformat())
    page.get_by_label("Ik weet dat de cijfers").check()
    assert_accessible(page)
    go_on(page, "Maak de nieuwe versie")
    expect(page.get_by_role("status").first).to_contain_text("Versie 2 van het convenant is van kracht op")
    main.get_by_role("link", name="Publicatie in de Staatscourant vastleggen").click()
    page.get_by_label("Nummer").fill("Stcrt. 2026, 4321")
    go_on(page, "Leg vast")
    expect(main).to_contain_text("Stcrt. 2026, 4321")
    assert_accessible(page)


def nothing_is_otherwise_today_and_all_of_it_tomorrow(page: Page) -> None:
    """The money and the target, on the day before and on the day."""
    main = page.get_by_role("main")
    for on, amount, needed in ((TODAY, "€ 16.500.000,00", "100"), (TOMORROW, "€ 17.700.000,00", "80")):
        page.goto(f"{DEAL}/financien/afgesproken/?op={on.isoformat()}")
        expect(main).to_contain_text(amount)
        page.goto(f"{DEAL}/resultaten/1.1.1.g/?op={on.isoformat()}")
        expect(main).to_contain_text(f"van {needed} ")


def the_versions_tell_the_difference(page: Page) -> None:
    """A line of time, the difference in words, and the whole version as a file."""
    page.goto(f"{DEAL}/versies/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("geldt versie 1")
    expect(main.get_by_role("row").filter(has_text="1.1.1.g-1")).to_contain_text("80")
    assert_accessible(page)
    main.get_by_role("link", name="Versie 2").click()
    assert_accessible(page)
    with page.expect_download() as download:
        main.get_by_role("link", name="Heel deze versie").click()
    path = download.value.path()
    assert '"17700000.00"' in Path(path).read_text()


@pytest.mark.parametrize("page_path", ["wijzigingen/", "versies/", "opzeggen/", "wijzigingen/nieuw/verlenging/"])
def test_the_pages_of_the_agreement_are_for_everyone(page: Page, page_path: str) -> None:
    sign_in(page, "jenv")
    page.goto(f"{DEAL}/{page_path}")
    assert_accessible(page)
