"""Rules that hold for every page: no error in the console, nothing from another host, usable by everyone."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from tests.portal import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
INLINE = ("data:", "blob:", "about:")


@dataclass
class Complaints:
    """What a browser complains about while a test uses it."""

    host: str
    found: list[str] = field(default_factory=list)

    def listen_to(self, page: Page) -> None:
        """Collect from one page or pop-up."""
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("request", self.on_request)

    def on_console(self, message: ConsoleMessage) -> None:
        """Collect errors and warnings that scripts, styles and the content security policy cause."""
        if message.type in {"error", "warning"}:
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_request(self, request: Request) -> None:
        """Collect requests that leave the portal."""
        if not request.url.startswith(INLINE) and urlsplit(request.url).netloc != self.host:
            self.found.append(f"request to another host: {request.url}")

    def unexpected(self, expected: list[str]) -> list[str]:
        """Return the complaints that hold none of the texts that a test expects."""
        return [text for text in self.found if not any(part in text for part in expected)]


def assert_accessible(page: Page, *, within: str | None = None) -> None:
    """Fail with every breach of WCAG 2.2 A and AA that axe finds on the page, or within one CSS selector of it."""
    page.wait_for_load_state()  # a page that is still coming has nothing to look at
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    report: dict[str, Any] = page.evaluate(
        "([within, tags]) => axe.run(within ?? document, {runOnly: tags, resultTypes: ['violations']})", [within, WCAG]
    )
    breaches = [
        f"{breach['id']}: {breach['help']}\n" + "\n".join(f"    {node['html']}" for node in breach["nodes"])
        for breach in report["violations"]
    ]
    assert not breaches, f"{page.url} is not accessible:\n" + "\n".join(breaches)
