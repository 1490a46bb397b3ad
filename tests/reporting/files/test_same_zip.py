"""Archives that are the same for the same content, and lead nowhere outside their folder."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from reporting.files.same_zip import UnsafeNameError, same_again, same_zip
from reporting.files.typed import cleaned, without_controls


def test_the_same_files_give_the_same_bytes_in_the_order_given() -> None:
    parts = [("b.txt", b"twee" * 1000), ("map/a.txt", "één".encode()), ("leeg.txt", b"")]
    content = same_zip(parts)
    assert content == same_zip(iter(parts))
    assert content != same_zip(reversed(parts))
    with ZipFile(BytesIO(content)) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == parts
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


def test_an_archive_of_a_library_loses_its_times_and_a_part_can_be_replaced() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a", b"1")
        archive.writestr("b", b"2")
    again = same_again(file.getvalue(), instead={"b": b"3"})
    assert again == same_zip([("a", b"1"), ("b", b"3")])


@pytest.mark.parametrize("name", ["", "../a", "a/../../b", "/etc/passwd", "c:\\a", "a\nb", "a\\..\\b"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(UnsafeNameError):
        same_zip([(name, b"")])


def test_what_xml_cannot_hold_is_left_out_and_nothing_else() -> None:
    typed = "a\x00b\x0bc\ud800d\ufffee\tf\r\ng\u202eh\u0085i"
    assert without_controls(typed) == "abcde\tf\ng\u202eh\u0085i"
    assert cleaned({"a": ["\x01", 1, None, {"b": "c\x02"}]}) == {"a": ["", 1, None, {"b": "c"}]}
