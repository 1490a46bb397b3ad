"""The report as a workbook: the figures of the snapshot as numbers to count with, and nothing that acts by itself."""

import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from regiodeal.sheets.cells import unescape
from reporting.content.frozen_report import FrozenReport
from reporting.files.same_zip import same_again
from reporting.snapshot.take import digest
from reporting.workbook.report_workbook import report_workbook
from reporting.workbook.sheets import LONGEST, shortened
from tests.reporting.example_reports import Row, results, with_story
from tests.sheets.worked_out import formulas

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database

SHEETS = [
    *("Leeswijzer", "Resultaten", "Normen", "Metingen", "Geld", "Bijdragen", "Boekingen", "Termijnen"),
    *("Projecten", "Maatschappelijke indicatoren", "Lessen", "Knelpunten", "Lezingen"),
]
AMOUNTS_OF_BOOKINGS = {"received": "ontvangsten", "committed": "verplichtingen", "spent": "bestedingen"}
FORMULAS = ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1", "=cmd|' /C calc'!A0", "#REF!", "\uff1d1"]


@pytest.fixture(scope="module")
def file(snapshot: Row) -> bytes:
    """The workbook of Den Haag Zuidwest II."""
    return report_workbook(FrozenReport(snapshot))


@pytest.fixture(scope="module")
def book(file: bytes) -> Workbook:
    """The same, opened."""
    return opened(file)


def opened(content: bytes) -> Workbook:
    """A workbook, opened."""
    book: Workbook = load_workbook(BytesIO(content), data_only=True)
    return book


