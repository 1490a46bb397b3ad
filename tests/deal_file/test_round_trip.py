"""Any deal 20: what is exported loads without a difference, as text and as a workbook, and the short form is short."""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from openpyxl import Workbook, load_workbook

from regiodeal.deal_file.book_sheets import MARK, book_sheets
from regiodeal.deal_file.document import DealFile, read_deal_file
from regiodeal.deal_file.export import deal_json, deal_yaml, short_deal, yaml_text
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.form import form_faults
from regiodeal.deal_file.load import dry_run, load
from regiodeal.deal_file.schema import DEAL, fields_of, lists, resolved, row_schema
from regiodeal.deal_file.workbook import deal_workbook, filled_workbook, template_workbook
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.models import Deal
from tests.deal_file.made_faults import SMALL, VEENLAND
from tests.plugins.deal import DEAL_FILE, run

OEVERS = VEENLAND.with_name("oevers.yaml")
FILES = (DEAL_FILE, VEENLAND, OEVERS, SMALL)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_portal_workbook_portal_file(db: None, path: Path) -> None:
    """Any deal 20: round trip of a deal: file, portal, workbook, portal, file, without a difference."""
    document = DealFile.read(path)
    Deal.objects.filter(slug=document.deal()["slug"]).delete() if path != DEAL_FILE else None
    deal, _changes = load(document)
    on = deal.in_force_on
    first = deal_yaml(deal, on)
    for content, name in ((first, "x.yaml"), (deal_json(deal, on), "x.json"), (deal_workbook(deal, on), "x.xlsx")):
        read = read_deal_file(content, name)
        assert dry_run(read)[1] == []
        assert load(read)[1] == []
    assert deal_yaml(deal, on) == first
    assert read_deal_file(deal_workbook(deal, on), "x.xlsx").data == read_deal_file(first, "x.yaml").data


def test_the_short_form_leaves_out_what_follows(db: None) -> None:
    """Any deal, part B: the small deal is exported as short as it was written."""
    document = DealFile.read(SMALL)
    deal, _changes = load(document)
    assert short_deal(deal, date(2026, 1, 1)) == document.data
    assert fields(document.data) < 200


def fields(value: Any) -> int:
    """How many values somebody fills in."""
    if isinstance(value, dict | list):
        return sum(map(fields, value.values() if isinstance(value, dict) else value))
    return 1


def test_a_deal_is_loaded_in_all_three_kinds_by_the_command(veenland: Deal, tmp_path: Path) -> None:
    for kind in ("yaml", "json"):
        file = tmp_path / f"deal.{kind}"
        file.write_text(run("export_deal", veenland.slug, "--format", kind))
        assert "0 veranderd" in run("load_deal", str(file))
    book = tmp_path / "deal.xlsx"
    book.write_bytes(deal_workbook(veenland, veenland.in_force_on))
    assert "0 veranderd" in run("load_deal", str(book))


def test_json_names_every_field(veenland: Deal) -> None:
    told = json.loads(run("export_deal", veenland.slug))
    for rows in all_rows():
        for row in told[rows.name]:
            assert set(row) >= {"code", "article", *rows.plain, *rows.refs, *rows.many}


@pytest.mark.parametrize("rows", all_rows(), ids=lambda rows: rows.name)
def test_the_schema_asks_what_the_declaration_cannot_do_without(rows: Any) -> None:
    """Any deal, part B: what a file may leave out is said in one place, and the schema follows it."""
    declared = {"code", "article", *rows.plain, *rows.refs, *rows.many, *(child.name for child in rows.children)}
    assert set(row_schema(rows.name)["properties"]) == declared
    assert set(row_schema(rows.name)["required"]) == declared - rows.optional()


