"""A partner on a phone: signs in with a mailed code, answers two projects and nine figures, stops, goes on, and sends.

What it costs is counted: every tap, every key, and every page that is loaded.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.counted import Effort
from tests.browser.page import Complaints, assert_accessible
from tests.browser.signing_in import DEAL, sign_in
from tests.plugins.effort import EFFORT
from tests.portal import Portal

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALLEST: ViewportSize = {"width": 320, "height": 640}
HOME = f"{DEAL}/mijn-projecten/"
MOST = 25  # actions for two projects and nine unchanged figures


@pytest.fixture
def phone(browser: Browser, asked_portal: Portal, expected_complaints: list[str]) -> Iterator[BrowserContext]:
    """A phone of 390 pixels that is touched; nothing may be wrong on any of its pages."""
    context = browser.new_context(
        base_url=asked_portal.url, locale="nl-NL", timezone_id="Europe/Amsterdam", viewport=PHONE, has_touch=True
    )
    context.set_default_timeout(15_000)
    complaints = Complaints(host=asked_portal.url.removeprefix("http://"))
    context.on("page", complaints.listen_to)
    yield context
    context.close()
    assert complaints.unexpected(expected_complaints) == []


def mailed_code(portal: Portal, email: str) -> str:
    """The code in the newest mail with one to an address."""
    mails = sorted((portal.data_dir / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    texts = [text for text in (file.read_text() for file in mails) if f"To: {email}" in text]
    return str([code for text in texts for code in re.findall(r"^(\d{6})$", text, re.MULTILINE)][-1])


def sign_in_by_code(effort: Effort, portal: Portal, email: str) -> None:
    """From the link in a mail to the own page."""
    page = effort.page
    effort.open("open the link in the mail", f"/account/login/code/?next={HOME}")
    effort.type("address, which the phone fills in", page.get_by_label("E-mailadres"), email, by_phone=True)
    effort.tap("Mail mij een code", page.get_by_role("button", name="Mail mij een code"))
    effort.type("the code", page.get_by_label("Code uit de mail"), mailed_code(portal, email))
    effort.tap("Inloggen", page.get_by_role("main").get_by_role("button", name="Inloggen"))
    expect(page.get_by_role("heading", name="Mijn projecten")).to_be_visible()


def fits(page: Page) -> None:
    """Fail when the page goes beyond the sides of the screen, also on the smallest phone."""
    for size in (PHONE, SMALLEST):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, size)
    page.set_viewport_size(PHONE)


def kept(page: Page, words: str) -> None:
    """Expect that what was typed was kept, without pressing anything."""
    expect(page.locator("#bewaard")).to_contain_text("Bewaard")
    expect(page.locator("#bewaard")).to_contain_text(words)


def test_half_an_answer_waits_until_one_comes_back(phone: BrowserContext, asked_portal: Portal) -> None:
    page = phone.new_page()
    page.goto("/account/login/code/")
    assert_accessible(page)
    fits(page)
    effort = Effort(page)
    sign_in_by_code(effort, asked_portal, "tamara@voorbeeld.test")
    assert_accessible(page)
    fits(page)
    page.get_by_role("link", name="Voorbeeldproject T-01").click()
    assert_accessible(page)
    fits(page)
    page.get_by_label("Wat is er gedaan?").fill("Half verhaal van Tamara.")
    kept(page, "in te vullen")  # while typing: nothing was pressed
    first = page.locator("[id^=figure-]").first
    first.get_by_role("button", name="Ongewijzigd").click()
    expect(first.get_by_role("button")).to_contain_text("(gekozen)")
    assert_accessible(page)
    page.close()
    again = phone.new_page()
    again.goto(HOME)
    again.get_by_role("link", name="Voorbeeldproject T-01").click()
    expect(again.get_by_label("Wat is er gedaan?")).to_have_value("Half verhaal van Tamara.")
    expect(again.locator("[id^=figure-]").first.get_by_role("button")).to_contain_text("(gekozen)")
    again.get_by_label("Wat is er gedaan?").fill("")
    kept(again, "in te vullen")


def test_what_cannot_be_read_is_told_at_the_field(phone: BrowserContext, asked_portal: Portal) -> None:
    page = phone.new_page()
    sign_in_by_code(Effort(page), asked_portal, "teun@voorbeeld.test")
    page.get_by_role("link", name="Voorbeeldproject T-02").click()
    spent = page.get_by_label("Tot nu toe uitgegeven")
    assert spent.get_attribute("inputmode") == "decimal"
    spent.fill("veel")
    page.get_by_label("Wat hebt u geleerd?").fill("Vraag het eerst.")
    expect(page.get_by_text("'veel' is geen getal")).to_be_visible()
    assert_accessible(page)
    fits(page)
    spent.fill("1.000")
    expect(page.get_by_text("'veel' is geen getal")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Tot nu toe uitgegeven")).to_have_value("1.000")
    expect(page.get_by_label("Wat hebt u geleerd?")).to_have_value("Vraag het eerst.")
    page.get_by_label("Tot nu toe uitgegeven").fill("")
    page.get_by_label("Wat hebt u geleerd?").fill("")
    kept(page, "in te vullen")


def test_two_projects_and_nine_unchanged_figures_in_few_actions(
    phone: BrowserContext,
    asked_portal: Portal,
    expected_complaints: list[str],
    record_property: Callable[[str, object], None],
) -> None:
    expected_complaints.append("422")
    page = phone.new_page()
    effort = Effort(page)
    sign_in_by_code(effort, asked_portal, "tamara@voorbeeld.test")
    for code in ("T-01", "T-02"):
        effort.tap(
            f"Alles ongewijzigd: {code}", page.get_by_role("button", name=re.compile(f"Alles ongewijzigd.*{code}"))
        )
    effort.tap("Verstuur het antwoord", page.get_by_role("button", name="Verstuur het antwoord"))
    expect(page.get_by_text("Uw antwoord is verstuurd")).to_be_visible()
    record_property(EFFORT, effort.table("Two projects and nine unchanged figures"))
    assert effort.actions <= MOST, effort.table("Too much")
    assert_accessible(page)
    fits(page)
    page.get_by_role("link", name="Voorbeeldproject T-01").click()
    expect(page.get_by_role("heading", name="Wat iedereen kan lezen")).to_be_visible()
    assert page.locator("dd", has_text="(ongewijzigd)").count() == 5
    assert_accessible(page)
    fits(page)


def test_after_a_return_one_answers_again_and_sees_what_became_of_it(
    phone: BrowserContext, asked_portal: Portal, page: Page
) -> None:
    """After the test above: the bureau asks something back, the partner changes one figure and sends again."""
    asked_portal.manage("shell", "-c", RETURNED)
    partner = phone.new_page()
    sign_in_by_code(Effort(partner), asked_portal, "teun@voorbeeld.test")
    expect(partner.get_by_text("Klopt het eerste cijfer?")).to_be_visible()
    partner.get_by_role("link", name="Voorbeeldproject T-01").click()
    expect(partner.get_by_text("Klopt het eerste cijfer?")).to_be_visible()
    field = partner.locator("[id^=figure-]").first.locator("select, input").first
    if field.evaluate("element => element.tagName") == "SELECT":
        field.select_option("0")
    else:
        field.fill("2")
        field.blur()
    kept(partner, "Alles is ingevuld")
    partner.get_by_role("link", name="Terug naar mijn projecten").click()
    partner.get_by_role("button", name="Verstuur het antwoord").click()
    expect(partner.get_by_text("Uw antwoord is verstuurd")).to_be_visible()
    asked_portal.manage("shell", "-c", TAKEN)
    partner.reload()
    expect(partner.get_by_text("Het bureau heeft uw antwoord overgenomen")).to_be_visible()
    partner.get_by_role("link", name="Voorbeeldproject T-01").click()
    expect(partner.get_by_text("Overgenomen: ter beoordeling").first).to_be_visible()
    assert_accessible(partner)
    sign_in(page, "reviewer")
    page.goto(f"{DEAL}/mijn-werk/")
    expect(page.get_by_text("Stichting Tik en Klaar").first).to_be_visible()


_FETCH = """
from django.utils import timezone
from pillars.requests.models import Answer
from regiodeal.deals.models import User
bureau = User.objects.get(email="bureau@voorbeeld.test")
answer = Answer.objects.get(executor__name="Stichting Tik en Klaar", request__state="open")
"""
RETURNED = f"""{_FETCH}
from pillars.requests.answering import return_with_question
return_with_question(answer, "Klopt het eerste cijfer?", by=bureau, at=timezone.now(), version=answer.version)
"""
TAKEN = f"""{_FETCH}
from pillars.requests.taking_over import take_over
take_over(answer, by=bureau, at=timezone.now(), version=answer.version)
"""
