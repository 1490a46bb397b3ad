"""A whole request: the bureau asks three executors; one answers on a phone, one by workbook, one never.

One is asked something back and answers again. What they sent is taken over at once, approved by somebody else, and
counts; it stands in the report and on the page of the project that residents read. What it costs the bureau is counted
beside typing the same facts in the grid and on the story pages.
"""

import json
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.counted import Effort
from tests.browser.page import Complaints, assert_accessible
from tests.browser.signing_in import leave, sign_in
from tests.browser.test_partner_on_a_phone import PHONE, fits, kept, mailed_code
from tests.browser.three_executors import EXECUTORS, SLUG
from tests.plugins.effort import EFFORT
from tests.portal import ROOT, Portal
from tests.reporting.example_reports import words

DEAL = f"/deals/{SLUG}"
SEND = """
from django.utils import timezone
from pillars.requests.request_mails import mail_requests
mail_requests(at=timezone.now())
"""
STORY = "Elke week eten vijfentwintig mensen samen."
ROUND = (40, 18)  # projects and answers of the round that the region had
SHARE = 3  # the request costs the bureau at most one third of typing it


@pytest.fixture(scope="module")
def second_deal(portal_server: Portal) -> Portal:
    """The portal, with a second deal in which three executors each carry out a project."""
    portal_server.manage("load_deal", str(ROOT / "tests" / "deals" / f"{SLUG}.yaml"))
    portal_server.manage("shell", "-c", "from tests.browser.three_executors import prepare; prepare()")
    return portal_server


@pytest.fixture
def phone(browser: Browser, second_deal: Portal) -> Iterator[BrowserContext]:
    """The phone of a partner."""
    context = browser.new_context(
        base_url=second_deal.url, locale="nl-NL", timezone_id="Europe/Amsterdam", viewport=PHONE, has_touch=True
    )
    context.set_default_timeout(15_000)
    complaints = Complaints(host=second_deal.url.removeprefix("http://"))
    context.on("page", complaints.listen_to)
    yield context
    context.close()
    assert complaints.unexpected([]) == []