def test_every_field_of_the_schema_has_a_place_in_the_workbook_and_an_explanation() -> None:
    """Any deal, part B and E: a field of the schema is a column, with its title, use and choices in Dutch."""
    for sheet in book_sheets():
        assert len(set(sheet.headings)) == len(sheet.headings), sheet.title
        for field in sheet.fields:
            assert field.heading, field
            assert field.description, (sheet.title, field.heading)
            if field.choices:
                assert {field.label(choice) for choice in field.choices}.isdisjoint(set(field.choices) - KEPT), field
                assert len({field.label(choice).casefold() for choice in field.choices}) == len(field.choices)
    titles = [sheet.title.casefold() for sheet in book_sheets()]
    assert len(titles) == len(set(titles))
    own = {
        path for sheet in book_sheets() if sheet.list_name == DEAL for path in (field.path for field in sheet.fields)
    }
    assert own == {field.path for field in fields_of(row_schema(DEAL))}
    assert {sheet.list_name for sheet in book_sheets()} == set(lists())


KEPT = {"de", "het", "partner", "partners", "trend"}  # words that are Dutch as they are


def test_the_template_is_passed_over_as_long_as_nothing_is_filled_in() -> None:
    """Any deal, part E: explanations and examples are no rows of a deal."""
    with pytest.raises(DealFileFaultsError) as told:
        read_deal_file(template_workbook(), "deal.xlsx")
    needed = list(resolved({"$ref": "#/$defs/deal_file"})["required"])
    faults = [fault for fault in told.value.faults if not fault.is_remark]
    assert [fault.list_name for fault in faults] == [lists()[name]["title"] for name in needed]
    assert all("niet ingevuld" in fault.message for fault in faults)


def test_each_sheet_has_an_explanation_and_an_example() -> None:
    book = load_workbook(BytesIO(template_workbook(is_whole=True)))
    assert book.sheetnames[0] == "Lees mij"
    for sheet in book_sheets():
        page = book[sheet.title]
        if sheet.is_upright:
            assert [cell.value for cell in page[1]] == ["Gegeven", "Waarde", "Uitleg", "Voorbeeld"]
            continue
        assert page["A1"].value == MARK
        assert page["A2"].value == "uitleg"
        assert page["A3"].value == "voorbeeld", sheet.title
        assert page.data_validations.count or all(not field.choices for field in sheet.fields)


def test_the_guide_names_every_sheet_that_a_plain_deal_fills_in() -> None:
    """Any deal, part B: an adopter's guide, in the words of the workbook."""
    guide = (Path(settings.BASE_DIR) / "docs" / "handbook" / "een-deal-beginnen.md").read_text(encoding="utf-8")
    assert [sheet.title for sheet in book_sheets() if not sheet.is_seldom and sheet.title not in guide] == []


def changed_book(change: Callable[[Workbook], object], content: bytes) -> tuple[Fault, ...]:
    """What is told of a workbook after a change."""
    book = load_workbook(BytesIO(content))
    change(book)
    file = BytesIO()
    book.save(file)
    try:
        return read_deal_file(file.getvalue(), "deal.xlsx").remarks
    except DealFileFaultsError as told:
        return told.faults


def test_no_two_sheets_have_one_title() -> None:
    """Any deal 15.1: "Bronnen" stood there twice, for money and for statistics, and every upload failed."""
    titles = load_workbook(BytesIO(template_workbook(is_whole=True))).sheetnames
    assert titles == ["Lees mij", *(sheet.title for sheet in book_sheets()), "Keuzes"]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert {"Bronnen van geld", "Bronnen van cijfers"} <= set(titles)


def test_the_template_with_a_row_on_every_sheet_is_read(db: None) -> None:
    """Any deal 15.1: the template, filled in on every sheet, money too, has no unknown column or changed example."""
    data = DealFile.read(DEAL_FILE).data

    def fill(book: Workbook) -> None:
        filled = load_workbook(BytesIO(filled_workbook(data)))
        for sheet in book_sheets():
            own, page = filled[sheet.title], book[sheet.title]
            if sheet.is_upright:
                for row in own.iter_rows(min_row=2):
                    page.cell(row[0].row, 2, row[1].value)
                continue
            for row in own.iter_rows(min_row=3):
                for cell in row:
                    page.cell(cell.row + 1, cell.column, cell.value)

    told = changed_book(fill, template_workbook(is_whole=True))
    assert [fault for fault in told if not fault.is_remark] == []


