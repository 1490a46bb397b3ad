"""A whole round from kick-off to submission, of five people who look at nothing but the header of the portal.

At each step who has to do something is told so there, and who has not is not; no mail is read, and nobody asks another
outside the portal. What it costs each of them is counted.
"""

import re
from collections.abc import Callable, Iterator
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.counted import Effort
from tests.browser.page import Complaints, assert_accessible
from tests.browser.signing_in import sign_in
from tests.browser.whole_round import PEOPLE, SLUG
from tests.plugins.effort import EFFORT
from tests.portal import ROOT, Portal

DEAL = f"/deals/{SLUG}"
TICK = "from tests.browser.whole_round import tick; tick()"
FILES_TAKE = 300  # seconds that a worker may take for the files of an edition, on a machine that is busy


class Round:
    """The people of a round, each with a window of their own that stays open."""

    def __init__(self, portal: Portal, browser: Browser) -> None:
        self.portal = portal
        self.contexts: list[BrowserContext] = []
        self.complaints = Complaints(host=portal.url.removeprefix("http://"))
        self.people = {name: Effort(self._window(browser, name)) for name in PEOPLE}

    def _window(self, browser: Browser, name: str) -> Page:
        context = browser.new_context(
            base_url=self.portal.url,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": 1280, "height": 900},
        )
        context.set_default_timeout(30_000)
        context.on("page", self.complaints.listen_to)
        self.contexts.append(context)
        page = context.new_page()
        sign_in(page, name)
        return page

    def header(self, name: str) -> tuple[int, int]:
        """What the header says on a page that one opens: how much waits, and how many notices are unread."""
        page = self.people[name].page
        page.goto(f"{DEAL}/")
        told = " ".join((page.get_by_role("banner").text_content() or "").split())
        waits, unread = re.search(r"Wacht op mij\s*(\d+)", told), re.search(r"Berichten\s*(\d+)", told)
        assert waits
        assert unread
        return int(waits[1]), int(unread[1])

    def told(self, name: str) -> list[str]:
        """The unread notices of somebody; the header of the overview counts as many, before the list is opened."""
        _waits, unread = self.header(name)
        page = self.people[name].page
        page.goto(f"{DEAL}/berichten/")
        found = page.locator("a.unread").all_inner_texts()
        assert len(found) == unread, (name, unread, found)
        return found

    def tick(self) -> None:
        """Let the scheduler do what it does every five minutes."""
        self.portal.manage("shell", "-c", TICK)

    def follow(self, name: str, words: str) -> Effort:
        """Open the notice with these words, as its person does."""
        effort = self.people[name]
        page = effort.page
        page.goto(f"{DEAL}/berichten/")
        effort.done.append(("the notices, from the header", 1, 0, 1))
        effort.tap(f"the notice: {words}", page.locator("a.unread", has_text=words).first)
        return effort

    def close(self) -> None:
        """Close all windows; nothing complained but a step that came before its files were made (409)."""
        for context in self.contexts:
            context.close()
        assert self.complaints.unexpected(["409"]) == []


@pytest.fixture
def the_round(portal_server: Portal, browser: Browser) -> Iterator[Round]:
    """The third deal, with its people at their desks."""
    portal_server.manage("load_deal", str(ROOT / "tests" / "deals" / f"{SLUG}.yaml"))
    portal_server.manage("shell", "-c", "from tests.browser.whole_round import prepare; prepare()")
    found = Round(portal_server, browser)
    yield found
    found.close()


def test_nobody_has_to_look_whether_something_waits(
    the_round: Round, record_property: Callable[[str, object], None]
) -> None:
    year = kick_off(the_round)
    divide(the_round, year)
    enter(the_round)
    review(the_round)
    mend(the_round)
    approve(the_round)
    check(the_round, year)
    lay_down(the_round, year)
    comment(the_round)
    submit(the_round, year)
    for name in PEOPLE:
        record_property(EFFORT, the_round.people[name].table(f"a round, by {name} ({PEOPLE[name][0]})"))


def kick_off(the_round: Round) -> int:
    """The bureau starts the round that runs."""
    sem = the_round.people["sem"]
    sem.open("the reports", f"{DEAL}/rapportage/")
    start = sem.page.get_by_role("button", name=re.compile(r"^Start de ronde van \d+$")).first
    year = int(re.sub(r"\D", "", start.inner_text()))
    sem.tap("start the round", start)
    expect(sem.page.get_by_role("heading", name="Nu: leg het concept vast")).to_be_visible()
    return year


