"""The money as files: all of it, to the cent, cut to what one may see, and no formula but the totals."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils import timezone
from openpyxl import load_workbook

from finance.contributions.models import Contribution
from finance.ledger_import.models import LedgerMapping
from regiodeal.deals.models import Deal, User
from tests.finance.ledger_import.ledger import FIRST, ROOT, SECOND, approved, ledger
from tests.plugins.deal import SLUG, Enter, at, run
from tests.plugins.money import Book
from tests.sheets.worked_out import formulas

ON = "2026-06-14"


def workbook(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of each sheet, as who does not calculate reads them."""
    book = load_workbook(BytesIO(content), data_only=True)
    found = {sheet.title: [[cell.value for cell in row] for row in sheet.rows] for sheet in book}
    book.close()
    for title, places in formulas(content).items():  # the totals and differences, and nothing that was typed
        for place in places:
            row = found[title][int(place.lstrip(ascii_uppercase)) - 1]
            assert title == "Controletotalen" or (title == "Positie" and str(row[1]).startswith("Totaal")), place
    return found


def exported(path: Path, *arguments: str) -> bytes:
    """What the command writes."""
    run("export_money", SLUG, "--out", str(path), *arguments)
    return path.read_bytes()


def rows_of(sheet: list[list[Any]]) -> list[dict[str, Any]]:
    """The rows of a sheet by heading."""
    return [dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]]


def test_the_workbook_has_the_position_every_booking_and_sums_that_agree(
    deal: Deal, book: Book, tmp_path: Path, bureau: User, controller: User
) -> None:
    book("receipt", "VAT-rijk", "4000000.00", on="2026-01-02")
    promise = book("commitment", "A-rijk", "1000.00")
    first = book("expenditure", "A-rijk", "400.10", commitment=promise)
    book("expenditure", "A-rijk", "-0.10", corrects=first)
    book("expenditure", "A-rijk", "77.00", state="submitted")
    Contribution.pledge(
        by=bureau,
        at=at(ON),
        deal=deal,
        party=deal.party_set.get(code="Gemeente"),
        sector="public",
        form="in_kind",
        description="Uren",
        amount="1000.00",
        valuation_ground="20 uur à 50 euro",
        reference="Brief",
        pledged_on=at(ON).date(),
    )
    sheets = workbook(exported(tmp_path / "a.xlsx", "--on", ON))
    assert list(sheets) == [
        *("Toelichting", "Positie", "Ontvangsten", "Verplichtingen", "Bestedingen", "Correcties", "Bijdragen"),
        *("Realisaties", "Termijnen", "Grenzen", "Controletotalen", "Ingelezen bestanden"),
    ]
    line = rows_of(sheets["Positie"])[0]
    assert (line["code"], line["besteed"], line["verplicht"]) == ("A-rijk", 400, 1000)
    spent = rows_of(sheets["Bestedingen"])
    assert [(row["bedrag incl. btw"], row["stand"]) for row in spent] == [
        (400.1, "goedgekeurd"),
        (-0.1, "goedgekeurd"),
        (77, "ter beoordeling"),
    ]
    assert (spent[0]["ingevuld door"], spent[0]["beoordeeld door"], spent[0]["verplichting"]) == (
        "Bureau",
        "Controller",
        promise.code,
    )
    (correction,) = rows_of(sheets["Correcties"])
    assert (correction["corrigeert"], correction["soort boeking"]) == (first.code, "creditnota")
    assert correction["reden van de correctie"] == "Te veel in rekening gebracht"
    (cap,) = rows_of(sheets["Grenzen"])
    assert (
        cap["formule"]
        == "3% \N{MULTIPLICATION SIGN} €\u00a04.000.000,00 = €\u00a0120.000,00, naar beneden afgerond op de cent"
    )
    assert (cap["hoogstens"], cap["nog te besteden"]) == (120000, 120000)
    assert [row["verschil"] for row in rows_of(sheets["Controletotalen"])] == [0, 0, 0, 0, 0]
    (pledge,) = rows_of(sheets["Bijdragen"])
    assert (pledge["toegezegd"], pledge["vorm"], pledge["grond van de waardering"]) == (
        1000,
        "in natura",
        "20 uur à 50 euro",
    )