def test_a_plain_deal_gets_no_sheet_or_column_that_it_does_without() -> None:
    """Any deal, issue 15.1: no column that a plain deal does not need."""
    plain, whole = (load_workbook(BytesIO(template_workbook(is_whole=is_whole))) for is_whole in (False, True))
    seldom = {sheet.title for sheet in book_sheets() if sheet.is_seldom}
    assert seldom
    assert set(whole.sheetnames) - set(plain.sheetnames) == seldom
    for sheet in book_sheets():
        if sheet.is_seldom or sheet.is_upright:
            continue
        told = [str(cell.value).rstrip(" *") for cell in plain[sheet.title][1]]
        assert not {each.heading for each in sheet.fields if each.is_seldom} & set(told), sheet.title
        assert {each.heading for each in sheet.fields if each.is_required} <= set(told), sheet.title
    cells = [sum(page.max_column for page in book.worksheets) for book in (plain, whole)]
    assert cells[0] < cells[1]


def test_the_order_of_the_sheets_does_not_matter(db: None) -> None:
    """Any deal 15.1: a sheet is known by its title, wherever it stands."""
    content = filled_workbook(DealFile.read(SMALL).data)
    book = load_workbook(BytesIO(content))
    book._sheets.reverse()
    file = BytesIO()
    book.save(file)
    assert read_deal_file(file.getvalue(), "deal.xlsx").data == read_deal_file(content, "deal.xlsx").data


@pytest.mark.parametrize("name", ["sources", "Geldbronnen", "Iets heel anders"])
def test_a_sheet_that_was_renamed_is_told(name: str) -> None:
    """Any deal 15.1: a sheet that was called "sources" vanished without a word."""

    def rename(book: Workbook) -> None:
        book["Bronnen van geld"].title = name

    told = changed_book(rename, filled_workbook(DealFile.read(SMALL).data))
    unknown = [fault for fault in told if fault.message == "Dit werkblad kennen wij niet."]
    assert [(fault.list_name, fault.is_remark) for fault in unknown] == [(name, False)]
    assert "Bronnen van geld" in unknown[0].remedy


def test_notes_on_a_sheet_of_ones_own_are_told_and_may_be() -> None:
    """Any deal 15.1: "Dit werkblad kennen wij niet" also where nothing is wrong, and beside other faults."""

    def note(book: Workbook) -> None:
        book.create_sheet("Notities")["A1"] = "Vragen aan Jan"

    told = changed_book(note, filled_workbook(DealFile.read(SMALL).data))
    assert [(fault.list_name, fault.is_remark) for fault in told] == [("Notities", True)]
    told = changed_book(note, template_workbook())
    assert ("Notities", True) in [(fault.list_name, fault.is_remark) for fault in told]


def test_explanations_speak_the_words_of_the_choices() -> None:
    """Any deal 15.7: the explanations said sum/last/distinct, true/false and null, while one chooses in Dutch."""
    english = re.compile(
        r"\b(true|false|null|sum|last|distinct|national|regional|received|agreed|spent|to_date|year|money|meeting)\b"
    )
    told = {(sheet.title, field.heading): field.description for sheet in book_sheets() for field in sheet.fields}
    told |= {(sheet.title, ""): sheet.description for sheet in book_sheets()}
    assert {place: text for place, text in told.items() if english.search(text)} == {}


def test_a_fault_in_a_cell_says_what_was_typed() -> None:
    """Any deal 15.11: "'2026-04-31' kan niet bij 'Ambtsdragers 1: vanaf'", while 31-04-2026 was typed under Vanaf."""

    def type_wrongly(book: Workbook) -> None:
        page = book["Ambtsdragers"]
        headings = {str(cell.value).rstrip(" *"): cell.column for cell in page[1]}
        page.cell(3, headings["Vanaf"], "31-04-2026")
        page["A3"] = None

    told = changed_book(type_wrongly, filled_workbook(DealFile.read(DEAL_FILE).data))
    assert [(fault.list_name, fault.column) for fault in told if not fault.is_remark] == [("Ambtsdragers", "Vanaf")]
    assert told[0].message == "'31-04-2026' kan niet bij 'Vanaf'."
    assert told[0].remedy == "Schrijf een dag die bestaat, zoals 14-06-2026 of 14 juni 2026."


