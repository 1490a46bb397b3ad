"""Files that are made to harm, or that broke on the way: refused within bounds, and never an error of ours."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regiodeal.sheets.formats import UnreadableError
from regiodeal.sheets.reading import inspect
from tests.pillars.exchange.files import (
    Read,
    changed,
    csv_file,
    ods_file,
    table_in,
    with_ods_row,
    with_row,
    with_texts,
    xlsx_file,
)

ROW = ("coordinatoren-opgeleid", None, date(2026, 6, 14), 12, "Lijst van het bureau", "Één café")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(read: Read) -> None:
    bomb = changed(xlsx_file([ROW]), "xl/worksheets/sheet1.xml", lambda part: part + b" " * 250_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(UnreadableError, match="Uitgepakt is dit bestand groter dan 200 MB"):
        inspect(BytesIO(bomb), len(bomb))


def test_texts_that_excel_keeps_apart_stay_within_bounds(read: Read) -> None:
    with pytest.raises(UnreadableError, match="te veel tekst"):
        read(with_texts(b"<sst/>" + b" " * 60_000_000, b'<c r="A2" t="s"><v>0</v></c>'))


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml"])
def test_a_part_that_is_read_as_a_whole_may_not_be_large(read: Read, part: str) -> None:
    bomb = changed(xlsx_file([ROW]), part, lambda content: content + b" " * 60_000_000)
    with pytest.raises(UnreadableError):
        read(bomb)


def test_a_zip_that_lies_about_its_size_is_not_unpacked_further(read: Read) -> None:
    content = bytearray(xlsx_file([ROW]))
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableError, match="niet te lezen"):
        read(bytes(content))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
LONG = f"<!-- {' ' * 66_000} -->"


@pytest.mark.parametrize("before", ["", LONG, LONG * 3], ids=["first", "after a comment", "after more comments"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("declared", [BOMB, "<!DOCTYPE x>", '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'])
def test_entities_that_grow_are_refused(read: Read, before: str, encoding: str, declared: str) -> None:
    def declaring(part: bytes) -> bytes:
        rest = part.decode().partition("?>")[2] if part.startswith(b"<?xml") else part.decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{before}{declared}{rest}'.encode(encoding)

    texts = b"<sst><si><t>Lijst</t></si></sst>"
    book = with_texts(texts, b'<c r="A2" t="s"><v>0</v></c>')
    assert read(book)  # as it is, all of it is read
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        with pytest.raises(UnreadableError, match="Het bestand is beschadigd"):
            read(changed(book, part, declaring))
    with pytest.raises(UnreadableError, match="Het bestand is beschadigd"):
        read(changed(ods_file([ROW]), "content.xml", declaring))


FAR_AWAY = "Er staat iets ver naast of onder de rijen"


@pytest.mark.parametrize("place", ["XFD1048576", "A99999999999", "ZZZZZ2"])
@pytest.mark.parametrize("value", ["<v>1</v>", "<f>B9</f>"])
def test_a_cell_in_the_far_corner_does_not_take_all_memory(read: Read, place: str, value: str) -> None:
    with pytest.raises(UnreadableError, match=FAR_AWAY):
        read(with_row(f'<row r="2"><c r="{place}">{value}</c></row>'))


def test_a_cell_that_ods_repeats_without_end_does_not_take_all_memory(read: Read) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    with pytest.raises(UnreadableError, match=FAR_AWAY):
        read(with_ods_row(f'<table:table-row table:number-rows-repeated="5000">{cell}</table:table-row>'))


def test_far_more_rows_than_are_read_are_refused_as_such(read: Read) -> None:
    cell = '<table:table-cell table:number-columns-repeated="6" office:value-type="float" office:value="1"/>'
    with pytest.raises(UnreadableError, match=r"Er staan meer dan 200\.000 rijen"):
        read(with_ods_row(f'<table:table-row table:number-rows-repeated="10480000">{cell}</table:table-row>'))


def test_sheets_together_do_not_take_all_memory(read: Read) -> None:
    cell = '<table:table-cell table:number-columns-repeated="60" office:value-type="float" office:value="1"/>'
    row = f'<table:table-row table:number-rows-repeated="150000">{cell}</table:table-row>'
    with pytest.raises(UnreadableError, match=FAR_AWAY):
        read(with_ods_row(f'{row}</table:table><table:table table:name="b">{row}'))
    formulas = row.replace('office:value-type="float" office:value="1"', 'table:formula="of:=1"')
    with pytest.raises(UnreadableError, match="te veel cellen zonder waarde"):
        read(with_ods_row(formulas))


def test_far_more_sheets_than_anybody_makes_are_refused(read: Read) -> None:
    with pytest.raises(UnreadableError, match="te veel werkbladen"):
        read(with_ods_row('</table:table><table:table table:name="b">' * 300))


def test_a_sheet_in_another_encoding_is_refused_and_not_read_as_empty(read: Read) -> None:
    def wide(part: bytes) -> bytes:
        return f'<?xml version="1.0" encoding="utf-16"?>{part.decode().rpartition("?>")[2]}'.encode("utf-16")

    with pytest.raises(UnreadableError, match="Het bestand is beschadigd"):
        read(changed(xlsx_file([ROW]), "xl/worksheets/sheet1.xml", wide))


def test_a_long_comment_before_the_rows_is_read_over(read: Read) -> None:
    def commented(part: bytes) -> bytes:
        declaration, close, rest = part.partition(b"?>") if part.startswith(b"<?xml") else (b"", b"", part)
        return declaration + close + LONG.encode() + rest

    assert len(read(changed(xlsx_file([ROW]), "xl/worksheets/sheet1.xml", commented))) == 1


def test_a_zip_with_a_password_says_so() -> None:
    content = bytearray(xlsx_file([ROW]))
    place = content.index(b"PK\x01\x02") + 8
    content[place] |= 1
    with pytest.raises(UnreadableError, match="Het bestand heeft een wachtwoord"):
        inspect(BytesIO(content), len(content))


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnreadableError, match="groter dan 20 MB"):
        inspect(BytesIO(b"code"), 20_000_001)


def test_a_zip_of_something_else_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableError, match="Dit is geen CSV-, XLSX- of ODS-bestand"):
        inspect(file, 100)


WHOLE = {"csv": csv_file([ROW] * 3), "xlsx": xlsx_file([ROW] * 3), "ods": ods_file([ROW] * 3)}
PARTS = [
    ("csv", ""),
    ("ods", ""),
    ("xlsx", ""),
    ("ods", "content.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("xlsx", "xl/_rels/workbook.xml.rels"),
    ("xlsx", "xl/styles.xml"),
    ("xlsx", "xl/worksheets/sheet1.xml"),
]
damage = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=40)), min_size=1, max_size=8)


@pytest.mark.parametrize(("kind", "part"), PARTS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=damage)
def test_a_damaged_file_is_read_or_refused_and_never_breaks(
    tmp_path: Path, kind: str, part: str, places: list[tuple[float, int, bytes]]
) -> None:
    def broken(content: bytes) -> bytes:
        for share, length, instead in places:
            place = int(share * len(content))
            content = content[:place] + instead + content[place + length :]
        return content

    whole = WHOLE[kind]
    path = tmp_path / "upload"
    path.write_bytes(changed(whole, part, broken) if part else broken(whole))
    try:
        table_in(path)
    except UnreadableError as refusal:
        assert str(refusal)  # noqa: PT017