def mails_to(portal: Portal, name: str) -> list[Message]:
    """The mails to one of the contacts, the oldest first."""
    files = sorted((portal.data_dir / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    found = [message_from_bytes(file.read_bytes().partition(b"\n-----")[0]) for file in files]
    return [message for message in found if message["To"] == f"{name}@voorbeeld.test"]


def text_of(message: Message) -> str:
    """The plain text of a mail."""
    part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def filled_workbook(message: Message, folder: Path) -> Path:
    """The workbook that came with a mail, filled in as somebody does in Excel."""
    part = next(part for part in message.walk() if (part.get_filename() or "").endswith(".xlsx"))
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    book = load_workbook(BytesIO(content))
    sheet = book["Vragen"]
    answer = [cell.value for cell in sheet[1]].index("antwoord")
    told = {"done": "De school begon met huiswerkhulp.", "on_schedule": "Ja", "spent": 1500, "still_to_spend": 500}
    for row in sheet.iter_rows(min_row=2):
        mark = str(row[0].value)
        if mark.startswith("F"):
            row[answer].value = 1
        elif mark.startswith("M"):
            row[answer].value = timezone.localdate()
        elif (name := mark.rpartition("-")[2]) in told:
            row[answer].value = told[name]
    file = folder / "antwoord.xlsx"
    book.save(file)
    return file


def row_of(page: Page, executor: str) -> str:
    """What the page of the request says of an executor."""
    return page.get_by_role("row", name=executor).inner_text()


def answer_on_the_phone(page: Page) -> None:
    """Everything that is asked of one project, typed; and sent."""
    page.get_by_role("link", name="Voorbeeldproject V-01").click()
    page.get_by_label("Wat is er gedaan?").fill("Elke week eten dertig mensen samen.")
    page.get_by_label("Ligt het project op schema?").select_option("ja")
    page.get_by_label("Tot nu toe uitgegeven").fill("2.500,00")
    page.get_by_label("Nog uit te geven").fill("1.000")
    for figure in page.locator("[id^=figure-]").all():
        fill_figure(page, f"#{figure.get_attribute('id')}", "1")
    kept(page, "Alles is ingevuld")
    assert_accessible(page)
    fits(page)
    page.get_by_role("link", name="Terug naar mijn projecten").click()
    page.get_by_role("button", name="Verstuur het antwoord").click()
    expect(page.get_by_text("Uw antwoord is verstuurd")).to_be_visible()


def fill_figure(page: Page, place: str, value: str) -> None:
    """Fill in a figure, which is a number or a choice."""
    field = page.locator(place).locator("select, input:not([type=hidden])").first
    if field.evaluate("element => element.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)
        field.blur()


def test_a_request_from_its_opening_to_figures_that_count(
    second_deal: Portal,
    page: Page,
    phone: BrowserContext,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    sign_in(page, "vera")
    bureau, partner = Effort(page), phone.new_page()
    open_it(bureau)
    second_deal.manage("shell", "-c", SEND)
    assert all(len(mails_to(second_deal, contact)) == 1 for _code, _name, contact in EXECUTORS)
    by_mail(second_deal, partner, "fem")
    expect(partner.get_by_text("Voorbeeldproject V-02")).to_be_hidden()  # of another executor
    answer_on_the_phone(partner)
    read_it(bureau, filled_workbook(mails_to(second_deal, "saar")[0], tmp_path))
    bureau.open("the request", f"{DEAL}/uitvraag/")
    stands = [row_of(page, name) for _code, name, _contact in EXECUTORS]
    assert ["verstuurd" in row for row in stands] == [True, True, False]
    assert_accessible(page)
    ask_back(page)
    second_deal.manage("shell", "-c", SEND)
    answer_again(second_deal, partner)
    take_over(bureau)
    take_story(page, measure_of(second_deal))
    second_deal.manage("shell", "-c", SEND)
    assert len(mails_to(second_deal, "wim")) == 2  # asked, and reminded; the others are not
    it_counts(second_deal, page)
    partner.goto(f"{DEAL}/mijn-projecten/")
    expect(partner.get_by_text("Het bureau heeft uw antwoord overgenomen")).to_be_visible()
    leave(page.context)
    record_property(EFFORT, compare(page, bureau))
    leave(page.context)
    everybody_reads_it(second_deal, page)


def it_counts(portal: Portal, page: Page) -> None:
    """Once somebody else approved it, and not before."""
    before = realised(portal)
    leave(page.context)
    approve_all(page)
    assert before != realised(portal)
    page.goto(f"{DEAL}/projecten/dekking/")
    assert_accessible(page)


def measure_of(portal: Portal) -> str:
    """The measure of the projects."""
    told = json.loads(portal.manage("projects", SLUG, "--on", f"{timezone.localdate():%Y-%m-%d}", "--json").stdout)
    return str(told["projects"][0]["measures"][0])


def take_story(page: Page, measure: str) -> None:
    """The bureau takes what a project told into the story of its measure, and submits that."""
    page.goto(f"{DEAL}/maatregelen/{measure}/voortgang/{timezone.localdate().year}/")
    page.get_by_role("button", name="Neem de tekst over van V-01 Voorbeeldproject V-01").click()
    expect(page.get_by_label("Wat is gedaan")).to_have_value(f"Voorbeeldproject V-01: {STORY}")
    page.get_by_label("Vooruitblik").fill("In het voorjaar komt er een tweede tafel.")
    assert_accessible(page)
    page.get_by_role("button", name="Opslaan en indienen").click()
    expect(page.get_by_role("status").first).to_contain_text("ingediend")


def everybody_reads_it(portal: Portal, page: Page) -> None:
    """A resident, who signs in nowhere, reads of the project and of its measure, and downloads the report."""
    portal.manage("shell", "-c", "from tests.browser.three_executors import publish; publish()")
    page.goto(f"/openbaar/{SLUG}/projecten/V-01/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Samen eten in het dorpshuis.")
    expect(main).to_contain_text("Welzijn Veenland")
    assert "1" in [text.strip() for text in main.locator("tbody td:nth-of-type(2)").all_inner_texts()]  # reached
    assert_accessible(page)
    page.goto(f"/openbaar/{SLUG}/")
    expect(page.get_by_role("main")).to_contain_text(STORY)
    [report] = set(re.findall(rf"/openbaar/{SLUG}/rapportage/\d+/", page.content()))
    paper = words(page.request.get(f"{report}bestand/pdf/").body())
    assert "Voorbeeldproject V-01" in paper
    assert STORY in paper
    page.goto(report)
    expect(page.get_by_role("main")).to_contain_text("Voorbeeldproject V-01")


def answer_again(portal: Portal, partner: Page) -> None:
    """The partner reads the question in the mail and in the portal, changes the words, and sends again."""
    assert "Waren het er echt dertig?" in text_of(mails_to(portal, "fem")[-1])
    partner.goto(f"{DEAL}/mijn-projecten/")
    expect(partner.get_by_text("Waren het er echt dertig?")).to_be_visible()
    partner.get_by_role("link", name="Voorbeeldproject V-01").click()
    partner.get_by_label("Wat is er gedaan?").fill(STORY)
    kept(partner, "Alles is ingevuld")
    partner.get_by_role("link", name="Terug naar mijn projecten").click()
    partner.get_by_role("button", name="Verstuur het antwoord").click()
    expect(partner.get_by_text("Uw antwoord is verstuurd")).to_be_visible()


def take_over(bureau: Effort) -> None:
    """The bureau takes over what was sent at once, and reminds who never answers."""
    page = bureau.page
    page.goto(f"{DEAL}/uitvraag/")
    bureau.tap("take over all that was sent", page.get_by_role("button", name="Neem de aangevinkte antwoorden over"))
    expect(page.get_by_text("2 antwoorden overgenomen")).to_be_visible()
    page.get_by_role("row", name="Wonen Veenland").get_by_role("checkbox").check()
    page.get_by_role("button", name="Herinner de aangevinkte uitvoerders").click()
    expect(page.get_by_text("De herinnering gaat naar 1 persoon")).to_be_visible()


def open_it(bureau: Effort) -> None:
    """The bureau opens the request of the round."""
    page = bureau.page
    bureau.open("projects, then the request", f"{DEAL}/uitvraag/")
    bureau.tap("Uitvraag beginnen", page.get_by_role("main").get_by_role("link", name="Uitvraag beginnen").first)
    assert_accessible(page)
    for _code, name, _contact in EXECUTORS:
        expect(page.get_by_role("row", name=name)).to_be_visible()
    bureau.tap("Begin en mail iedereen", page.get_by_role("button", name="Begin en mail iedereen"))
    expect(page.get_by_text("3 uitvoerders zijn gevraagd")).to_be_visible()


def by_mail(portal: Portal, page: Page, name: str) -> None:
    """From the link in the mail, with the code that is mailed."""
    [address] = re.findall(r"http://\S+/account/login/code/\S*", text_of(mails_to(portal, name)[0]))
    page.goto(address.partition("/account/")[1] + address.partition("/account/")[2])
    page.get_by_label("E-mailadres").fill(f"{name}@voorbeeld.test")
    page.get_by_role("main").get_by_role("button", name="Mail mij een code").click()
    page.get_by_label("Code uit de mail").fill(mailed_code(portal, f"{name}@voorbeeld.test"))
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name="Mijn projecten")).to_be_visible()


def read_it(bureau: Effort, file: Path) -> None:
    """The bureau reads a workbook that came back."""
    page = bureau.page
    bureau.open("read workbooks", f"{DEAL}/antwoorden/inlezen/")
    page.get_by_label("Werkboek of zip").set_input_files(file)
    bureau.tap("choose the file, look", page.get_by_role("button", name="Kijk na wat er verandert"))
    expect(page.get_by_text("De school begon met huiswerkhulp.")).to_be_visible()
    assert_accessible(page)
    bureau.tap("enter", page.get_by_role("button", name=re.compile("^Voer")))
    expect(page.get_by_role("heading", name="Ingevoerd", exact=True)).to_be_visible()


def ask_back(page: Page) -> None:
    """The bureau asks something back about one answer."""
    page.get_by_role("link", name="Welzijn Veenland").click()
    expect(page.get_by_text("Elke week eten dertig mensen samen.", exact=True)).to_be_visible()
    page.get_by_label("Wat wilt u weten?").fill("Waren het er echt dertig?")
    page.get_by_role("button", name="Stuur de vraag").click()
    expect(page.get_by_text("Uw vraag gaat naar Welzijn Veenland")).to_be_visible()


def realised(portal: Portal) -> dict[str, str | None]:
    """What was realised by norm, as the command tells it."""
    told = json.loads(portal.manage("projects", SLUG, "--on", f"{timezone.localdate():%Y-%m-%d}", "--json").stdout)
    return {row["code"]: row["realised"] for row in told["norms"]}


def approve_all(page: Page) -> None:
    """Somebody else approves all figures that were taken over, and the story of the measure."""
    sign_in(page, "rik")
    page.goto(f"{DEAL}/mijn-werk/")
    boxes = page.locator("[name=metingen], [name=voortgang]")
    assert boxes.count() == 2 + 1  # a figure of each who sent, and the story
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Keur de gekozen goed").click()
    page.get_by_role("button", name="Ja, keur goed").click()
    expect(boxes).to_have_count(0)


def compare(page: Page, bureau: Effort) -> str:
    """What a round costs the bureau by request, and typed; fails when it is more than a third."""
    sign_in(page, "vera")
    typed = Effort(page)
    typed.open("the grid", f"{DEAL}/invoer/")
    first = page.locator("[name=value]").first
    typed.type("one figure: the number", first, "12")
    typed.type("one figure: its source", page.locator("[name=source]").first, "Mail van de uitvoerder")
    page.once("dialog", lambda asked: asked.accept())  # leave what was typed, before nobody is signed in any more
    page.goto(f"{DEAL}/over/")
    figure = sum(taps + keys for _what, taps, keys, _pages in typed.done[1:])
    story = 1 + 2 + len("Elke week eten dertig mensen samen.") + 2  # the page, two choices, the words, and saving
    projects, answers = ROUND
    by_hand = 2 * projects * figure + projects * story
    asked = bureau.actions  # the same for three executors and for eighteen: all are taken over at once
    assert asked * SHARE <= by_hand
    return (
        f"{bureau.table("The bureau's part of a request")}\n\n{projects} projects, {answers} answers: {asked} actions "
        f"by request; typed {by_hand} (two figures of {figure} and a story of {story} for each project)"
    )