def test_faults_stand_in_the_order_of_the_sheets_and_each_says_what_to_do() -> None:
    """Any deal 15.11: the faults stood in no order of the workbook, and "Zo is het goed" was empty."""

    def spoil(book: Workbook) -> None:
        for title, heading, value in (
            ("Afspraken met termijn", "Code", None),
            ("Deal", "Ondertekend op", "31-02-2025"),
            ("Partijen", "Is kassier", "misschien"),
            ("Beoogde resultaten", "Titel", None),
            ("Indicatoren", "Code", None),
        ):
            page = book[title]
            if title == "Deal":
                next(row for row in page.iter_rows() if str(row[0].value).startswith(heading))[1].value = value
            else:
                found = next(cell.column for cell in page[1] if str(cell.value).rstrip(" *") == heading)
                page.cell(3, found).value = value

    told = [each for each in changed_book(spoil, filled_workbook(DealFile.read(SMALL).data)) if not each.is_remark]
    order = [sheet.title for sheet in book_sheets()]
    places = [(order.index(fault.list_name), fault.line or 0) for fault in told]
    assert places == sorted(places)
    assert len(told) >= 5
    assert [str(fault) for fault in told if not fault.remedy] == []


def test_days_are_told_in_dutch_and_also_past_one_that_cannot_be_read() -> None:
    """Any deal 15.11: the order of days was not told while one could not be read, and "(2026-03-01)" is no Dutch."""
    data = DealFile.read(SMALL).data
    deal = data["deal"] | {"signed_on": "2032-03-01", "in_force_on": "ooit", "ends_on": "2029-12-31"}
    with pytest.raises(DealFileFaultsError) as told:
        read_deal_file(yaml_text(data | {"deal": deal}).encode(), "deal.yaml")
    assert "Deze dag ligt niet na 'Ondertekend op' (1 maart 2032)." in [fault.message for fault in told.value.faults]


def test_a_norm_with_a_day_after_the_deal_is_looked_at_again() -> None:
    """Any deal 15.11: a norm with 2032 as its day passed without a word in a deal that ends before."""
    data = DealFile.read(SMALL).data
    data["targets"][2]["due"] = {"rule": "fixed", "date": "2042-12-31"}
    remarks = read_deal_file(yaml_text(data).encode(), "deal.yaml").remarks
    assert ["31 december 2042 ligt na de laatste dag van de deal" in remark.message for remark in remarks] == [True]


def test_an_example_that_was_changed_is_asked_about() -> None:
    """Any deal, part E: a row of the deal typed over the example is never passed over without a word."""
    book = load_workbook(BytesIO(template_workbook()))
    book["Partijen"]["B3"] = "MIJN"
    file = BytesIO()
    book.save(file)
    with pytest.raises(DealFileFaultsError) as told:
        read_deal_file(file.getvalue(), "deal.xlsx")
    assert [(f.list_name, f.line, f.column) for f in told.value.faults if "voorbeeld" in f.message] == [
        ("Partijen", 3, MARK)
    ]


def fill_in(book: Workbook, title: str, **cells: object) -> None:
    """Type a row under the example of a sheet."""
    page = book[title]
    headings = {str(cell.value).rstrip(" *"): cell.column for cell in page[1]}
    row = next(
        number
        for number in range(4, 99)
        if all(page.cell(number, column).value is None for column in headings.values())
    )
    for name, value in cells.items():
        page.cell(row, headings[name.replace("_", " ")], value)


