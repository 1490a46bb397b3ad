"""Signing in as the people of the example."""

from playwright.sync_api import BrowserContext, Page

from regiodeal.example.example_people import EXAMPLE_PASSWORD

DEAL = "/deals/den-haag-zuidwest-ii"


def sign_in(page: Page, name: str) -> None:
    """Sign in through the form, as `bureau` or another of the example's people."""
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill(f"{name}@voorbeeld.test")
    page.get_by_label("Wachtwoord").fill(EXAMPLE_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url("**/deals/**" if name != "buitenstaander" else "**/")


def leave(context: BrowserContext) -> None:
    """Forget who was signed in, so that the next person can use this browser."""
    context.clear_cookies()
