"""The register in a file: to fill in, as it stood on a day, and harmless in a spreadsheet."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import DjangoAssertNumQueries

from pillars.agreed.models import IndicatorItem, ItemSet, NamedItem
from pillars.exchange.items import NamedItemResource
from pillars.exchange.models import ImportJob
from pillars.exchange.tasks import check_import
from pillars.exchange.template import write_template
from pillars.places.places import add_item
from regiodeal.deals.models import Deal, Neighbourhood, User
from regiodeal.sheets.reading import SheetKind
from tests.pillars.exchange.files import checked, entered, saved, uploaded
from tests.plugins.deal import Enter, at

EXCHANGE = "/deals/den-haag-zuidwest-ii/uitwisselen/"
Download = Callable[..., bytes]


@pytest.fixture
def download(at_work: Client) -> Download:
    """Download the register to fill in."""

    def content(kind: str = "xlsx") -> bytes:
        response = at_work.get(f"{EXCHANGE}invullen/", {"soort": "items", "formaat": kind})
        assert response.status_code == 200
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]

    return content


@pytest.fixture
def known(deal: Deal, bureau: User) -> NamedItem:
    """A plinth of which everything is known, with texts that try to be formulas."""
    values = {
        "name": "=HYPERLINK(1)",
        "neighbourhood": Neighbourhood.objects.get(deal=deal, code="moerwijk"),
        "group": IndicatorItem.objects.get(indicator__deal=deal, code="plint-gevuld"),
        "opened_on": date(2019, 5, 1),
        "closed_on": date(2026, 5, 1),
        "note": "@x\r\n'-1\x0b",
    }
    return add_item(ItemSet.objects.get(deal=deal, code="plinten"), by=bureau, at=at("2026-01-05"), values=values)


def rows_of(content: bytes) -> list[dict[str, Any]]:
    """The cells of each row by heading."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


# --- To fill in --------------------------------------------------------------------------------------------------


def test_everything_that_is_known_is_filled_in(download: Download, known: NamedItem) -> None:
    rows = {str(row["code"].value): row for row in rows_of(download())}
    row = {heading: cell.value for heading, cell in rows[known.code].items() if heading != "kenmerk"}
    assert row == {
        "code": "plinten.extra-1",
        "lijst": "Plinten",
        "naam in de afspraken": None,
        "naam": "'=HYPERLINK(1)",
        "wijk": "Moerwijk",
        "ligging": None,
        "telt mee als": str(known.group),
        "open sinds": at("2019-05-01").replace(hour=0, tzinfo=None),
        "gesloten op": at("2026-05-01").replace(hour=0, tzinfo=None),
        "toelichting": "'@x\n'-1\ufffd",
    }
    assert rows["plek-01"]["naam in de afspraken"].value == "Ontmoetingsplek 1"


def test_each_list_ends_with_room_for_what_is_new(download: Download, deal: Deal) -> None:
    rows = [(row["lijst"].value, row["code"].value, row["kenmerk"].value) for row in rows_of(download())]
    for item_set in ItemSet.objects.filter(deal=deal):
        own = [row for row in rows if row[0] == item_set.name]
        assert own[-5:] == [(item_set.name, None, "nieuw")] * 5
        assert len(own) == item_set.items.count() + 5


def test_the_workbook_helps_to_fill_it_in(download: Download, deal: Deal) -> None:
    book = load_workbook(BytesIO(download()))
    sheet = book.worksheets[0]
    assert book.sheetnames[:2] == ["Plekken", "Uitleg"]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.column_dimensions["K"].hidden
    assert headings[10] == "kenmerk"
    choices = {
        heading: {
            (rule.type, rule.formula1)
            for rule in sheet.data_validations.dataValidation
            for area in rule.sqref
            if area.min_col == headings.index(heading) + 1
        }
        for heading in ("lijst", "wijk", "telt mee als")
    }
    [(_list, names)] = choices["wijk"]
    assert names == '"' + ",".join(Neighbourhood.objects.filter(deal=deal).values_list("name", flat=True)) + '"'
    assert ("textLength", "0") in choices["telt mee als"]  # a list without groups
    assert ("list", "Keuzes!$A$1:$A$3") in choices["telt mee als"]  # the groups of the plinths; there is a comma in one
    text = " ".join(str(row[0]) for row in book["Uitleg"].iter_rows(values_only=True))
    assert "neem het werkblad van de cijfers" in text
    assert "Een vaste lijst groeit niet" in text


def test_words_that_are_too_long_for_a_rule_stand_in_a_sheet_of_their_own(download: Download, deal: Deal) -> None:
    Neighbourhood.objects.filter(deal=deal, code="moerwijk").update(name="Moerwijk, met Zuid")
    book = load_workbook(BytesIO(download()))
    words = [row[0] for row in book["Keuzes"].iter_rows(values_only=True)]
    assert "Moerwijk, met Zuid" in words
    rules = {rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation}
    assert f"Keuzes!$A$1:$A${len(words)}" in rules


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("kind", SheetKind.values)
def test_a_file_that_nobody_touched_changes_nothing(download: Download, deal: Deal, bureau: User, kind: str) -> None:
    job = checked(deal, bureau, download(kind))
    assert (job.state, job.fault_count, job.kind) == (ImportJob.State.UNCHANGED, 0, "items")


def test_a_file_that_nobody_touched_leaves_what_a_colleague_changed(
    download: Download, deal: Deal, bureau: User, colleague: User
) -> None:
    content = download()
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    place.revise(by=colleague, at=at("2026-01-05"), values={"note": "Naast de school"}, version=1)
    assert checked(deal, bureau, content).state == ImportJob.State.UNCHANGED


