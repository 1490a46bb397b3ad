"""Those who enter: a row of the grid, the story of a measure, the answer of a partner, or a large file."""

import re
from html import unescape
from typing import Any

from tests.load.browser import Browser, Deeds, hidden

TYPICAL = 120  # a count as people type it
SAVES_BEFORE_RELOAD = 4  # after so many saves the page is opened anew, to see how far everybody is


def fill_row(browser: Browser, base: str) -> Deeds:
    """Open the grid, type (kept half typed meanwhile) and save; where a colleague was first, see that and choose."""
    plan = browser.plan
    grid = f"{base}invoer/{plan['year']}/"
    number = 0
    while True:
        row = _Row(browser, base, browser.page("open the grid", grid))
        kept = {"key": row.key}
        browser.fetch("ask for half-typed work", "GET", f"{base}half-getypt/", params=kept, expect=(200, 204))
        for _ in range(SAVES_BEFORE_RELOAD):
            number += 1
            yield
            row.type(number)
            yield
            row.save("save a figure")
            while row.over:
                yield
                row.save("save over a conflict")


class _Row:
    """A row of the grid as it stands on the page."""

    def __init__(self, browser: Browser, base: str, page: str) -> None:
        plan = browser.plan
        self.browser, self.name, self.largest = browser, plan["row"], plan["largest"]
        self.key = f"ronde {plan['year']}"
        self.keep_url, self.save_url = f"{base}half-getypt/", f"{base}invoer/{plan['year']}/opslaan/"
        self.over = ""
        self.read(page)
        self.token = hidden("csrfmiddlewaretoken", page)

    def read(self, html: str) -> None:
        """Take over what the row says now."""
        found = re.search(rf'<tbody id="rij-{re.escape(self.name)}".*?</tbody>', html, re.DOTALL)
        row = found[0] if found else ""
        day = re.search(r'placeholder="dd-mm-jjjj" value="([^"]*)"', row)
        over = re.search(r'name="over"\s+value="([^"]*)"', html)  # only an answer about this row has one
        self.seen, self.day, self.over = hidden("seen", row), day[1] if day else "", over[1] if over else ""
        if not hidden("row", row):
            self.browser.fault(f"the row {self.name} cannot be typed in")

    def type(self, number: int) -> None:
        """Type a figure that nobody else types, and let the page keep it."""
        who = self.browser.email.partition("@")[0]
        self.text = f"{who}, keer {number}: geteld & nagekeken"
        # Not far from the one before: a person copies a count, and is asked whether it is right once, not at each save.
        self.value = str(number % (self.largest + 1)) if self.largest else str(TYPICAL + number % 9)
        cells = {"value": self.value, "note": self.text}
        fields = {f"rij-{self.name} {name}": text for name, text in cells.items()}
        self._keep("keep half-typed work", fields)
        self.browser.notes.half_typed[self.browser.email] = self.text

    def save(self, kind: str) -> None:
        """Save the row, over what the other entered when that was shown."""
        fields = {"csrfmiddlewaretoken": self.token, "row": self.name, "seen": self.seen, "value": self.value}
        fields |= {"source": "telling van de drukte", "note": self.text}
        fields |= {"measured_on": self.day} if self.day else {}
        fields |= {"over": self.over} if self.over else {}
        expect = (200, 409) if self.browser.plan["shared"] else (200,)
        headers = {"Accept": "application/json"}
        asked, expected = "", (*expect, 422)
        answer = self.browser.fetch(kind, "POST", self.save_url, data=fields, headers=headers, expect=expected)
        while answer.status_code == 422:  # the portal asks whether so strange a figure is right, or why it is corrected
            row = answer.json()["row"]
            sure = re.search(r'name="sure" value="([^"]*)"', row)
            if 'name="reason"' in row and "reason" not in fields:
                fields["reason"] = "Anders geteld."
            elif sure is None or sure[1] == asked:
                self.browser.fault(f"the row {self.name} is refused: {answer.text[-400:]}")
                break
            if sure is not None:
                asked = sure[1]  # another question than before: a colleague saved meanwhile
                fields["sure"] = unescape(asked)
            answer = self.browser.fetch(kind, "POST", self.save_url, data=fields, headers=headers, expect=expected)
        if answer.status_code not in expect:
            self.over = ""
            return
        html = answer.json()["row"]
        self.read(html)
        if answer.status_code == 409:
            self._lost_to_another(html)
        else:
            self._saved()

    def _saved(self) -> None:
        self.browser.saved(self.name, self.value, self.text)
        self._keep("drop half-typed work", {"discard": "1"})
        self.browser.notes.half_typed[self.browser.email] = ""

    def _lost_to_another(self, html: str) -> None:
        self.browser.notes.conflicts += 1
        if self.text not in unescape(html) or not self.over:
            self.browser.fault(f"the conflict about {self.name} does not give back what was typed")

    def _keep(self, kind: str, fields: dict[str, str]) -> None:
        data: dict[str, Any] = {**fields, "csrfmiddlewaretoken": self.token, "kept-key": self.key}
        self.browser.fetch(kind, "POST", self.keep_url, data=data, expect=(204,))


