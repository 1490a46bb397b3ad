"""The rules of the browser tests themselves: they must notice what they are there for."""

import pytest
from playwright.sync_api import Page

from tests.browser.page import Complaints, assert_accessible
from tests.portal import Portal


def test_the_start_page_keeps_the_rules(page: Page) -> None:
    page.goto("/")
    assert_accessible(page)


def test_a_page_that_is_not_there_keeps_the_rules(page: Page, expected_complaints: list[str]) -> None:
    expected_complaints.append("404")
    answer = page.goto("/er-is-hier-niets/")
    assert answer is not None
    assert answer.status == 404
    assert_accessible(page)


def test_an_inaccessible_part_is_noticed(page: Page) -> None:
    page.goto("/")
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        assert_accessible(page)


def test_requests_elsewhere_and_errors_are_noticed(
    page: Page, portal_server: Portal, expected_complaints: list[str]
) -> None:
    expected_complaints += ["elsewhere.test", "ergens"]
    noticed = Complaints(host=portal_server.url.removeprefix("http://"))
    page.goto("/")
    noticed.listen_to(page)
    page.evaluate("() => { const image = new Image(); image.src = 'http://elsewhere.test/x.png' }")
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('ergens ging iets mis') }) }")
    assert any("elsewhere.test" in text for text in noticed.found)
    assert any("ergens ging iets mis" in text for text in noticed.found)