def test_filled_in_and_read_back(download: Download, deal: Deal, bureau: User) -> None:
    book = load_workbook(BytesIO(download()))
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    rows = rows_of_sheet(sheet)
    rows["plek-02"]["naam"].value = "'=Buurthuis"
    rows["plek-02"]["open sinds"].value = date(2019, 5, 1)
    empty = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "Plinten" and not row[0].value)
    empty[3].value = "Escamplaan 12"
    content = saved(book)
    assert entered(deal, bureau, content).counts == {"revision": 1, "new": 1}
    place = NamedItem.objects.get(deal=deal, code="plek-02")
    assert (place.name, place.opened_on) == ("=Buurthuis", date(2019, 5, 1))
    assert NamedItem.objects.get(name="Escamplaan 12").code == "plinten.extra-1"
    assert checked(deal, bureau, content).state == ImportJob.State.UNCHANGED


def rows_of_sheet(sheet: Worksheet) -> dict[str, dict[str, Any]]:
    """The cells of each row by heading, by the code in the first column."""
    headings = [cell.value for cell in sheet[1]]
    return {str(row[0].value): dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2)}


def test_the_year_makes_no_difference_and_is_not_in_the_name(at_work: Client) -> None:
    response = at_work.get(f"{EXCHANGE}invullen/", {"soort": "items", "jaar": "2025", "formaat": "csv"})
    assert 'filename="invullen-plekken-den-haag-zuidwest-ii.csv"' in response.headers["Content-Disposition"]
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert at_work.get(f"{EXCHANGE}invullen/", {"soort": "items", "jaar": "x", "formaat": "csv"}).status_code == 422
    assert at_work.get(f"{EXCHANGE}invullen/", {"soort": "entries", "formaat": "csv"}).status_code == 422


# --- As it stood -------------------------------------------------------------------------------------------------


def exported(client: Client, **query: str) -> dict[str, dict[str, str]]:
    """The export as CSV, as rows by heading, by code."""
    response = client.get(f"{EXCHANGE}downloaden/", {"soort": "items", "formaat": "csv", **query})
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return {row["code"]: row for row in csv.DictReader(StringIO(text, newline=""), delimiter=";")}


def test_everybody_with_a_role_gets_the_register(enter: Enter, jenv: User, known: NamedItem) -> None:
    rows = exported(enter(jenv))
    assert (rows["plek-01"]["hoort bij de afspraken"], rows[known.code]["hoort bij de afspraken"]) == ("ja", "nee")
    assert (rows[known.code]["wijk"], rows[known.code]["open sinds"]) == ("Moerwijk", "01-05-2019")
    assert (rows[known.code]["naam"], rows[known.code]["toelichting"]) == ("'=HYPERLINK(1)", "'@x\n'-1\ufffd")
    assert "kenmerk" not in rows["plek-01"]


def test_the_register_of_an_earlier_day(enter: Enter, bureau: User, known: NamedItem, deal: Deal) -> None:
    moerwijk = Neighbourhood.objects.get(deal=deal, code="moerwijk")
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    place.revise(by=bureau, at=at("2026-02-01"), values={"name": "De Mussen", "neighbourhood": moerwijk}, version=1)
    then, now = exported(enter(bureau), op="2026-01-04"), exported(enter(bureau), op="2026-02-01")
    assert (then["plek-01"]["naam"], then["plek-01"]["wijk"]) == ("Ontmoetingsplek 1", "")
    assert (now["plek-01"]["naam"], now["plek-01"]["wijk"]) == ("De Mussen", "Moerwijk")
    assert (known.code in then, known.code in now) == (False, True)


def test_what_was_exported_can_be_read_back(enter: Enter, deal: Deal, bureau: User, known: NamedItem) -> None:
    response = enter(bureau).get(f"{EXCHANGE}downloaden/", {"soort": "items", "formaat": "ods"})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    job = checked(deal, bureau, content)
    assert job.change_count == 1, known  # a vertical tab in its text, which no file can hold
    assert NamedItem.objects.get(pk=known.pk).version == 1


# --- The pages ---------------------------------------------------------------------------------------------------


def test_the_register_leads_to_the_file_and_says_where_the_state_is(at_work: Client, enter: Enter, jenv: User) -> None:
    page = at_work.get("/deals/den-haag-zuidwest-ii/plekken/").content.decode()
    assert 'uitwisselen/?soort=items">in een werkblad' in page
    assert "Hoe een plek ervoor staat, is een cijfer" in page
    assert "in een werkblad" not in enter(jenv).get("/deals/den-haag-zuidwest-ii/plekken/").content.decode()
    page = at_work.get(f"{EXCHANGE}?soort=items").content.decode()
    assert '<option value="items" selected>plekken</option>' in page
    assert at_work.get(f"{EXCHANGE}?soort=%00").status_code == 200


# --- How often the database is asked -----------------------------------------------------------------------------


def test_the_number_of_questions_to_the_database_does_not_grow(
    deal: Deal, bureau: User, at_work: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    item_set = ItemSet.objects.get(deal=deal, code="plinten")
    for more in (1, 20):
        for number in range(more):
            add_item(item_set, by=bureau, at=at("2026-01-05"), values={"name": f"Plint {more}-{number}"})
        with django_assert_num_queries(2):  # the lists and what is in them
            write_template(SheetKind.CSV, file := BytesIO(), NamedItemResource(deal, by=bureau), None)
        job = uploaded(deal, bureau, file.getvalue().replace(b"Plint 1-0", b"Plint nul"))
        with django_assert_num_queries(22):  # one of them the deal, for its own word in the heading
            check_import(job.pk)
