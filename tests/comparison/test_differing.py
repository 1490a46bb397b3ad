"""Two recordings: what differs is told, and what a browser shows alike is not."""

from pathlib import Path

import pytest

from tests.comparison.differing import differences, shown

HEAD = "GET /\n200\ntext/html; charset=utf-8\n\n"
PAGE = '<p class="lead" id="aim">Van <b>43</b>, <a href="/a">1</a>.</p><ul><li>een</li></ul>'


def recording(folder: Path, **texts: str) -> Path:
    """A recording with these entries."""
    (folder / "rows").mkdir(parents=True)
    for name, text in texts.items():
        (folder / name.replace("__", "/")).write_text(text)
    return folder


@pytest.mark.parametrize(
    "again",
    [
        '<p id="aim" class=" lead ">Van <b>43</b>, <a href="/a">1</a>.</p><ul><li>een</li></ul>',
        '<p class="lead"\n   id="aim">\n  Van\n  <b>43</b>,\n  <a href="/a">1</a>.\n</p>\n<ul>\n  <li>een</li>\n</ul>',
        '<p class="lead" id="aim">Van<b> 43</b>, <a href="/a">1</a>.</p><!-- een lijst --><ul><li>een</li></ul>',
    ],
)
def test_a_page_that_is_indented_otherwise_is_the_same_page(again: str) -> None:
    assert shown(HEAD + again) == shown(HEAD + PAGE)


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("een", "een twee"),
        PAGE.replace("</b>,", "</b> ,"),
        PAGE.replace('href="/a"', 'href="/b"'),
        PAGE.replace(' id="aim"', ""),
        PAGE.replace("<b>43</b>", "43"),
        PAGE.replace("<li>een</li>", "<li>een</li><li></li>"),
    ],
)
def test_a_page_that_reads_otherwise_is_another_page(other: str) -> None:
    assert shown(HEAD + other) != shown(HEAD + PAGE)


def test_each_entry_that_differs_is_told_with_its_lines(tmp_path: Path) -> None:
    before = recording(tmp_path / "a", same="x", word="een\ntwee\n", gone="x")
    after = recording(tmp_path / "b", same="x", word="een\ndrie\n", new="x")
    found = list(differences(before, after, loose=False, lines=9, skip=[]))
    assert found == ["=== gone: gone", "=== new: new", "=== word\n@@ -2 +2 @@\n-twee\n+drie"]
    assert list(differences(before, after, loose=False, lines=9, skip=["gone", "new", "w*"])) == []


def test_rows_under_another_name_are_no_difference_but_other_rows_are(tmp_path: Path) -> None:
    before = recording(tmp_path / "a", rows__Old="1\n2\n", rows__Kept="3\n")
    after = recording(tmp_path / "b", rows__New="1\n2\n", rows__Kept="4\n")
    found = list(differences(before, after, loose=False, lines=9, skip=[]))
    assert found == ["=== rows/Kept\n@@ -1 +1 @@\n-3\n+4"]
