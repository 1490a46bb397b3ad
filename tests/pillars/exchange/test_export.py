"""Downloading what there is: cut to what one may see, and harmless in a spreadsheet."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from pillars.exchange.checking import RESOURCES
from pillars.exchange.measurements import MeasurementResource
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.sheets.formats.write import write
from regiodeal.sheets.reading import SheetKind, find_table, opened
from tests.pillars.exchange.files import COORDINATORS, NETWORK, PLACE, VOLUNTEERS
from tests.plugins.deal import Enter, at
from tests.plugins.figures import measure

ADDRESS = "/deals/den-haag-zuidwest-ii/uitwisselen/downloaden/"
type Export = Callable[..., list[dict[str, str]]]


@pytest.fixture
def figures(deal: Deal, bureau: User, reviewer: User) -> None:
    """One approved figure and one that waits."""
    measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-10")
    measure(deal, COORDINATORS, "1234.5", "2026-05-01", by=bureau)


def download(enter: Enter, user: User, what: str = "measurements", kind: str = "csv", **query: str) -> bytes:
    """The file that somebody downloads."""
    response = enter(user).get(ADDRESS, {"soort": what, "formaat": kind, **query})
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def export(enter: Enter) -> Export:
    """Download a CSV file, as rows by heading."""

    def rows(user: User, what: str = "measurements", **query: str) -> list[dict[str, str]]:
        text = download(enter, user, what, **query).decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))

    return rows


@pytest.mark.usefixtures("figures")
def test_the_bureau_gets_everything_with_who_and_when(export: Export, bureau: User) -> None:
    approved, waiting = export(bureau)
    assert approved | {"nummer": ""} == {
        "code": VOLUNTEERS,
        "resultaten": "1.1.1.g",
        "omschrijving": approved["omschrijving"],
        "onderdeel": "",
        "project": "",
        "eenheid": approved["eenheid"],
        "soort waarde": "aantal",
        "jaar": "2025",
        "peildatum": "",
        "waarde": "84",
        "bron": "Registratie van het bureau",
        "toelichting": "",
        "stand": "goedgekeurd",
        "ingevuld door": "Bureau",
        "ingevuld op": "31-12-2025 12:00",
        "beoordeeld door": "Beoordelaar",
        "beoordeeld op": "10-01-2026 12:00",
        "reden van terugsturen": "",
        "nummer": "",
        "vervangt nummer": "",
        "reden van correctie": "",
        "vervangen door nummer": "",
        "telt mee": "ja",
    }
    assert waiting["telt mee"] == "nee"
    assert (waiting["waarde"], waiting["peildatum"], waiting["stand"]) == ("1234,5", "01-05-2026", "ter beoordeling")


@pytest.mark.usefixtures("figures")
def test_a_party_gets_what_is_approved_and_no_more(export: Export, jenv: User, controller: User) -> None:
    assert [row["code"] for row in export(jenv)] == [VOLUNTEERS]
    assert len(export(controller)) == 2


@pytest.mark.usefixtures("figures")
def test_an_export_of_an_earlier_day_knows_no_more_than_that_day(export: Export, jenv: User, bureau: User) -> None:
    assert export(jenv, op="2026-01-09") == []
    assert len(export(jenv, op="2026-01-10")) == 1
    assert len(export(bureau, op="2026-04-30")) == 1


def test_a_correction_names_what_it_replaces(export: Export, deal: Deal, bureau: User, reviewer: User) -> None:
    wrong = measure(deal, NETWORK, 1, "2025-05-01", by=bureau, approved_by=reviewer)
    values = {"measured_on": wrong.measured_on, "value": 0, "source": "Verslag"}
    wrong.correct(by=bureau, at=at("2026-06-01"), values=values, reason="Het was nog niet zo ver")
    _wrong, right = export(bureau)
    assert (right["vervangt nummer"], right["reden van correctie"]) == (str(wrong.pk), "Het was nog niet zo ver")


def test_the_export_says_which_figure_counts(export: Export, deal: Deal, bureau: User, reviewer: User) -> None:
    """Entry 6: a sum over what counts takes nothing twice, and what was replaced names by what."""
    wrong = measure(deal, VOLUNTEERS, 78, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    right = measure(deal, VOLUNTEERS, 100, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    rows = {row["nummer"]: row for row in export(bureau)}
    old, new = rows[str(wrong.pk)], rows[str(right.pk)]
    assert (old["telt mee"], old["vervangen door nummer"]) == ("nee", str(right.pk))
    assert (new["telt mee"], new["vervangt nummer"]) == ("ja", str(wrong.pk))


def test_stories(export: Export, deal: Deal, bureau: User, jenv: User, reviewer: User) -> None:
    texts = {
        "done": "Gedaan",
        "schedule": "behind",
        "reason": "Te weinig mensen",
        "outlook": "Verder",
        "learned": "",
        "risks": "",
    }
    entry = ProgressEntry.begin(
        by=bureau, at=at("2026-01-05"), measure=deal.measure_set.get(code="1.1.1"), year=2025, **texts
    )
    (row,) = export(bureau, "entries")
    assert (row["maatregel"], row["jaar"], row["planning"], row["stand"]) == (
        "1.1.1",
        "2025",
        "loopt achter",
        "concept",
    )
    assert export(jenv, "entries") == []
    entry.submit(by=bureau, at=at("2026-01-06"))
    entry.approve(by=reviewer, at=at("2026-01-07"))
    assert len(export(jenv, "entries")) == 1
    assert export(jenv, "entries", op="2026-01-06") == []


@pytest.mark.parametrize("kind", SheetKind.values)
@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@A1", "\t=1", "\r=1", "'=1", "#REF!", "\x0b", "a\nb"])
def test_nothing_that_somebody_typed_becomes_a_formula(
    enter: Enter, deal: Deal, bureau: User, tmp_path: Path, kind: str, text: str
) -> None:
    measure(deal, COORDINATORS, 1, "2026-05-01", by=bureau)
    Measurement.objects.update(note=text, source=text)
    content = download(enter, bureau, kind=kind)
    path = tmp_path / "export"
    path.write_bytes(content)
    with opened(path) as sheets:
        table = find_table(sheets, [RESOURCES["measurements"].layout()])
        ((_number, cells),) = table.rows()
    places = {title: place for place, title in table.columns.items()}
    for title in ("bron", "toelichting"):
        cell = cells[places[title]]
        assert isinstance(cell, str)
        assert cell[0] not in "=+-@\t\r\n"
    if kind == "xlsx":
        sheet = load_workbook(BytesIO(content)).active
        assert sheet is not None
        assert not {cell.data_type for row in sheet.iter_rows() for cell in row} & {"f", "e"}


def test_a_spreadsheet_gets_numbers_and_moments_to_count_with(enter: Enter, deal: Deal, bureau: User) -> None:
    measure(deal, PLACE.split("/")[0], 1, "2026-05-01", by=bureau, item="plek-01")
    sheet = load_workbook(BytesIO(download(enter, bureau, kind="xlsx"))).active
    assert sheet is not None
    row: dict[str, Any] = dict(zip((c.value for c in sheet[1]), (c.value for c in sheet[2]), strict=True))
    assert (row["code"], row["waarde"]) == (PLACE, 1)
    assert row["peildatum"] == datetime(2026, 5, 1)  # noqa: DTZ001
    assert row["ingevuld op"] == datetime(2026, 5, 1, 12)  # noqa: DTZ001
    assert sheet.freeze_panes == "A2"


def test_the_file_says_what_it_is(enter: Enter, bureau: User) -> None:
    response = enter(bureau).get(ADDRESS, {"soort": "measurements", "formaat": "ods", "op": "2026-06-14"})
    assert response.headers["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="cijfers-den-haag-zuidwest-ii-2026-06-14.ods"'
    )
    response.close()


@pytest.mark.parametrize("query", ["", "soort=users&formaat=csv", "soort=measurements&formaat=exe", "soort=%00"])
def test_a_choice_that_is_none_gets_a_message(enter: Enter, jenv: User, query: str) -> None:
    response = enter(jenv).get(f"{ADDRESS}?{query}")
    assert response.status_code == 422
    assert "Download wat er staat" in response.content.decode()


def test_the_number_of_questions_to_the_database_does_not_grow(
    deal: Deal, bureau: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(1, 20):
        measure(deal, COORDINATORS, day, f"2026-05-{day:02}", by=bureau)
    resource = MeasurementResource(deal)
    rows = Measurement.objects.select_related(*resource.related, "entered_by", "decided_by")
    with django_assert_num_queries(5):
        names = resource.export_fields
        write(SheetKind.CSV, BytesIO(), "Cijfers", resource.titles(names), resource.exported(rows.iterator(), names))
