"""Figures of outcome indicators in a file: of years before the deal too, reviewed and corrected as on their page."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from pillars.exchange.models import ImportJob
from pillars.outcomes.models import OutcomeMeasurement
from regiodeal.deals.models import Deal, User
from tests.pages import words
from tests.pillars.exchange.files import checked, entered, faults, press_enter, saved, xlsx_file
from tests.plugins.deal import Enter, at

pytestmark = pytest.mark.django_db
ADDRESS = "/deals/den-haag-zuidwest-ii/uitwisselen/"
HEADINGS = ("indicator", "gebied van de statistiek", "jaar", "waarde", "bron", "nulmeting", "reden van correctie")
TRUST = "vertrouwen-overheid"


def down(client: Client, year: int = 2025) -> Workbook:
    """The workbook to fill in."""
    answer: Any = client.get(f"{ADDRESS}invullen/", {"soort": "outcomes", "jaar": str(year), "formaat": "xlsx"})
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def put(book: Workbook, code: str, **cells: Any) -> None:
    """Type in the row of an indicator; `_` stands for a space."""
    sheet = book["Maatschappelijk"]
    headings = [cell.value for cell in sheet[1]]
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[0].value == code]
    for name, value in cells.items():
        row[headings.index(name.replace("_", " "))].value = value


def test_a_series_of_before_the_deal_comes_in_after_a_look_and_is_reviewed(
    deal: Deal, bureau: User, enter: Enter
) -> None:
    """Rest of issue 15: the page of what happened before promised a file for these figures, and there was none."""
    client = enter(bureau)
    page = client.get("/deals/den-haag-zuidwest-ii/over/verder/").content.decode()
    assert f'href="{ADDRESS}?soort=outcomes"' in page
    assert '<option value="outcomes" selected' in client.get(f"{ADDRESS}?soort=outcomes").content.decode()
    book = down(client)
    put(book, TRUST, waarde=61.5, bron="CBS", jaar=2019, nulmeting="ja", gebied_van_de_statistiek="Moerwijk")
    put(book, "eigen-regie", waarde="70", bron="cbs", toelichting="Voorlopig")
    job = checked(deal, bureau, saved(book), name="maatschappelijk.xlsx")
    assert (job.state, job.kind, job.change_count) == ("checked", "outcomes", 2), faults(job)
    page = words(client.get(f"{ADDRESS}inlezen/{job.pk}/"))
    assert "Bewoners die vertrouwen hebben in de overheid, Moerwijk, 2019" in page
    assert not OutcomeMeasurement.objects.filter(year=2019).exists()
    press_enter(client, job, {"submit": "1"})
    assert OutcomeMeasurement.objects.get(year=2019).state == "submitted"
    assert OutcomeMeasurement.objects.get(indicator__code="eigen-regie", year=2025).note == "Voorlopig"


def test_entered_it_waits_for_a_reviewer_and_the_same_file_changes_nothing(deal: Deal, bureau: User) -> None:
    rows = [(TRUST, "Moerwijk", 2019, "61,5", "CBS", "ja", ""), (TRUST, "", 2019, 60, "CBS", "nee", "")]
    content = xlsx_file(rows, headings=HEADINGS)
    assert entered(deal, bureau, content, submit=True).state == ImportJob.State.ENTERED
    found = OutcomeMeasurement.objects.filter(indicator__code=TRUST, year=2019).order_by("value")
    assert [(row.value, str(row.area or ""), row.is_baseline, row.state) for row in found] == [
        (Decimal("60.00"), "", False, "submitted"),
        (Decimal("61.50"), "Moerwijk", True, "submitted"),
    ]
    assert found[0].events.earliest("pk").reason == "Uit het bestand cijfers.csv, rij 3."
    assert checked(deal, bureau, content).state == ImportJob.State.UNCHANGED


def test_a_figure_far_from_the_one_before_waits_for_a_tick(
    deal: Deal, bureau: User, reviewer: User, enter: Enter
) -> None:
    entered(deal, bureau, xlsx_file([(TRUST, "", 2019, 60, "CBS", "", "")], headings=HEADINGS), submit=True)
    OutcomeMeasurement.objects.get().approve(by=reviewer, at=at("2026-06-01"))
    rows = [(TRUST, "", 2020, 6, "CBS", "", ""), (TRUST, "Moerwijk", 2020, 6, "CBS", "", "")]
    job = checked(deal, bureau, xlsx_file(rows, headings=HEADINGS))
    client = enter(bureau)
    page = words(client.get(f"{ADDRESS}inlezen/{job.pk}/"))
    assert (
        page.count("Vorige keer was dit 60. Klopt 6? Zet een vinkje als het zo is.") == 1
    )  # of that area there is none
    press_enter(client, job)
    assert [str(row.area) for row in OutcomeMeasurement.objects.filter(year=2020)] == ["Moerwijk"]
    press_enter(client, job, {"shown": "2", "take": "2"})
    assert OutcomeMeasurement.objects.filter(year=2020).count() == 2


def test_what_was_approved_changes_by_a_correction_with_a_reason(deal: Deal, bureau: User, reviewer: User) -> None:
    entered(deal, bureau, xlsx_file([(TRUST, "", 2019, 60, "CBS", "", "")], headings=HEADINGS), submit=True)
    row = OutcomeMeasurement.objects.get(indicator__code=TRUST, year=2019)
    row.approve(by=reviewer, at=at("2026-03-02"))
    other = (TRUST, "", 2019, 58, "CBS", "")
    job = checked(deal, bureau, xlsx_file([(*other, "")], headings=HEADINGS))
    assert [(row, column) for row, column, _reason in faults(job)] == [(2, "reden van correctie")]
    entered(deal, bureau, xlsx_file([(*other, "Het CBS herzag het cijfer.")], headings=HEADINGS), submit=True)
    correction = OutcomeMeasurement.objects.get(replaces=row)
    assert (correction.value, correction.correction_reason) == (Decimal("58.00"), "Het CBS herzag het cijfer.")
    row.refresh_from_db()
    assert row.value == Decimal("60.00")


def test_faults_are_told_in_their_cells(deal: Deal, bureau: User) -> None:
    rows = [
        ("bestaat-niet", "", 2020, 1, "CBS", "", ""),
        (TRUST, "Atlantis", 2020, 1, "CBS", "", ""),
        (TRUST, "", 1812, 1, "CBS", "", ""),
        (TRUST, "", 2021, 101, "CBS", "", ""),
        (TRUST, "", 2022, 1, "De krant", "", ""),
        (TRUST, "", 2023, 1, "CBS", "misschien", ""),
    ]
    job = checked(deal, bureau, xlsx_file(rows, headings=HEADINGS))
    assert [(row, column) for row, column, _reason in faults(job)] == [
        *((2, "indicator"), (3, "gebied van de statistiek"), (4, "jaar"), (5, "waarde"), (6, "bron"), (7, "nulmeting")),
    ]
