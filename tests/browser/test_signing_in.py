"""From an invitation to signing in with a second step, with a passkey, and what happens when the session ends."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from regiodeal.example.example_people import EXAMPLE_PASSWORD
from tests.accounts.people import PASSWORD, code_of
from tests.browser.page import Complaints, assert_accessible
from tests.browser.signing_in import DEAL, leave, sign_in
from tests.portal import Portal


def mailed_link(portal: Portal, email: str) -> str:
    """The link in the newest mail to an address: without a mail server mails are files."""
    mails = sorted((portal.data_dir / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    texts = [file.read_text() for file in mails]
    text = next(text for text in reversed(texts) if f"To: {email}" in text).replace("=\n", "")
    found = re.search(r"http://[^/\s]+(/uitnodiging/[\w-]+/)", text)
    assert found
    return found[1]


def fill_in(page: Page, email: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()


def invite(page: Page, email: str, name: str = "Nadia Nieuw") -> None:
    """Let the administrator of the example invite somebody for the bureau."""
    sign_in(page, "beheer")
    page.goto(f"{DEAL}/beheer/")
    page.get_by_role("link", name="Nodig iemand uit").click()
    assert_accessible(page)
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Naam").fill(name)
    page.get_by_label("Rol").select_option("bureau")
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.get_by_text(f"verstuurd aan {email}")).to_be_visible()
    assert_accessible(page)


def accept(page: Page, link: str) -> None:
    """Follow the link and choose a password."""
    page.goto(link)
    assert_accessible(page)
    page.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer hetzelfde wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Maak mijn account").click()
    expect(page.get_by_text("Uw account is gemaakt")).to_be_visible()


def set_up_app(page: Page) -> str:
    """Set up the app with codes; return its secret."""
    page.goto("/account/2fa/")
    assert_accessible(page)
    page.get_by_role("link", name="Stel de app in").click()
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Ga verder").click()
    secret = page.locator("code").inner_text()
    expect(page.get_by_role("img", name="Afbeelding om te scannen")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("main").get_by_role("textbox").fill(code_of(secret))
    page.get_by_role("button", name="Zet de app aan").click()
    expect(page.get_by_role("heading", name="Uw herstelcodes")).to_be_visible()
    assert_accessible(page)
    return secret


def test_from_invitation_to_a_second_step(page: Page, context: BrowserContext, portal_server: Portal) -> None:
    invite(page, "nieuw@voorbeeld.test")
    leave(context)
    accept(page, mailed_link(portal_server, "nieuw@voorbeeld.test"))
    fill_in(page, "nieuw@voorbeeld.test", PASSWORD)
    page.wait_for_url("**/deals/**")
    secret = set_up_app(page)
    leave(context)

    fill_in(page, "nieuw@voorbeeld.test", PASSWORD)
    expect(page.get_by_role("heading", name="de tweede stap")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("main").get_by_role("textbox").fill(code_of(secret, later=1))
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/deals/**")


@pytest.fixture
def local_page(browser: Browser, portal_server: Portal) -> Iterator[Page]:
    """A page at the name localhost: a passkey belongs to a name, and not to the number 127.0.0.1."""
    url = f"http://localhost:{portal_server.port}"
    context = browser.new_context(base_url=url, locale="nl-NL")
    context.set_default_timeout(15_000)
    complaints = Complaints(host=url.removeprefix("http://"))
    context.on("page", complaints.listen_to)
    page = context.new_page()
    yield page
    context.close()
    assert complaints.found == []


def test_a_passkey_signs_in_without_a_password(local_page: Page, portal_server: Portal) -> None:
    page, email = local_page, "sleutel@voorbeeld.test"  # of this test alone: others sign in without a second step
    invite(page, email, "Sara Sleutel")
    leave(page.context)
    accept(page, mailed_link(portal_server, email))
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    fill_in(page, email, PASSWORD)
    page.wait_for_url("**/deals/**")
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Naam van de passkey").fill("Laptop van het werk")
    assert_accessible(page)
    page.get_by_role("button", name="Maak de passkey").click()
    expect(page.get_by_role("heading", name="Uw herstelcodes")).to_be_visible()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("rowheader", name="Laptop van het werk")).to_be_visible()
    assert_accessible(page)
    leave(page.context)

    page.goto("/account/login/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    page.wait_for_url("**/deals/**")
    expect(page.get_by_role("button", name="Sara Sleutel")).to_be_visible()
    leave(page.context)

    fill_in(page, email, PASSWORD)  # as a second step after the password
    page.get_by_role("button", name="Gebruik een passkey").click()
    page.wait_for_url("**/deals/**")


def test_the_page_warns_before_the_end_and_one_may_stay(page: Page) -> None:
    page.clock.install()
    sign_in(page, "bureau2")
    page.goto(f"{DEAL}/overleg/nieuw/")
    seconds = {"left": 240}
    page.route("**/account/sessie/", lambda route: route.fulfill(json={"seconds": seconds["left"]}))
    page.clock.fast_forward("30:00")
    warning = page.get_by_role("dialog", name="Bent u er nog?")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("4 minuten")
    assert_accessible(page)
    seconds["left"] = 1800
    page.get_by_role("button", name="Blijf aangemeld").click()
    expect(warning).not_to_be_visible()


def test_what_was_typed_is_there_after_signing_in_again(page: Page, context: BrowserContext) -> None:
    page.clock.install()
    sign_in(page, "bureau2")
    path = f"{DEAL}/overleg/nieuw/"
    page.goto(path)
    field = page.get_by_role("main").get_by_role("textbox").first
    field.fill("Een half getypt overleg")
    leave(context)  # the session is over for the server
    page.clock.fast_forward("30:00")
    over = page.get_by_role("dialog", name="U bent uitgelogd")
    expect(over).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Opnieuw inloggen").click()
    page.get_by_label("E-mailadres").fill("bureau2@voorbeeld.test")
    page.get_by_label("Wachtwoord").fill(EXAMPLE_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(f"**{path}")
    expect(page.get_by_text("staat weer op deze pagina")).to_be_visible()
    expect(field).to_have_value("Een half getypt overleg")
