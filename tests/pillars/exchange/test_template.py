"""The file to fill in: a row for every figure, what is known, and back into the portal."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import DjangoAssertNumQueries

from pillars.exchange.figures import enterable_figures
from pillars.exchange.measurements import MeasurementResource
from pillars.exchange.models import ImportJob
from pillars.exchange.template import write_template
from pillars.measurements.models import Measurement
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from regiodeal.sheets.reading import SheetKind
from tests.pillars.exchange.files import (
    COORDINATORS,
    NETWORK,
    PLACE,
    SUPPORT,
    VOLUNTEERS,
    checked,
    entered,
    faults,
    saved,
)
from tests.plugins.deal import at
from tests.plugins.figures import measure

ADDRESS = "/deals/den-haag-zuidwest-ii/uitwisselen/invullen/"
Download = Callable[..., bytes]


@pytest.fixture
def download(at_work: Client) -> Download:
    """Download a file to fill in."""

    def content(what: str = "measurements", year: int = 2025, kind: str = "xlsx") -> bytes:
        response = at_work.get(ADDRESS, {"soort": what, "jaar": str(year), "formaat": kind})
        assert response.status_code == 200
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]

    return content


def sheet_of(content: bytes) -> Worksheet:
    """The sheet to fill in."""
    sheet = load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def rows_of(sheet: Worksheet) -> dict[str, dict[str, Any]]:
    """The cells of each row by heading, by the code in the first column."""
    headings = [cell.value for cell in sheet[1]]
    return {str(row[0].value): dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2)}


def filled_in(content: bytes, changes: dict[str, dict[str, Any]]) -> bytes:
    """The file with some cells filled in, by code and heading."""
    book = load_workbook(BytesIO(content))
    assert isinstance(book.active, Worksheet)
    rows = rows_of(book.active)
    for code, cells in changes.items():
        for heading, value in cells.items():
            rows[code][heading].value = value
    return saved(book)


def test_one_row_for_every_figure_that_a_target_reads(download: Download, deal: Deal) -> None:
    rows = rows_of(sheet_of(download()))
    assert set(rows) == {figure.code for figure in enterable_figures(deal, on=timezone.localdate()) if figure.results}
    place = {heading: cell.value for heading, cell in rows[PLACE].items()}
    assert place["resultaten"] == "1.1.1.a"
    assert place["onderdeel"] == "Ontmoetingsplek 1"
    assert place["eenheid"] == "plekken"
    assert (place["jaar"], place["waarde"], place["bron"]) == (None, None, None)
    assert rows[VOLUNTEERS]["jaar"].value == 2025


def test_a_figure_that_several_results_share_stands_there_once(download: Download) -> None:
    assert (
        rows_of(sheet_of(download()))["ontwikkelde-plekken/plint-gevuld"]["resultaten"].value
        == "1.3.1, 2.1.2.a, 2.1.2.c"
    )


def test_what_is_known_is_filled_in_as_somebody_would_type_it(
    download: Download, deal: Deal, bureau: User, reviewer: User
) -> None:
    measure(deal, VOLUNTEERS, 80, "2024-12-31", by=bureau, year=2024)
    measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-10")
    measure(deal, COORDINATORS, "12.5", "2025-05-01", by=bureau)
    measure(deal, NETWORK, 1, "2025-05-01", by=bureau)
    measure(deal, SUPPORT, 3, "2025-05-01", by=bureau)
    rows = rows_of(sheet_of(download()))
    assert (rows[VOLUNTEERS]["waarde"].value, rows[VOLUNTEERS]["stand"].value) == (84, "goedgekeurd")
    assert rows[COORDINATORS]["waarde"].value == 12.5
    assert rows[COORDINATORS]["peildatum"].value == at("2025-05-01").replace(hour=0, tzinfo=None)
    assert rows[NETWORK]["waarde"].value == "ja"
    assert rows[SUPPORT]["waarde"].value == "3: grotendeels bereikt"
    assert rows[SUPPORT]["stand"].value == "ter beoordeling"


def test_the_open_figure_is_shown_before_the_approved_one(
    download: Download, deal: Deal, bureau: User, reviewer: User
) -> None:
    measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-10")
    measure(deal, VOLUNTEERS, 91, "2025-12-31", by=bureau, year=2025)
    assert rows_of(sheet_of(download()))[VOLUNTEERS]["waarde"].value == 91


def test_the_workbook_helps_to_fill_it_in(download: Download) -> None:
    sheet = sheet_of(download())
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref
    rules = sheet.data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == {
        '"ja,nee"',
        '"0: niet gestart,1: gestart,2: op weg,3: grotendeels bereikt,4: bereikt"',
        "0",  # a number of 0 or more
    }
    areas = [area for rule in rules for area in rule.sqref]
    value = [cell.value for cell in sheet[1]].index("waarde") + 1
    assert {area.min_col for area in areas} == {area.max_col for area in areas} == {value}
    ruled = {row for area in areas for row in range(area.min_row, area.max_row + 1)}
    assert ruled == set(range(2, sheet.max_row + 1))
    assert load_workbook(BytesIO(download())).sheetnames == ["Cijfers", "Uitleg"]


@pytest.mark.parametrize("kind", SheetKind.values)
@pytest.mark.parametrize("what", ImportJob.Kind.values)
def test_a_file_that_nobody_touched_changes_nothing(
    download: Download, deal: Deal, bureau: User, reviewer: User, kind: str, what: str
) -> None:
    known_entries(deal, bureau, reviewer)
    job = checked(deal, bureau, download(what, kind=kind))
    assert (job.state, job.fault_count, job.kind) == (ImportJob.State.UNCHANGED, 0, what)


def known_entries(deal: Deal, bureau: User, reviewer: User) -> None:
    """A figure and a story of every kind and state, with texts that try to be formulas."""
    measure(deal, VOLUNTEERS, 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer, approved_on="2026-01-10")
    measure(deal, COORDINATORS, "1234.5", "2025-05-01", by=bureau)
    measure(deal, SUPPORT, 3, "2025-05-01", by=bureau)  # without the reasoning that is asked now
    Measurement.objects.update(note="=1+1\r\n'=2\tx  y\x0b", source="'- bron")
    texts = {"done": "=cmd|' /C calc'!A0", "schedule": "behind", "reason": "@x", "outlook": "-1\n+2", "learned": "'"}
    ProgressEntry.begin(by=bureau, at=at("2026-01-05"), measure=deal.measure_set.get(code="1.1.1"), year=2025, **texts)


def test_filled_in_and_read_back(download: Download, deal: Deal, bureau: User) -> None:
    content = filled_in(
        download(),
        {
            VOLUNTEERS: {"waarde": 84, "bron": "Lijst van het bureau"},
            COORDINATORS: {"waarde": "1.234,00", "peildatum": "14-06-2026", "bron": "Lijst", "toelichting": "'=1+1"},
            NETWORK: {"waarde": "Ja", "peildatum": "2026-06-14", "bron": "Verslag"},
            SUPPORT: {
                "waarde": "3: grotendeels bereikt",
                "peildatum": "14-06-2026",
                "bron": "Gesprek",
                "toelichting": "Omdat",
            },
            PLACE: {"waarde": 1, "peildatum": at("2026-06-14").replace(tzinfo=None), "bron": "Rooster"},
        },
    )
    assert entered(deal, bureau, content).state == ImportJob.State.ENTERED
    found = {row.indicator.code: row for row in Measurement.objects.select_related("indicator", "item")}
    assert {code: str(row.value) for code, row in found.items()} == {
        VOLUNTEERS: "84.00",
        COORDINATORS: "1234.00",
        NETWORK: "1.00",
        SUPPORT: "3.00",
        "plekken-ruimer-open": "1.00",
    }
    assert found[COORDINATORS].note == "=1+1"
    assert {str(row.measured_on) for row in found.values()} == {"2025-12-31", "2026-06-14"}
    assert {row.state for row in found.values()} == {State.DRAFT}
    again = checked(deal, bureau, content)
    assert again.state == ImportJob.State.UNCHANGED, faults(again)


def test_stories_filled_in_and_read_back(download: Download, deal: Deal, bureau: User) -> None:
    cells = {
        "wat is gedaan": "Negen plekken zijn ruimer open.",
        "planning": "loopt achter",
        "vooruitblik": "Vijf volgen.",
    }
    content = filled_in(download("entries"), {"1.1.1": cells})
    job = checked(deal, bureau, content)
    assert faults(job) == [(2, "waarom niet op schema", "Leg uit waarom de maatregel niet op schema ligt.")]
    content = filled_in(content, {"1.1.1": {"waarom niet op schema": "Te weinig vrijwilligers."}})
    assert entered(deal, bureau, content, submit=True).state == ImportJob.State.ENTERED
    entry = ProgressEntry.objects.get()
    assert (entry.state, entry.schedule, entry.year, entry.measure.code) == ("submitted", "behind", 2025, "1.1.1")
    assert checked(deal, bureau, content).state == ImportJob.State.UNCHANGED


@pytest.mark.parametrize(
    "query", ["", "soort=geld&jaar=2025&formaat=xlsx", "soort=entries&jaar=1999&formaat=csv", "jaar=%00"]
)
def test_a_choice_that_is_none_gets_a_message(at_work: Client, query: str) -> None:
    response = at_work.get(f"{ADDRESS}?{query}")
    assert response.status_code == 422
    assert "Er is niets gedownload" in response.content.decode()


def test_the_number_of_questions_to_the_database_does_not_grow(
    deal: Deal, bureau: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for year in (2023, 2024, 2025):
        measure(deal, VOLUNTEERS, 84, f"{year}-12-31", by=bureau, year=year)
    with django_assert_num_queries(5):
        write_template(SheetKind.CSV, BytesIO(), MeasurementResource(deal, by=bureau), 2025)