def divide(the_round: Round, year: int) -> None:
    """The bureau gives two figures to a colleague, who is told; nobody else is."""
    sem = the_round.people["sem"]
    page = sem.page
    sem.open("the figures of the round", f"{DEAL}/invoer/{year}/")
    sem.tap("divide the figures", page.get_by_role("link", name="Verdelen"))
    expect(page.get_by_role("heading", name=f"Cijfers verdelen: ronde {year}")).to_be_visible()
    assert_accessible(page)
    for name in ("Panelen langs de route", "Rondleidingen"):
        sem.tap(f"choose {name}", page.get_by_label(name))
    page.get_by_label("Geef wat u koos aan").select_option(label="Sam")
    sem.tap("give them", page.get_by_role("button", name="Geef deze cijfers"))
    expect(page.get_by_text("2 cijfers zijn nu van Sam.")).to_be_visible()
    the_round.tick()
    assert any("Sem gaf u 2 cijfers om in te vullen" in line for line in the_round.told("sam"))
    assert not any("gaf u" in line for name in ("sem", "rob", "pia", "bas") for line in the_round.told(name))


def enter(the_round: Round) -> None:
    """The colleague follows the notice to exactly those two, fills them in and submits them; the reviewer is told."""
    sam = the_round.follow("sam", "Sem gaf u 2 cijfers")
    page = sam.page
    rows = page.locator("tbody[data-row]")
    expect(rows).to_have_count(2)
    for row, value in zip(rows.all(), ("22", "120"), strict=True):
        sam.type("the value", row.locator("[name=value]"), value)
        sam.type("the source", row.locator("[name=source]"), "Telling")
        row.locator("[name=source]").press("Enter")
        sam.done.append(("keep the row", 0, 1, 0))
        expect(row).to_contain_text("concept")
    sam.tap("submit all", page.get_by_role("link", name=re.compile("Dien alles in")))
    sam.tap("yes", page.get_by_role("main").get_by_role("button", name=re.compile("^Ja|Dien")).first)
    the_round.tick()
    assert any("Te beoordelen: 2 cijfers van Sam" in line for line in the_round.told("rob"))
    assert the_round.header("rob")[0] == 2
    assert not any("Te beoordelen" in line for name in ("sem", "sam", "pia", "bas") for line in the_round.told(name))


