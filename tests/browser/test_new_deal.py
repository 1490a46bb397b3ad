"""A region begins its own deal: from an empty portal to its first entered figure, without a shell."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from ruamel.yaml import YAML

from regiodeal.deal_file.workbook import filled_workbook
from tests.browser.page import assert_accessible
from tests.portal import ROOT, Portal, started

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVER = "/deals/molenkwartier/over/"
PAGES = ("", "namen/", "woorden/", "artikelen/", "huisstijl/", "lijst/parties/", "lijst/parties/nieuw/", "weggooien/")
SIGNED_PAGES = ("over/", "over/verder/", "correcties/", "correcties/?woorden=molen", "over/huisstijl/")


class EmptyPortal(Portal):
    """A portal without the example."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return {**super().environment, "EXAMPLE": "no"}


@pytest.fixture(scope="module")
def portal_server(migrated_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Run a portal in which nothing is."""
    data = shutil.copytree(migrated_data, tmp_path_factory.mktemp("empty") / "data")
    with started(EmptyPortal(data)) as portal:
        yield portal


@pytest.fixture(scope="module")
def small_deal() -> dict[str, Any]:
    """The lists of a small deal."""
    data: dict[str, Any] = YAML(typ="safe").load((ROOT / "fixtures" / "voorbeeld-kleine-deal.yaml").read_text())
    return data


def assert_keeps_the_rules(page: Page) -> None:
    """The page is for everyone, and nothing of it falls off a small screen."""
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Inloggen")


def choose_password(page: Page, given: str) -> None:
    """The first password is changed before anything else."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Wachtwoord wijzigen")
    assert_keeps_the_rules(page)
    own = "Negen-Eiken-Achter-Elkaar"
    for name, text in (("oldpassword", given), ("password1", own), ("password2", own)):
        page.locator(f"input[name={name}]").fill(text)
    page.get_by_role("button", name="Wijzig het wachtwoord").click()
    expect(page.locator("body")).not_to_contain_text("Kies nu eerst een eigen wachtwoord")


def upload(page: Page, data: dict[str, Any], button: str) -> None:
    page.get_by_label("Bestand", exact=True).set_input_files(
        {"name": "molenkwartier.xlsx", "mimeType": XLSX, "buffer": filled_workbook(data)}
    )
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("expected_complaints", [["422", "409"]])
def test_from_an_empty_portal_to_the_first_figure(
    page: Page, portal_server: Portal, small_deal: dict[str, Any]
) -> None:
    """Any deal E: "In the browser a deal can be neither made nor corrected"."""
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("begin_deals")
    assert_keeps_the_rules(page)
    # The one step on the server: who may begin. From here on everything is done in the browser.
    told = portal_server.manage("begin_deals", "eerste@voorbeeld.test", "--name", "Eerste Bureau").stdout
    found = re.search(r"wachtwoord: (\S+)", told)
    assert found
    sign_in(page, "eerste@voorbeeld.test", found[1])
    choose_password(page, found[1])
    page.goto("/")
    page.get_by_role("link", name="Begin een nieuwe deal").click()
    assert_keeps_the_rules(page)
    the_faults_are_told_all_at_once(page, small_deal)
    the_mended_file_is_taken_over(page, small_deal)
    for path in PAGES:
        page.goto(f"{OVER}{path}")
        assert_keeps_the_rules(page)
    a_file_is_looked_at_and_taken_over(page, small_deal)
    the_people_are_invited(page)
    page.goto(OVER)
    expect(page.get_by_role("main")).to_contain_text("Zo leest het portaal de deal")
    assert_keeps_the_rules(page)
    page.get_by_role("link", name="Leg vast dat de deal is ondertekend").click()
    assert_keeps_the_rules(page)
    page.get_by_label("Zo is de deal bedoeld").check()
    page.get_by_label("Typ de korte naam").fill("Molenkwartier")
    page.get_by_role("button", name="Ja, de deal is ondertekend").click()
    expect(page.get_by_role("status").first).to_contain_text("loopt nu")
    for path in SIGNED_PAGES:
        page.goto(f"/deals/molenkwartier/{path}")
        assert_keeps_the_rules(page)
    the_first_figure_is_entered(page)


def the_faults_are_told_all_at_once(page: Page, small_deal: dict[str, Any]) -> None:
    parties = [row | {"side": ""} for row in small_deal["parties"]]
    measures = [row | {"goal": "X9"} for row in small_deal["measures"]]
    upload(page, small_deal | {"parties": parties, "measures": measures}, "Begin met dit bestand")
    page.wait_for_url(f"**{OVER}")
    expect(page.locator(".error-summary")).to_be_focused()
    rows = page.get_by_role("region").get_by_role("row")
    expect(rows.filter(has_text="Partijen").first).to_be_visible()
    expect(rows.filter(has_text="X9").first).to_be_visible()
    assert_keeps_the_rules(page)


def the_mended_file_is_taken_over(page: Page, small_deal: dict[str, Any]) -> None:
    upload(page, small_deal, "Kijk het bestand na")
    expect(page.get_by_role("main")).to_contain_text("Bronnen van geld")
    expect(page.get_by_role("main")).to_contain_text("Er is nog niets van overgenomen.")
    assert_keeps_the_rules(page)
    page.get_by_role("link", name="Neem het bestand over").click()
    page.get_by_role("button", name="Ja, neem over").click()
    expect(page.get_by_role("main")).to_contain_text("De deal is compleet")


def a_file_is_looked_at_and_taken_over(page: Page, small_deal: dict[str, Any]) -> None:
    page.goto(OVER)
    areas = [*small_deal["neighbourhoods"], {"code": "west", "name": "Molen-West"}]
    upload(page, small_deal | {"neighbourhoods": areas}, "Kijk het bestand na")
    expect(page.get_by_role("main")).to_contain_text("west")
    assert_keeps_the_rules(page)
    for name in ("Het overzicht", "Een maatregel", "De afspraken", "Het voorblad"):
        page.get_by_role("link", name=name).first.click()
        expect(page.get_by_text("Er is nog niets overgenomen.")).to_be_visible()
        assert_accessible(page)
        page.goto(OVER)
    page.get_by_role("link", name="Neem het bestand over").click()
    assert_keeps_the_rules(page)
    page.get_by_role("button", name="Ja, neem over").click()
    expect(page.get_by_role("status").first).to_contain_text("is overgenomen")


def the_people_are_invited(page: Page) -> None:
    for role in ("administrator", "reviewer", "treasurer"):
        page.goto("/deals/molenkwartier/beheer/uitnodigen/")
        page.get_by_label("E-mailadres").fill(f"{role}@voorbeeld.test")
        page.get_by_label("Naam").fill("Iemand Voorbeeld")
        page.get_by_label("Rol").select_option(role)
        page.get_by_role("button", name="Verstuur de uitnodiging").click()


def the_first_figure_is_entered(page: Page) -> None:
    page.goto("/deals/molenkwartier/resultaten/L1.2.a/")
    panel = page.locator("#indicator-vrijwilligers")
    if not panel.get_by_label("Jaar").is_visible():  # open by itself where there is no figure yet
        panel.get_by_text("Nieuw cijfer invullen").click()
    panel.get_by_label("Aantal").fill("51")
    panel.get_by_label("Bron").fill("Lijst van cursisten")
    panel.get_by_role("button", name="Opslaan en indienen").click()
    expect(page.get_by_role("status").first).to_contain_text("ingediend ter beoordeling")
    expect(page.get_by_role("main")).to_contain_text("51")
