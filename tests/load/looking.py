"""Those who look: twenty who keep loading how things stand, and three who asked for a report and wait for it."""

import random
import re

from tests.load.browser import Browser, Deeds, hidden

DASHBOARDS = {"look at the overview": "", "look at the measures": "maatregelen/", "look at the money": "financien/"}


def watch(browser: Browser, base: str) -> Deeds:
    """Load one of the pages that show how things stand, again and again."""
    while True:
        kind, path = random.choice(list(DASHBOARDS.items()))
        browser.page(kind, f"{base}{path}")
        yield


def ask_report(browser: Browser, base: str) -> Deeds:
    """Ask for a report on its page, and look at its progress until it is there; then read on."""
    plan = browser.plan
    page = browser.page("open the reports", plan["page"])
    fields = plan["fields"] | {name: hidden(name, page) for name in ("csrfmiddlewaretoken", "seen")}
    answer = browser.ask("ask for a report", "POST", plan["address"], data=fields, expect=(302,))
    there = answer.headers.get("Location", "")
    told = browser.page("open the report", there)
    numbers = re.findall(r"/rapportage/(\d+)/", there) or re.findall(r"/rapportage/(\d+)/", told)
    if not numbers:
        browser.fault(f"no report follows from {plan['address']}: {browser.why(answer)}")
        return
    progress = f"{base}rapportage/{max(map(int, numbers))}/stand/"
    while True:
        yield
        if browser.fetch("look how far a report is", "GET", progress).headers.get("HX-Refresh"):
            break
    browser.page("open the report", progress.removesuffix("stand/"))
    yield from watch(browser, base)