def review(the_round: Round) -> None:
    """The reviewer asks about one and returns the other, which leads on; the colleague is told of both."""
    rob = the_round.follow("rob", "Te beoordelen")
    page = rob.page
    assert_accessible(page)
    rob.tap("the first", page.get_by_role("link", name="Panelen langs de route"))
    assert_accessible(page)
    expect(page.get_by_text("1 van 2 die op u wachten")).to_be_visible()
    rob.tap("ask", page.get_by_role("link", name="Stel een vraag"))
    expect(page.get_by_label("Aan wie?")).to_have_value(re.compile(r"\d+"))
    rob.type("the question", page.get_by_label("Wat wilt u weten?"), "Telt de oever mee?")
    rob.tap("send the question", page.get_by_role("button", name="Stel de vraag"))
    page.wait_for_load_state()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.wait_for_load_state("networkidle")
    rob.done.append(("j: the next", 0, 1, 1))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rondleidingen")
    rob.type("the reason", page.get_by_label("Reden van terugsturen"), "Welke maanden?")
    rob.tap("return it", page.get_by_role("button", name="Terugsturen"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Panelen")  # the one that still waits
    the_round.tick()
    told = the_round.told("sam")
    assert any("Vraag van Rob over Panelen" in line for line in told)
    assert any("Teruggestuurd: Rondleidingen" in line and "Welke maanden?" in line for line in told)
    assert the_round.header("sam")[0] == 2


def mend(the_round: Round) -> None:
    """The colleague answers, mends and submits again; the reviewer is told of the answer and of the figure."""
    sam = the_round.follow("sam", "Vraag van Rob")
    page = sam.page
    assert_accessible(page)
    sam.type("the answer", page.get_by_label("Uw antwoord"), "Ja, beide oevers.")
    sam.tap("answer", page.get_by_role("button", name="Geef antwoord"))
    the_round.follow("sam", "Teruggestuurd")
    sam.type("the source", page.get_by_label("Bron"), "Telling van april tot oktober")
    sam.tap("submit again", page.get_by_role("button", name="Opslaan en indienen"))
    expect(page.get_by_text("Ingediend. Een ander kijkt er nu naar.")).to_be_visible()
    the_round.tick()
    told = the_round.told("rob")
    assert any("Antwoord van Sam over Panelen" in line for line in told)
    assert any("Te beoordelen" in line for line in told)
    assert the_round.header("sam")[0] == 0


def approve(the_round: Round) -> None:
    """The reviewer reads the answer, closes the question, and approves both by the keyboard alone."""
    rob = the_round.follow("rob", "Antwoord van Sam")
    page = rob.page
    rob.tap("close the question", page.get_by_role("button", name="Sluit de vraag af"))
    the_round.follow("rob", "Te beoordelen")
    if "/mijn-werk/" in page.url:
        rob.tap("the first", page.get_by_role("main").get_by_role("link", name="Panelen langs de route"))
    for _ in range(2):
        expect(page.get_by_role("button", name="Goedkeuren")).to_be_visible()
        page.wait_for_load_state()  # the keys are there once the scripts are
        page.keyboard.press("g")
        expect(page.get_by_role("button", name="Goedkeuren")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("Goedgekeurd. Dit telt nu mee.")).to_be_visible()
        rob.done.append(("g, Enter: approve, and on to the next", 0, 2, 1))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werk")
    assert the_round.header("rob")[0] == 0


def check(the_round: Round, year: int) -> None:
    """The bureau sees what is not right before it lays the report down, and one click leads to the place to mend it."""
    sem = the_round.people["sem"]
    page = sem.page
    sem.open("the round", f"{DEAL}/rapportage/ronde/{year}/")
    sem.tap("the check", page.get_by_role("link", name=re.compile("Controle vooraf: .* dingen kloppen niet")))
    assert_accessible(page)
    expect(page.get_by_role("link", name="Panelen langs de route: geen bewijs toegevoegd")).to_be_visible()
    sem.tap("the first that is not right", page.get_by_role("main").locator("ul.rows a").first)
    expect(page).to_have_url(re.compile(f"{DEAL}/invoer/{year}/"))


def take_step(sem: Effort, year: int, button: str) -> None:
    """Take the step that is next on the page of the round; the files of an edition may still be in the making."""
    patience = monotonic() + FILES_TAKE
    while True:
        sem.open("the round", f"{DEAL}/rapportage/ronde/{year}/")
        sem.tap(button, sem.page.locator("#nu").get_by_role("button", name=button))
        if not sem.page.get_by_text("zijn nog niet klaar").is_visible():
            return
        assert monotonic() < patience, "the files were not made"
        sleep(2)
        del sem.done[-2:]  # a person does it once


def lay_down(the_round: Round, year: int) -> None:
    """The bureau lays the concept down and sends it; the Party is told that it can comment."""
    sem = the_round.people["sem"]
    take_step(sem, year, "Leg het concept vast")
    take_step(sem, year, "Leg deze stap vast")
    the_round.tick()
    assert any("U kunt reageren op" in line for line in the_round.told("pia"))
    assert not any("U kunt reageren" in line for name in ("sem", "rob") for line in the_round.told(name))


def comment(the_round: Round) -> None:
    """The Party comments; who makes the report is told, answers, and the Party is told of the answer."""
    pia = the_round.follow("pia", "U kunt reageren op")
    page = pia.page
    assert_accessible(page)
    pia.type("the comment", page.get_by_label("Uw reactie"), "Noem ook het paviljoen.")
    pia.tap("place it", page.get_by_role("button", name="Plaats de reactie"))
    the_round.tick()
    assert any("wacht op antwoord" in line for line in the_round.told("sem"))
    sem = the_round.follow("sem", "wacht op antwoord")
    sem.page.get_by_text("Antwoorden", exact=True).click()
    sem.type("the answer", sem.page.get_by_label("Uw antwoord"), "Dat staat bij resultaat I.1.3.")
    sem.tap("answer", sem.page.get_by_role("button", name="Plaats het antwoord"))
    the_round.tick()
    assert any("is beantwoord" in line for line in the_round.told("pia"))
    assert not any("wacht op antwoord" in line for line in the_round.told("sem"))


def submit(the_round: Round, year: int) -> None:
    """The bureau makes it final, hands it over and submits it; the Rijk is told, and nothing waits for anybody."""
    sem = the_round.people["sem"]
    take_step(sem, year, "Stel de rapportage definitief vast")
    take_step(sem, year, "Leg deze stap vast")
    take_step(sem, year, "Leg deze stap vast")
    the_round.tick()
    assert any("is ingediend bij de staatssecretaris van Cultuur" in line for line in the_round.told("bas"))
    waits = {name: the_round.header(name)[0] for name in PEOPLE}
    assert waits == dict.fromkeys(PEOPLE, 0)