def write_story(browser: Browser, base: str) -> Deeds:
    """Open the story of a measure, type, save as a draft, and come back to it."""
    plan = browser.plan
    address = f"{base}maatregelen/{plan['code']}/voortgang/{plan['year']}/"
    key = f"voortgang {plan['code']} {plan['year']}"
    number = 0
    while True:
        number += 1
        page = browser.page("open a story", address)
        told = f"{browser.email.partition('@')[0]}, keer {number}: gedaan & gezien"
        fields = {"done": told, "schedule": "on_schedule", "outlook": "Verder zoals afgesproken.", "kept-key": key}
        fields |= {"csrfmiddlewaretoken": hidden("csrfmiddlewaretoken", page), "version": hidden("version", page)}
        yield
        browser.fetch("keep half-typed work", "POST", f"{base}half-getypt/", data=fields, expect=(204,))
        browser.notes.half_typed[browser.email] = told
        yield
        answer = browser.ask("save a story", "POST", address, data=fields, expect=(302,))
        back = answer.headers.get("Location", "")
        if not back.startswith(f"{base}maatregelen/"):
            browser.fault(f"the story was not saved: {browser.why(answer)}")
            continue
        browser.saved(f"{plan['code']} {plan['year']}", "", told)
        browser.notes.half_typed[browser.email] = ""
        browser.page("see the saved story", back)
        yield


def tell_project(browser: Browser, base: str) -> Deeds:
    """Open the project that one is asked about, tell what was done and spent, and correct it, as a partner does."""
    plan = browser.plan
    page = f"{base}mijn-projecten/{plan['answer']}/project/{plan['code']}/"
    own, number = f"part-{plan['part']}-", 0
    while True:
        form = browser.page("open a project", page)
        number += 1
        text = f"{browser.email.partition('@')[0]}, keer {number}: gedaan & gezien"
        fields = {
            "csrfmiddlewaretoken": hidden("csrfmiddlewaretoken", form),
            "seen": _shown("seen", form),
            "since": _shown("since", form),
            f"{own}done": text,
            f"{own}spent": f"{1000 + number},50",
        }
        yield
        answer = browser.ask("save an answer", "POST", page, data=fields, expect=(302,))
        if answer.status_code == 302:
            browser.notes.answers.setdefault(browser.email, []).append(text)
        yield


def _shown(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" id="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def enter_file(browser: Browser, base: str) -> Deeds:
    """Enter a large file that was checked, and look how far it is until all of it stands."""
    page = f"{base}uitwisselen/inlezen/{browser.plan['job']}/"
    form = browser.page("open the file", page)
    fields = {name: hidden(name, form) for name in ("csrfmiddlewaretoken", "seen")}
    browser.ask("enter the file", "POST", f"{page}invoeren/", data=fields, expect=(302,))
    while not browser.fetch("look how far the file is", "GET", f"{page}stand/").headers.get("HX-Refresh"):
        yield
    while True:
        browser.page("open the file", page)
        yield