def test_each_file_that_was_read_in_is_told_with_its_control_totals(
    mapping: LedgerMapping, bureau: User, controller: User, tmp_path: Path
) -> None:
    approved(mapping, bureau, controller, ledger(FIRST, SECOND))
    rows = rows_of(workbook(exported(tmp_path / "a.xlsx"))["Ingelezen bestanden"])
    assert [(row["regel"], row["na invoeren"]) for row in rows] == [
        ("Pijler A, rijksbijdrage", 1210),
        ("Pijler B, rijksbijdrage", 605.5),
        ("Totaal", 1815.5),
    ]
    assert (rows[0]["bestand"], rows[0]["goedgekeurd door"]) == ("grootboek.csv", "Controller")


@pytest.mark.parametrize("text", ["=1+1", "+31 70", "-cmd", "@SUM(A1)", "\t=1", "#REF!", "=HYPERLINK(1)", "a\x00b"])
def test_nothing_that_somebody_typed_becomes_a_formula(deal: Deal, book: Book, tmp_path: Path, text: str) -> None:
    book("expenditure", "A-rijk", "1.00", counterpart=text.replace("\x00", ""), description=text.replace("\x00", ""))
    sheets = workbook(exported(tmp_path / "a.xlsx", "--on", ON))
    assert rows_of(sheets["Bestedingen"])[0]["omschrijving"].lstrip("'").strip() == text.replace("\x00", "").strip()
    lines = list(
        csv.reader(StringIO(exported(tmp_path / "a.csv", "--format", "csv").decode("utf-8-sig")), delimiter=";")
    )
    cell = dict(zip(lines[0], lines[1], strict=True))["omschrijving"]
    assert not cell.startswith(("=", "+", "-", "@", "\t"))


def test_json_has_the_position_and_every_booking_to_the_cent(deal: Deal, book: Book, tmp_path: Path) -> None:
    book("expenditure", "B-rijk", "1234.50", on="2025-12-31")
    told = json.loads(exported(tmp_path / "a.json", "--format", "json", "--on", ON))
    assert told["position"] == json.loads(run("position", SLUG, "--json", "--on", ON))
    (row,) = told["bookings"]
    assert (row["bedrag incl. btw"], row["boekdatum"], row["boekjaar"], row["regel"]) == (
        "1234.50",
        "2025-12-31",
        "2025",
        "B-rijk",
    )
    assert json.loads(exported(tmp_path / "b.json", "--format", "json", "--on", "2025-12-30"))["bookings"] == []


def test_who_may_not_see_what_waits_gets_only_what_counts(
    deal: Deal, book: Book, bzk: User, bureau: User, enter: Enter
) -> None:
    book("expenditure", "A-rijk", "10.00", description="telt")
    book("expenditure", "A-rijk", "99.00", description="ligt er nog", state="submitted")
    for user, sees in ((bzk, False), (bureau, True)):
        for kind in ("csv", "json", "xlsx"):
            response: Any = enter(user).get(f"{ROOT}downloaden/?formaat={kind}&op={ON}")
            content = b"".join(response.streaming_content)
            assert f"financien-{SLUG}-{ON}.{kind}" in response.headers["Content-Disposition"]
            text = str(workbook(content)) if kind == "xlsx" else content.decode()
            assert ("telt" in text, "ligt er nog" in text) == (True, sees), (user, kind)
    assert enter(bzk).get(f"{ROOT}downloaden/?formaat=exe").status_code == 422


def test_confidential_evidence_is_named_only_to_who_may_see_it(
    deal: Deal, book: Book, bzk: User, jenv: User, bureau: User, enter: Enter
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from finance.evidence.models import MoneyEvidence

    row = book("expenditure", "A-rijk", "10.00")
    values = {"openness": "confidential", "ground": "bedrijfsgeheim", "requester": deal.party_set.get(code="JenV")}
    upload = SimpleUploadedFile("geheim.csv", b"a;b")
    MoneyEvidence.attach(row, upload=upload, by=bureau, at=timezone.now(), values=values)
    for user, sees in ((bzk, False), (jenv, True), (bureau, True)):
        response: Any = enter(user).get(f"{ROOT}downloaden/?formaat=csv&op={ON}")
        assert ("geheim.csv" in b"".join(response.streaming_content).decode()) == sees, user


def test_the_number_of_questions_to_the_database_does_not_grow(
    deal: Deal, book: Book, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    for place in range(30):
        book("expenditure", "A-rijk", f"{place + 1}.00")
    with django_assert_max_num_queries(25):
        exported(tmp_path / "a.xlsx", "--on", ON)


def test_the_command_refuses_in_words(deal: Deal, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="niet te schrijven"):
        run("export_money", SLUG, "--out", str(tmp_path / "nergens" / "a.xlsx"))
    with pytest.raises(CommandError, match="geen deal"):
        run("export_money", "nergens", "--out", str(tmp_path / "a.xlsx"))