def test_a_workbook_as_people_fill_it_in() -> None:
    """Any deal, part E: numbers, percentages, days, yes and no and choices as people type them."""
    book = load_workbook(BytesIO(template_workbook()))
    fill = partial(fill_in, book)
    own = {
        "Sleutel": "proef",
        "Naam": "Regio Deal Proef",
        "Korte naam": "Proef",
        "Naam van de regio": "Proef",
        "Ondertekend op": "1 maart 2025",
        "In werking op": date(2025, 4, 1),
        "Eindigt op": "31-12-2028",
    }
    for row in book["Deal"].iter_rows(min_row=2):
        row[1].value = own.get(str(row[0].value).rstrip(" *"), row[1].value)
    fill("Partijen", Code="BZK", Naam="Minister", Kant="Rijk", Ontvangt_de_rapportage="Ja")
    fill("Partijen", Code="GEM", Naam="Gemeente", Kant="Regio", Is_kassier="x")
    fill("Pijlers", Code=1, Naam="Wonen")
    fill("Doelen", Code=1.1, Pijler=1, Titel="Meer huizen", Tekst_van_het_convenant="Er komen huizen.")
    fill("Maatregelen", Code="1.1.1", Doel=1.1, Titel="Bouwen", Tekst_van_het_convenant="Er wordt gebouwd.")
    fill(
        "Beoogde resultaten", Code="a", Doel="1.1", Maatregelen="1.1.1", Titel="100 huizen", Tekst_van_het_convenant="x"
    )
    fill("Indicatoren", Code="h", Naam="Huizen", Eenheid="huizen", Optellen="optellen")
    fill("Normen", Code="n", Resultaat="a", Soort="Opgeteld", Indicator="h", Minimum="1.200,5")
    fill("Bronnen van geld", Code="rijk", Naam="rijksbijdrage", Kant="het Rijk")
    fill("Begrotingsregels", Code="r", Pijler=1, Bron="rijk", Soort_bedrag="maximaal", Bedrag="€ 1.250.000,00")
    fill("Begrotingsregels", Code="u", Bron="rijk", Soort_bedrag="maximaal", Bedrag=60000)
    fill("Grenzen", Code="g", Titel="3%", Deel="3%", Begrotingsregel="u")
    file = BytesIO()
    book.save(file)
    document = read_deal_file(file.getvalue(), "deal.xlsx")
    assert document.deal()["signed_on"] == "2025-03-01"
    assert document.rows("goals")[0]["code"] == "1.1"
    assert [row["amount"] for row in document.rows("budget_lines")] == ["1250000.00", "60000.00"]
    assert document.rows("caps")[0]["rate"] == "0.03"
    assert document.rows("targets")[0] == {
        "code": "n",
        "result": "a",
        "kind": "cumulative",
        "indicator": "h",
        "minimum": "1200.5",
    }


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 niets", b"\xd0\xcf\x11\xe0oud", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(DealFileFaultsError):
        read_deal_file(content, "deal.xlsx")


@pytest.mark.parametrize("name", [name for name in lists() if name != DEAL])
def test_the_examples_of_the_schema_are_rows_that_it_takes(name: str) -> None:
    for example in row_schema(name).get("examples", ()):
        faults = form_faults({name: [example]})
        assert [fault for fault in faults if fault.path[:2] == (name, 0)] == []


def test_a_workbook_of_before_with_wijken_is_read_as_one_with_areas(veenland: Deal) -> None:
    """Any deal 22: sheets and columns said "wijk" in every deal; those that somebody kept are still read."""
    content = deal_workbook(veenland, veenland.in_force_on)
    book = load_workbook(BytesIO(content))
    told = [
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    ] + book.sheetnames
    assert "Gebieden" in book.sheetnames
    assert not [text for text in told if re.search(r"\bwijk(en)?\b", text, re.IGNORECASE) and "kern" not in text]
    book["Gebieden"].title = "Wijken"
    for sheet in book:
        for cell in sheet[1]:
            cell.value = {"Gebied": "Wijk", "Gebieden": "Wijken"}.get(str(cell.value), cell.value)
    saved = BytesIO()
    book.save(saved)
    assert read_deal_file(saved.getvalue(), "x.xlsx").data == read_deal_file(content, "x.xlsx").data
