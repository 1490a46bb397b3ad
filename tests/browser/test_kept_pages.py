"""A browser that has a page shows it again by its own copy: whole, with its charts, and never an old figure."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.signing_in import DEAL, sign_in

HOW_IT_CAME = "() => performance.getEntriesByType('navigation')[0].toJSON()"


def test_the_dashboard_is_asked_for_again_and_not_sent_again(page: Page) -> None:
    sign_in(page, "overleg")
    page.goto(f"{DEAL}/")  # by now the cookie of the forms is there
    page.goto(f"{DEAL}/")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    charts = page.locator(".js-plotly-plot").count()
    page.goto(f"{DEAL}/")
    came: dict[str, Any] = page.evaluate(HOW_IT_CAME)
    assert 0 < came["transferSize"] < came["encodedBodySize"] / 10  # headers only
    expect(page.locator(".js-plotly-plot")).to_have_count(charts)  # its scripts still run under its own policy
