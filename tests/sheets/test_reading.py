"""Reading what people save: every program, encoding and notation, or a refusal that says what to do."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from regiodeal.sheets.cells import BadCell, Cell
from regiodeal.sheets.formats import UnreadableError
from tests.pillars.exchange.files import (
    HEADINGS,
    Read,
    changed,
    csv_file,
    ods_file,
    saved,
    with_ods_row,
    with_row,
    with_texts,
    xlsx_file,
)

ROW = ("coordinatoren-opgeleid", None, date(2026, 6, 14), 12, "Lijst van het bureau", "Één café")


def in_cells(row: Sequence[Any]) -> dict[str, Cell]:
    """The row as it should be read."""
    cells = [Decimal(cell) if isinstance(cell, int) else cell for cell in row]
    return dict(zip(HEADINGS, cells, strict=True))


@pytest.mark.parametrize("make", [xlsx_file, ods_file])
def test_a_spreadsheet_keeps_its_numbers_and_dates(read: Read, make: Callable[..., bytes]) -> None:
    assert read(make([ROW])) == [in_cells(ROW)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_the_encodings_and_with_the_delimiters_that_people_have(
    read: Read, encoding: str, delimiter: str
) -> None:
    (row,) = read(csv_file([ROW], encoding=encoding, delimiter=delimiter))
    assert row == dict(zip(HEADINGS, ("coordinatoren-opgeleid", "", "2026-06-14", "12", *ROW[4:]), strict=True))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_quotation_marks_round_every_cell_fit_at_one_delimiter_only(read: Read, delimiter: str) -> None:
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in (HEADINGS, (*ROW[:-1], "a;b,c"))]
    (row,) = read("\r\n".join(lines).encode())
    assert row["toelichting"] == "a;b,c"


def test_excels_own_hint_about_the_delimiter_is_no_heading(read: Read) -> None:
    assert len(read(b"sep=;\r\n" + csv_file([ROW]))) == 1


def test_the_heading_may_stand_below_a_title_and_on_another_sheet(read: Read) -> None:
    book = Workbook()
    book.create_sheet("Leeg")
    sheet = book.create_sheet("Cijfers")
    for line in [["Cijfers 2026"], [], [f" {heading.upper()}* " for heading in HEADINGS], ROW]:
        sheet.append(line)
    assert read(saved(book)) == [in_cells(ROW)]


def test_a_hidden_sheet_is_not_read(read: Read) -> None:
    book = Workbook()
    sheet = book.create_sheet("Verborgen")
    sheet.append(HEADINGS)
    sheet.sheet_state = "hidden"
    with pytest.raises(UnreadableError, match="geen werkblad met kolommen"):
        read(saved(book))


def test_dates_of_a_mac_from_before_2011(read: Read) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    book.active.append(HEADINGS)
    book.active.append(ROW)
    assert read(saved(book))[0]["peildatum"] == date(2026, 6, 14)


def test_a_moment_is_its_day_and_a_yes_is_a_word(read: Read) -> None:
    (row,) = read(xlsx_file([("x", None, datetime(2026, 6, 14, 17, 30), True, "b", "")]))  # noqa: DTZ001
    assert (row["peildatum"], row["waarde"]) == (date(2026, 6, 14), "WAAR")


def test_a_formula_gives_its_outcome_or_is_refused_by_name(read: Read) -> None:
    row = '<row r="2"><c r="A2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="D2"><f>6*7</f><v>42</v></c>'
    row += '<c r="E2"><f>B9</f></c><c r="F2" t="e"><v>#REF!</v></c></row>'
    (cells,) = read(with_row(row))
    assert (cells["code"], cells["waarde"]) == ("ab", Decimal(42))
    assert cells["bron"] == BadCell("In deze cel staat een formule zonder uitkomst. Vul de waarde zelf in.")
    assert cells["toelichting"] == BadCell("Deze cel geeft de fout #REF!. Vul de waarde zelf in.")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2" t="s"><v>99999</v></c>',
        '<c r="D2" t="s"><v>veel</v></c>',
        '<c r="D2" t="d"><v>gisteren</v></c>',
        '<c r="D2"><v>1e999</v></c>',
        '<c r="D2"><v>NaN</v></c>',
    ],
)
def test_a_cell_that_makes_no_sense_is_refused(read: Read, cell: str) -> None:
    try:
        (cells,) = read(with_row(f'<row r="2">{cell}</row>'))
    except UnreadableError as refusal:
        assert "niet te lezen" in str(refusal)  # noqa: PT017
    else:
        assert isinstance(cells["waarde"], BadCell)


def test_merged_cells_are_named_after_the_rows(read: Read) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in [HEADINGS, ROW, (ROW[0],)]:
        sheet.append(line)
    sheet.merge_cells("E2:E3")
    *_rows, merged = read(saved(book))
    assert merged["bron"] == BadCell(
        "Deze cel is samengevoegd met een andere. Splits de cellen en vul elke rij zelf in."
    )


def test_a_cell_far_to_the_right_is_not_ours(read: Read) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADINGS)
    book.active["XFD2"] = "ver weg"
    assert read(saved(book)) == []


def test_a_row_that_ods_repeats_a_million_times_is_read_as_empty(read: Read) -> None:
    repeated = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row></table:table>'
    )
    content = changed(ods_file([ROW]), "content.xml", lambda part: part.replace(b"</table:table>", repeated))
    assert len(read(content)) == 1


def test_a_comment_in_a_cell_is_not_its_text(read: Read) -> None:
    note = b"<office:annotation><text:p>stil</text:p></office:annotation><text:p>Lijst"
    content = changed(ods_file([ROW]), "content.xml", lambda part: part.replace(b"<text:p>Lijst", note))
    assert read(content)[0]["bron"] == "Lijst van het bureau"


def test_ods_says_what_its_cells_hold_or_why_they_cannot_be_read(read: Read) -> None:
    words = '<table:table-cell office:value-type="string"'
    cells = (
        f"{words}><text:p>a<text:tab/>b<text:line-break/>c</text:p></table:table-cell>"
        '<table:table-cell table:formula="of:=[.B9]"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-02-31"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        f'{words} calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
        f'{words} table:number-rows-spanned="2"><text:p>x</text:p></table:table-cell>'
    )
    content = with_ods_row(f"<table:table-row>{cells}</table:table-row>")
    (row,) = read(content)
    assert list(row.values()) == [
        "a\tb\nc",
        BadCell("In deze cel staat een formule zonder uitkomst. Vul de waarde zelf in."),
        BadCell("In deze cel staat een datum die niet bestaat."),
        "WAAR",
        BadCell("Deze cel geeft de fout #REF!. Vul de waarde zelf in."),
        BadCell("Deze cel is samengevoegd met een andere. Splits de cellen en vul elke rij zelf in."),
    ]


def test_cells_without_their_place_follow_each_other(read: Read) -> None:
    (row,) = read(with_row('<row><c t="str"><v>ab</v></c><c><f>B9</f></c><c t="str"><v>c</v></c></row>'))
    assert (row["code"], row["peildatum"]) == ("ab", "c")
    assert isinstance(row["jaar"], BadCell)


def test_an_error_that_nobody_knows_is_refused_with_its_cell(read: Read) -> None:
    with pytest.raises(UnreadableError, match="Cel F2 geeft de fout #SPILL!"):
        read(with_row('<row r="2"><c r="F2" t="e"><v>#SPILL!</v></c></row>'))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Het bestand is leeg."),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Dit is een oud Excel-bestand"),
        (b"%PDF-1.7\n", "Dit is een PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Dit is geen CSV-, XLSX- of ODS-bestand."),
        (b"PK\x03\x04 en dan niets meer", "Het bestand is beschadigd"),
        (b"MZ\0\0" + bytes(100), "Dit is geen CSV-, XLSX- of ODS-bestand."),
        ("code;waarde\x81\n".encode("latin-1"), "De tekens in dit bestand zijn niet te lezen."),
        (b"code;bron\n", "De kolom 'waarde' ontbreekt."),
        (b"code;waarde;bron;waarde\n", "De kolom 'waarde' staat er twee keer in."),
        (b"\n\n\n", "geen werkblad met kolommen"),
        (csv_file([ROW]) + b'"een;twee', "Vanaf rij 3 is het bestand niet te lezen"),
        (b"code;waarde;bron\nx;1;" + b"y" * 200_000, "een cel is te lang"),
        (xlsx_file([], headings=[]), "geen werkblad met kolommen"),
        (saved(Workbook()), "geen werkblad met kolommen"),
    ],
)
def test_what_cannot_be_used_says_why(read: Read, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=re.escape(reason)):
        read(content)


def test_a_heading_without_rows_is_an_empty_table(read: Read) -> None:
    assert read(b"code;waarde;bron\n") == []


def test_the_texts_that_excel_keeps_apart_and_in_runs(read: Read) -> None:
    runs = (
        b'<r><t xml:space="preserve">Lijst van </t></r><r><rPr><b/></rPr><t>het bureau</t></r><rPh><t>lijst</t></rPh>'
    )
    texts = b"<sst><si><t>coordinatoren-opgeleid</t></si><si>" + runs + b"</si></sst>"
    cells = b'<c r="A2" t="s"><v>0</v></c><c r="E2" t="s"><v>1</v></c>'
    (row,) = read(with_texts(texts, cells))
    assert (row["code"], row["bron"]) == ("coordinatoren-opgeleid", "Lijst van het bureau")
