"""The figures as CSV, and the snapshot that everybody may have."""

import copy
import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from reporting.content.frozen_report import FrozenReport
from reporting.open_data.figures_csv import HEADINGS, figures_csv
from reporting.open_data.public import public_copy
from reporting.pdf.document import render_html
from reporting.snapshot.take import digest
from reporting.word.word_report import word_report
from reporting.workbook.report_workbook import report_workbook
from tests.reporting.example_reports import Row, results

pytestmark = pytest.mark.django_db  # the snapshot is taken from a test database


def read(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a CSV by their headings."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_every_target_has_a_row_with_its_figures(snapshot: Row) -> None:
    rows = read(figures_csv(snapshot))
    assert tuple(rows[0]) == HEADINGS
    targets = [target | {"of": result["code"]} for result in results(snapshot) for target in result["targets"]]
    assert len(rows) == len(targets) == 51
    for row, target in zip(rows, targets, strict=True):
        assert (row["code"], row["resultaat"], row["eenheid"]) == (target["code"], target["of"], target["unit"])
        assert (row["stand"], row["stand in woorden"]) == (target["status"], target["status_label"])
        assert (row["waarde"], row["nodig"]) == (target["value"] or "", target["needed"] or "")
        assert (row["uiterlijk"], row["stand op"]) == (target["due_on"] or "", "2026-06-14")


def test_as_open_data_it_keeps_to_the_standard_and_for_excel_to_dutch(snapshot: Row) -> None:
    plain, excel = figures_csv(snapshot), figures_csv(snapshot, for_excel=True)
    assert plain.startswith("\ufeffcode,resultaat,".encode())
    assert excel.startswith("\ufeffcode;resultaat;".encode())
    assert plain.count(b"\r\n") == excel.count(b"\r\n") == 52
    for one, other in zip(read(plain), read(excel, ";"), strict=True):
        assert one["norm"] == other["norm"]
        assert [Decimal(text.replace(",", ".")) for text in (other["waarde"],) if text] == [
            Decimal(text) for text in (one["waarde"],) if text
        ]
    assert read(excel, ";")[0]["stand op"] == "14-06-2026"


@pytest.mark.parametrize("for_excel", [True, False])
def test_no_text_becomes_a_formula_or_another_cell(snapshot: Row, for_excel: bool) -> None:
    hostile = copy.deepcopy(snapshot)
    target = results(hostile)[0]["targets"][0]
    target |= {"title": '=cmd|"/C calc"!A0', "unit": 'a";b,c\r\n=1\x00'}
    row = read(figures_csv(hostile, for_excel=for_excel), ";" if for_excel else ",")[0]
    assert row["norm"] == "'" + target["title"]
    assert row["eenheid"] == 'a";b,c\n=1'


def persons(value: Any) -> set[str]:
    """The names in every field that is for a person."""
    if isinstance(value, list):
        return {name for item in value for name in persons(item)}
    if not isinstance(value, dict):
        return set()
    found = {name for item in value.values() for name in persons(item)}
    found |= {item.partition(", ")[0] for item in value.get("office_holders", [])}
    return found | {text for key, text in value.items() if key.endswith("_by") and isinstance(text, str)}


def test_the_public_copy_names_nobody_and_has_all_the_rest(snapshot: Row) -> None:
    names = persons(snapshot)
    assert {"Noor Dijkveld", "Marleen Postuma", "Jan van Zanen"} <= names
    copied = public_copy(FrozenReport(snapshot))
    public, told = copied.snapshot, copied.canonical.decode()
    assert not [name for name in names if name in told]
    assert public["results"] == snapshot["results"]
    for part in ("lines", "caps", "sum", "agreed_totals"):
        assert public["money"][part] == snapshot["money"][part]
    assert public["parties"][-1]["office_holders"][0].startswith("namens de gemeente")
    assert public["public_copy_of"] == digest(snapshot)
    assert snapshot["sources"][0]["entered_by"] == "Noor Dijkveld"  # the snapshot itself stays as it was


def test_every_file_can_be_made_from_the_public_copy(snapshot: Row) -> None:
    report, names = FrozenReport(snapshot), persons(snapshot)
    public = public_copy(report)
    page = render_html(public)
    assert not [name for name in names if name in page]
    assert "Ingevoerd door ," not in page
    assert "in de open data bij deze rapportage" in " ".join(page.split())  # and no workbook that they cannot have
    assert word_report(public) != word_report(report)
    assert report_workbook(public) != report_workbook(report)
    assert figures_csv(public.snapshot) == figures_csv(snapshot)
