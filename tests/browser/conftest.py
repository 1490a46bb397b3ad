"""A real Chromium, and a portal that really runs, shared by all browser tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.page import Complaints
from tests.portal import Portal, started

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests in this folder, so that `-m "not browser"` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def portal_server(migrated_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Run the portal with the real covenant and its example progress: web, worker and beat."""
    data = shutil.copytree(migrated_data, tmp_path_factory.mktemp("portal") / "data")
    with started(Portal(data)) as portal:
        yield portal


@pytest.fixture(scope="package")
def asked_portal(portal_server: Portal) -> Portal:
    """The portal, in which an executor with two projects is asked; each test leaves half an answer as it was."""
    portal_server.manage("shell", "-c", "from tests.browser.asked_by_phone import ask; ask()")
    return portal_server


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Run Debian's Chromium, or the one that Playwright installed."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def expected_complaints() -> list[str]:
    """Collect parts of complaints that a test is about, such as "404", so that they do not fail it."""
    return []


@pytest.fixture
def context(browser: Browser, portal_server: Portal) -> Iterator[BrowserContext]:
    """Open a fresh browser window: no cookies, Dutch, on this portal's addresses."""
    context = browser.new_context(base_url=portal_server.url, locale="nl-NL", timezone_id="Europe/Amsterdam")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, portal_server: Portal, expected_complaints: list[str]) -> Iterator[Page]:
    """Open a page that fails the test on an error in the console or a request to another host."""
    complaints = Complaints(host=portal_server.url.removeprefix("http://"))
    context.on("page", complaints.listen_to)
    page = context.new_page()
    yield page
    unexpected = complaints.unexpected(expected_complaints)
    assert not unexpected, "The browser complained:\n" + "\n".join(unexpected)
