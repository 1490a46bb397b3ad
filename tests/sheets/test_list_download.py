"""Lists are taken along as they are shown: filtered, with the columns that one chose, and no more than one may see."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from pillars.agreed.models import ItemSet, NamedItem
from pillars.places.places import add_item
from pillars.registers.models import Lesson
from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, words_at
from tests.pillars.projects.conftest import Begin, begin
from tests.plugins.deal import Enter, at
from tests.plugins.figures import measure
from tests.plugins.meetings import decide, held
from tests.plugins.money import Book

__all__ = ["begin"]
pytestmark = pytest.mark.django_db


def table(client: Client, path: str) -> list[list[str]]:
    """The rows of a list as CSV, with its headings."""
    response = client.get(BASE + path)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf")  # so that Excel reads the letters
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def lessons(deal: Deal, bureau: User) -> None:
    """Two lessons, of which one begins as a formula."""
    for title, verdict in (("=cmd()", "works"), ("Café in de Moerwijk", "partly")):
        row = Lesson(deal=deal, year=2026)
        row.enter(by=bureau, at=at("2026-01-05"), values={"title": title, "verdict": verdict, "why": "Daarom"})


@pytest.mark.usefixtures("lessons")
def test_the_file_has_the_rows_and_columns_of_the_page_and_no_formula(overleg: User, enter: Enter) -> None:
    client = enter(overleg)
    headings, *rows = table(client, "lessen/?als=csv")
    assert headings == ["Les", "Oordeel", "Waarom", "Maatregelen", "Jaar", "Stand"]
    assert sorted(row[0] for row in rows) == ["'=cmd()", "Café in de Moerwijk"]
    headings, *rows = table(client, "lessen/?oordeel=works&zonder=waarom,jaar&als=csv")
    assert headings == ["Les", "Oordeel", "Maatregelen", "Stand"]
    assert [row[0] for row in rows] == ["'=cmd()"]
    page = client.get(f"{BASE}lessen/?oordeel=works&zonder=waarom&page=1").content.decode()
    assert 'href="?oordeel=works&amp;zonder=waarom&amp;als=csv"' in page


@pytest.mark.usefixtures("lessons")
def test_a_workbook_has_days_and_numbers_as_such(overleg: User, enter: Enter) -> None:
    response = enter(overleg).get(f"{BASE}lessen/?als=xlsx")
    assert 'filename="lessen-den-haag-zuidwest-ii-' in response.headers["Content-Disposition"]
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][4] == "Jaar"
    assert sheet["E2"].value == 2026


@pytest.mark.usefixtures("lessons")
def test_nonsense_gives_the_page_and_a_choice_of_no_column_all(overleg: User, enter: Enter) -> None:
    client = enter(overleg)
    assert "Geleerde lessen" in words_at(client, "lessen/?als=exe")
    everything = "les,oordeel,waarom,maatregelen,jaar,stand"
    assert len(table(client, f"lessen/?als=csv&zonder={everything}")[0]) == 6


def test_the_ledger_gives_all_pages_and_no_more_than_one_may_see(
    deal: Deal, controller: User, overleg: User, book: Book, enter: Enter
) -> None:
    for number in range(1, 53):
        book("expenditure", "A-rijk", f"{number}.50", on="2026-01-15")
    book("expenditure", "A-rijk", "999.00", on="2026-01-16", state="submitted")
    headings, *rows = table(enter(controller), "financien/boekingen/?soort=bestedingen&als=csv")
    assert len(rows) == 53
    assert "Stand" in headings
    assert sum(row[headings.index("Bedrag")] == "999" for row in rows) == 1
    headings, *rows = table(enter(overleg), "financien/boekingen/?soort=bestedingen&als=csv")
    assert len(rows) == 52
    assert "Stand" not in headings
    headings, *_rows = table(enter(overleg), "financien/boekingen/?soort=ontvangsten&als=csv")
    assert "Maatregel" not in headings


def test_decisions_and_tasks_are_cut_to_who_asks(
    deal: Deal, bureau: User, jenv: User, overleg: User, enter: Enter
) -> None:
    meeting = held(deal, "2026-09-15", by=bureau)
    decide(meeting, "Openbaar besluit", by=bureau)
    decide(meeting, "Geheim besluit", by=bureau, secret_for="JenV")
    action = ActionItem(meeting=meeting)
    action.enter(by=bureau, at=at("2026-09-15"), values={"text": "Doen", "owner": bureau, "due_on": "2026-12-01"})
    assert len(table(enter(jenv), "besluiten/?als=csv")) == 3
    assert [row[1] for row in table(enter(overleg), "besluiten/?als=csv")[1:]] == ["Openbaar besluit"]
    assert table(enter(bureau), "actiepunten/?als=csv")[1][:3] == ["01-12-2026", "Doen", "Bureau"]


@pytest.mark.parametrize(
    "path", ["documenten/", "knelpunten/", "afwijkingen/", "vragen/", "financien/bijdragen/", "besluiten/"]
)
def test_every_list_can_be_taken_along(overleg: User, enter: Enter, path: str) -> None:
    headings, *_rows = table(enter(overleg), f"{path}?als=csv")
    assert len(headings) > 4


def test_the_projects_that_were_asked_for_are_taken_along_from_all_pages(
    bureau: User, overleg: User, enter: Enter, begin: Begin
) -> None:
    for number in range(52):
        begin(f"P-{number:02}", starts_on="2026-02-01")
    begin("P-90", measure="1.1.2", openness="confidential")
    client = enter(overleg)
    headings, *rows = table(client, "projecten/?maatregel=1.1.1&page=2&als=csv")
    assert headings == ["Project", "Maatregel", "Uitvoerder", "Begint", "Eindigt", "Stand"]
    assert len(rows) == 52
    assert rows[51][:4:3] == ["P-51 Project P-51", "01-02-2026"]
    assert len(table(enter(bureau), "projecten/?als=csv&zonder=begint")) == 54
    assert len(table(client, "projecten/?als=csv")) == 53  # a confidential one is not known to everybody
    page = client.get(f"{BASE}projecten/?maatregel=1.1.1&page=2").content.decode()
    assert 'href="?maatregel=1.1.1&amp;als=csv"' in page
    past = table(client, "projecten/?op=2026-01-01&als=csv")
    assert len(past) == 1  # none was there yet


def test_places_of_one_list_are_taken_along_with_how_each_stands(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    measure(deal, "plekken-programma", 1, "2026-01-15", item="plek-01", by=bureau, approved_by=reviewer)
    plinths = ItemSet.objects.get(deal=deal, code="plinten")
    add_item(plinths, by=bureau, at=at("2026-01-05"), values={"name": "Plint aan de laan"})
    client = enter(overleg)
    everything = table(client, "plekken/?als=csv")
    chosen = NamedItem.objects.get(deal=deal, code="plek-01").item_set
    headings, *rows = table(client, f"plekken/?lijst={chosen.code}&zonder=open&als=csv")
    assert headings[:4] == ["Naam", "Lijst", "Wijk", "Telt mee als"]
    assert {row[1] for row in rows} == {chosen.name}
    assert (len(rows), len(everything)) == (14, 16)
    name = deal.indicator_set.get(code="plekken-programma").name
    assert sorted(row[headings.index(name)] for row in rows) == [*[""] * 13, "ja"]


def test_meetings_are_taken_along_with_those_to_come(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    held(deal, "2026-09-15", by=bureau)
    headings, *rows = table(enter(overleg), "overleg/?als=csv&zonder=tijd")
    assert headings == ["Dag", "Rijk-Regio-overleg", "Vorm", "Plaats", "Bespreekt", "Stand"]
    assert [(row[0], row[5]) for row in rows] == [("15-09-2026", "gehouden")]


@pytest.mark.usefixtures("lessons")
def test_a_file_asks_no_more_queries_for_more_rows(deal: Deal, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    table(client, "lessen/?als=csv")
    with CaptureQueriesContext(connection) as before:
        table(client, "lessen/?als=csv")
    for number in range(4):
        row = Lesson(deal=deal, year=2026)
        row.enter(by=bureau, at=at("2026-01-05"), values={"title": f"Les {number}", "verdict": "works", "why": "Zo"})
    with CaptureQueriesContext(connection) as after:
        assert len(table(client, "lessen/?als=csv")) == 7
    assert len(after) == len(before)