def rows(book: Workbook, title: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the headings of their columns."""
    head, *lines = book[title].iter_rows(values_only=True)
    return [dict(zip((str(name) for name in head), line, strict=True)) for line in lines]


def decimal(value: Any) -> Decimal | None:
    """A number of a cell as the snapshot writes it."""
    return None if value is None else Decimal(str(value))


def test_it_has_its_sheets_each_with_a_frozen_filtered_repeated_heading(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.font.bold for cell in sheet[1])
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        assert min(widths) >= 13


def test_every_result_and_target_has_a_row_with_its_figures(snapshot: Row, book: Workbook) -> None:
    told = {row["code"]: row for row in rows(book, "Resultaten")}
    assert {code: row["stand"] for code, row in told.items()} == {
        r["code"]: r["status_label"] for r in results(snapshot)
    }
    targets = {row["code"]: row for row in rows(book, "Normen")}
    assert len(targets) == 51
    for target in (target for result in results(snapshot) for target in result["targets"]):
        row = targets[target["code"]]
        for name, heading in (("value", "waarde"), ("needed", "nodig"), ("forecast", "vooruitzicht")):
            assert decimal(row[heading]) == (None if target[name] is None else Decimal(target[name]))
        due = row["uiterlijk"]
        assert (due and due.date().isoformat()) == target["due_on"]


def test_every_measurement_names_who_entered_and_who_approved(snapshot: Row, book: Workbook) -> None:
    told = rows(book, "Metingen")
    assert len(told) == len(snapshot["sources"]) == 90
    for row, source in zip(told, snapshot["sources"], strict=True):
        assert decimal(row["waarde"]) == Decimal(source["value"])
        assert row["gemeten op"] == datetime.fromisoformat(source["measured_on"])
        assert (row["ingevoerd door"], row["goedgekeurd door"]) == (source["entered_by"], source["approved_by"])


def test_money_stands_to_the_cent_and_adds_up(snapshot: Row, book: Workbook) -> None:
    told = {row["regel"]: row for row in rows(book, "Geld")}
    for line in snapshot["money"]["lines"]:
        for name, heading in (("agreed", "afgesproken"), ("spent", "besteed"), ("room", "ruimte")):
            assert decimal(told[line["label"]][heading]) == Decimal(line[name])
    spent = sum(Decimal(line["spent"]) for line in snapshot["money"]["lines"])
    assert decimal(told["Totaal"]["besteed"]) == spent == Decimal(snapshot["money"]["sum"]["spent"])
    assert book["Geld"]["F2"].number_format == "#,##0.00"
    totals = [row for row in rows(book, "Bijdragen") if row["wat"] == "Alles samen"]
    # What came in from a Party stands once, beside the first of what was agreed for it.
    agreed = snapshot["money"]["agreed_totals"]
    once = {total["contributor_label"]: Decimal(total["received"]) for total in agreed}
    assert len(totals) == len(agreed) > len(once)
    assert [decimal(row["ontvangen"]) for row in totals if row["ontvangen"] is not None] == [*once.values()]


def test_the_lists_are_whole(snapshot: Row, book: Workbook) -> None:
    for title, name in (("Lessen", "lessons"), ("Knelpunten", "bottlenecks"), ("Lezingen", "readings")):
        assert len(rows(book, title)) == len(snapshot[name])
    last_days = rows(book, "Termijnen")
    assert [row["uiterlijk"].date() for row in last_days] == [
        date.fromisoformat(row["due_on"]) for row in snapshot["deadlines"]
    ]
    outcomes = rows(book, "Maatschappelijke indicatoren")
    assert {row["indicator"] for row in outcomes} == {row["name"] for row in snapshot["outcome_indicators"]}
    assert all("bewijst niet" in row["lees voorzichtig"] for row in outcomes)


def test_the_guide_says_what_this_is(snapshot: Row, book: Workbook) -> None:
    guide = {row["onderwerp"]: row["uitleg"] for row in rows(book, "Leeswijzer")}
    assert digest(snapshot) in guide["controlegetal"]
    assert guide["stand op"].startswith("14 juni 2026")
    assert guide["blad Resultaten"] == "43 rijen"
    assert "verzonnen" in guide["VOORBEELD"]


def test_nothing_is_a_formula_or_an_error_whatever_was_typed(snapshot: Row) -> None:
    hostile = copy.deepcopy(snapshot)
    hostile["lessons"] = [row | {"why": text} for text in FORMULAS for row in snapshot["lessons"][:1]]
    hostile["deal"]["example_notice"] = "=HYPERLINK(1)"
    book = opened(report_workbook(FrozenReport(hostile)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n", "d"}
    assert set(formulas(report_workbook(FrozenReport(hostile)))) == {"Geld"}
    told = [str(row["waarom"]) for row in rows(book, "Lessen")]
    assert [unescape(text) for text in told] == FORMULAS
    assert not [text for text in told if text.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_totals_of_the_money_are_formulas_that_show_their_outcome_too(snapshot: Row, book: Workbook) -> None:
    """Issue 18: totals as formulas, which who only looks at the file must see as well."""
    money = [row for row in rows(book, "Geld") if not str(row["regel"]).startswith("Grens")]
    totals = [place for place, row in enumerate(money, start=2) if str(row["regel"]).startswith("Totaal")]
    assert len(totals) == len(snapshot["money"]["totals"]) + 1
    found = formulas(report_workbook(FrozenReport(snapshot)))["Geld"]
    assert {f"{letter}{place}" for place in totals for letter in "FGHIJ"} <= found
    assert not [place for place in found if int(place[1:]) not in totals and place[0] not in "GHI"]
    assert Decimal(str(money[-1]["besteed"])) == Decimal(snapshot["money"]["sum"]["spent"])


def test_each_amount_of_a_line_leads_to_exactly_its_bookings(snapshot: Row, file: bytes) -> None:
    """From 'regel A-rijk' on paper: the row with that code, its amount, and the rows that it is the sum of."""
    book = load_workbook(BytesIO(file))
    sheet, bookings = book["Geld"], book["Boekingen"]
    places = {row[1].value: row for row in sheet.iter_rows(min_row=2) if row[1].value}
    followed = 0
    for line in snapshot["money"]["lines"]:
        for column, (name, sort) in enumerate(AMOUNTS_OF_BOOKINGS.items(), start=6):
            cell = places[line["code"]][column]
            if not Decimal(line[name]):
                continue
            place = cell.hyperlink.location.removeprefix("Boekingen!")
            rows = [[other.value for other in row] for row in bookings[place]]
            assert {(row[0], row[5] or "onverdeeld") for row in rows} == {(sort, line["code"])}
            assert sum(Decimal(str(row[4])) for row in rows) == Decimal(line[name])
            named = book.defined_names[cell.value.removeprefix("=SUM(").removesuffix(")")].attr_text
            assert named.replace("$", "") == f"Boekingen!{place.replace('A', 'E').replace('M', 'E')}"
            followed += 1
    assert followed > 10
    assert book.defined_names["besteed_A_rijk"]


def test_a_text_longer_than_a_cell_is_shortened_and_says_so(bare_snapshot: Row) -> None:
    assert shortened("a" * LONGEST) == "a" * LONGEST
    for typed in ("a" * 1_000_000, "=" * 1_000_000, "\U0001f44d" * 500_000):
        short = shortened(typed)
        assert short.endswith("gegevensbestand)")
        assert len(short.encode("utf-16-le")) // 2 < LONGEST
    hostile = copy.deepcopy(bare_snapshot)
    hostile["readings"] = [dict.fromkeys(("code", "article", "title", "ambiguity", "reading"), "x" * 40000)]
    hostile["readings"][0] |= {"consequence": "a\x00b\x1b", "decided_on": "2026-01-01", "decided_by": ""}
    (row,) = rows(opened(report_workbook(FrozenReport(hostile))), "Lezingen")
    assert row["lezing"].endswith("gegevensbestand)")
    assert row["gevolg"] == "ab"


def test_it_is_made_from_the_snapshot_alone(
    bare_snapshot: Row, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        book = opened(report_workbook(FrozenReport(with_story(bare_snapshot, done="x"))))
    assert rows(book, "Metingen") == []


def test_it_is_the_same_bytes_again_with_the_date_of_its_figures(file: bytes, snapshot: Row) -> None:
    assert report_workbook(FrozenReport(copy.deepcopy(snapshot))) == file == same_again(file)
    with ZipFile(BytesIO(file)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened(file).properties
    on = datetime(2026, 6, 14, tzinfo=UTC).replace(tzinfo=None)
    assert (properties.created, properties.modified, properties.creator) == (on, on, "Gemeente Den Haag")
